package guard

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// section is one section of a module.
func section(id byte, content string) string {
	return string([]byte{id, byte(len(content))}) + content
}

// types are the signatures of both modules.
const types = "\x04" +
	"\x60\x00\x00" + // 0: () → ()
	"\x60\x02\x7f\x7f\x01\x7f" + // 1: (i32, i32) → i32
	"\x60\x01\x7e\x02\x7c\x7d" + // 2: (i64) → (f64, f32)
	"\x60\x01\x7d\x01\x7e" // 3: (f32) → i64

// sample is a module written by hand: it imports one function, traps when it starts, and exports functions of
// all signatures, a global and its memory.
var sample = []byte(header +
	section(0, "\x04note!") +
	section(1, types) +
	section(2, "\x01\x03env\x01f\x00\x01") + // function 0 is env.f, of type 1
	section(3, "\x05\x00\x01\x02\x01\x03") + // the types of functions 1 to 5
	section(5, "\x01\x00\x02") + // a memory of two pages
	section(6, "\x01\x7f\x00\x41\x07\x0b") + // a global i32 = 7
	section(7, "\x07"+
		"\x01a\x00\x01"+ // a is function 1
		"\x03add\x00\x02"+
		"\x02g0\x03\x00"+ // g0 is global 0
		"\x03mem\x02\x00"+
		"\x01f\x00\x00"+ // f is what is imported
		"\x01b\x00\x03"+
		"\x01c\x00\x05") +
	section(8, "\x01") + // starts with function 1
	section(10, "\x05"+
		"\x03\x00\x00\x0b"+ // 1: unreachable
		"\x07\x00\x20\x00\x20\x01\x6a\x0b"+ // 2: a + b
		"\x10\x00\x44\x00\x00\x00\x00\x00\x00\xf0\x3f\x43\x00\x00\x80\x3f\x0b"+ // 3: 1, 1
		"\x08\x00\x20\x00\x20\x01\x10\x00\x0b"+ // 4: f(a, b)
		"\x04\x00\x42\x05\x0b") + // 5: 5
	section(11, "\x01\x00\x41\x00\x0b\x01x")) // x at address 0

// hollowed is what hollow must make of sample.
var hollowed = header +
	section(1, types) +
	section(3, "\x04\x00\x01\x02\x03") + // one function a signature
	section(5, "\x01\x00\x01") + // one page
	section(7, "\x06"+
		"\x01a\x00\x00"+
		"\x03add\x00\x01"+
		"\x03mem\x02\x00"+
		"\x01f\x00\x01"+ // the same as add
		"\x01b\x00\x02"+
		"\x01c\x00\x03") +
	section(10, "\x04"+
		"\x02\x00\x0b"+
		"\x04\x00\x41\x00\x0b"+
		"\x10\x00\x44\x00\x00\x00\x00\x00\x00\x00\x00\x43\x00\x00\x00\x00\x0b"+
		"\x04\x00\x42\x00\x0b")

func TestHollow(t *testing.T) {
	before := slices.Clone(sample)
	got, ok := hollow(sample)
	if !ok {
		t.Fatal("not understood")
	}
	if diff := cmp.Diff(hollowed, string(got)); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(sample, before) {
		t.Error("the module was changed")
	}
}

// The hollow module runs, needs nothing, and returns zeros.
func TestHollowRuns(t *testing.T) {
	module, _ := hollow(sample)
	runtime := wazero.NewRuntimeWithConfig(t.Context(), wazero.NewRuntimeConfigInterpreter())
	defer runtime.Close(t.Context())
	instance, err := runtime.Instantiate(t.Context(), module)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name    string
		args    []uint64
		results []uint64
	}{
		{"a", nil, nil},
		{"add", []uint64{2, 3}, []uint64{0}},
		{"f", []uint64{2, 3}, []uint64{0}},
		{"b", []uint64{2}, []uint64{0, 0}},
		{"c", []uint64{api.EncodeF32(2)}, []uint64{0}},
	} {
		results, err := instance.ExportedFunction(tt.name).Call(t.Context(), tt.args...)
		if err != nil || !slices.Equal(results, tt.results) {
			t.Errorf("%s returns %v, error %v", tt.name, results, err)
		}
	}
	if size := instance.ExportedMemory("mem").Size(); size != 1<<16 {
		t.Errorf("memory of %d bytes", size)
	}
}

// The sample is a module in the first place; without its import it cannot run.
func TestSampleIsAModule(t *testing.T) {
	runtime := wazero.NewRuntimeWithConfig(t.Context(), wazero.NewRuntimeConfigInterpreter())
	defer runtime.Close(t.Context())
	if _, err := runtime.CompileModule(t.Context(), sample); err != nil {
		t.Error(err)
	}
}

func TestHollowLeavesAloneWhatItDoesNotUnderstand(t *testing.T) {
	edit := func(old, new string) string { return strings.Replace(string(sample), old, new, 1) }
	for _, tt := range []struct{ name, module string }{
		{"nothing", ""},
		{"another format", "\x7fELF" + string(sample[4:])},
		{"another version", edit("m\x01", "m\x02")},
		{"no sections", string(sample[:8])},
		{"vector results", edit("\x02\x7c\x7d", "\x02\x7b\x7d")},
		{"a type that is no function", edit("\x60\x00\x00", "\x5f\x00\x00")},
		{"an imported global", edit("env\x01f\x00", "env\x01f\x03")},
		{"an export that does not exist", edit("\x01c\x00\x05", "\x01c\x00\x06")},
		{"a signature that does not exist", edit("\x03\x06\x05\x00\x01", "\x03\x06\x05\x04\x01")},
		{"no memory", edit("\x03mem\x02", "\x03mem\x01")},
		{"a number without end", edit("\x03\x06\x05", "\x03\xff\xff\xff\xff\xff\x05")},
	} {
		if _, ok := hollow([]byte(tt.module)); ok {
			t.Errorf("%s: understood", tt.name)
		}
	}
	// Cut anywhere before the code, something is missing; cut behind the exports, nothing hollow needs is.
	exportsEnd := strings.Index(string(sample), "\x08\x01\x01\x0a")
	for cut := range exportsEnd {
		if _, ok := hollow(sample[:cut]); ok {
			t.Errorf("understood the first %d of %d bytes", cut, len(sample))
		}
	}
}

// Whatever the bytes, hollow neither panics nor makes a module that is larger than the exports deserve.
func FuzzHollow(f *testing.F) {
	f.Add(sample)
	f.Add([]byte(hollowed))
	f.Fuzz(func(t *testing.T, module []byte) {
		out, ok := hollow(module)
		if ok && len(out) > 12*len(module)+1000 {
			t.Errorf("%d bytes out of %d", len(out), len(module))
		}
	})
}
