package graphviz

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// bomb keeps Graphviz busy for minutes: curved arcs make it enumerate cycles.
func bomb() job {
	var dot strings.Builder
	dot.WriteString("digraph { splines=curved\n")
	for i := range 60 {
		for _, step := range []int{1, 7, 13, 29} {
			fmt.Fprintf(&dot, "n%d -> n%d\n", i, (i+step)%60)
		}
	}
	dot.WriteString("}\n")
	return job{engine: "neato", format: "svg", dot: []byte(dot.String())}
}

// stillDraws fails the test if the next drawing is not drawn.
func stillDraws(t *testing.T) {
	t.Helper()
	if _, err := Draw(t.Context(), pair()); err != nil {
		t.Errorf("the next drawing: %v", err)
	}
}

func TestWorkerIsStoppedInTime(t *testing.T) {
	Draw(t.Context(), pair()) // warms the cache
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	begin := time.Now()
	_, err := run(ctx, []job{bomb()})
	if took := time.Since(begin); took > 20*time.Second { // the bomb alone would take minutes
		t.Errorf("came back after %v", took)
	}
	if _, ok := errors.AsType[*WorkerError](err); !ok || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
	stillDraws(t)
}

func TestWorkerIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(200*time.Millisecond, cancel)
	if _, err := run(ctx, []job{bomb()}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if _, err := Draw(ctx, pair()); !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that is over: error %v", err)
	}
	stillDraws(t)
}

func TestWorkerSurvivesItsInput(t *testing.T) {
	for _, tt := range []struct{ name, engine, format, dot, says string }{
		{"weight that makes it exit", "dot", "svg", `digraph { a -> b [weight=99999999999] }`, "exit_code"},
		{"no graph", "neato", "svg", ``, "no graph"},
		{"syntax", "neato", "svg", `graph {`, "syntax"},
		{"engine", "neeto", "svg", `graph { a }`, ""},
		{"format", "neato", "pdf", `graph { a }`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			outputs, err := run(t.Context(), []job{{tt.engine, tt.format, []byte(tt.dot)}})
			if _, ok := errors.AsType[*WorkerError](err); !ok || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, outputs %.200q", err, outputs)
			}
			stillDraws(t)
		})
	}
}

func TestProgramsThatAreNoWorkers(t *testing.T) {
	for _, role := range []string{"forgetful", "impostor"} {
		out, _ := play(t, role)
		if !strings.Contains(out, ErrNoWorker.Error()) || strings.Contains(out, "second time") {
			t.Errorf("%s: %s", role, out)
		}
	}
}

func TestDrawInside(t *testing.T) {
	want, err := Draw(t.Context(), pair())
	if err != nil {
		t.Fatal(err)
	}
	out, _ := play(t, "draw inside", "DEALGRAPH_GRAPHVIZ=inprocess")
	if diff := cmp.Diff(string(want)+"<nil>\n", out); diff != "" {
		t.Error(diff)
	}
}

func TestInsideStopsBetweenJobs(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := runInside(ctx, []job{{"neato", "svg", []byte("graph{}")}}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// What lies in the cache may be broken, or somebody else's: then the worker does without.
func TestWorkerWithBrokenCache(t *testing.T) {
	compiles(t)
	cache := t.TempDir()
	env := []string{"XDG_CACHE_HOME=" + cache, "HOME=" + cache, "LocalAppData=" + cache}
	good, _ := play(t, "draw", env...)
	if !strings.HasSuffix(good, "</svg>\n<nil>\n") {
		t.Fatalf("with a new cache: %s", good)
	}
	files := 0
	err := filepath.WalkDir(cache, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		// A directory can be opened but not read, even by root.
		return errors.Join(os.Remove(path), os.Mkdir(path, 0o700))
	})
	if err != nil {
		t.Fatal(err)
	}
	if files == 0 {
		t.Skip("this platform has no cache")
	}
	if out, _ := play(t, "draw", env...); out != good {
		t.Errorf("with a broken cache: %s", out)
	}
}

func TestFrames(t *testing.T) {
	jobs := []job{{"neato", "json0", []byte("graph{}")}, {"nop2", "svg", nil}, {"", "", bytes.Repeat([]byte("x"), 70000)}}
	var b bytes.Buffer
	if err := writeRequest(&b, jobs); err != nil {
		t.Fatal(err)
	}
	got, err := readRequest(bufio.NewReader(bytes.NewReader(b.Bytes())))
	if err != nil || len(got) != len(jobs) {
		t.Fatalf("%d jobs, error %v", len(got), err)
	}
	for i, j := range jobs {
		if got[i].engine != j.engine || got[i].format != j.format || !bytes.Equal(got[i].dot, j.dot) {
			t.Errorf("job %d is another", i)
		}
	}
	for cut := range b.Len() / 100 {
		if _, err := readRequest(bufio.NewReader(bytes.NewReader(b.Bytes()[:cut]))); err == nil {
			t.Errorf("read a request of %d bytes", cut)
		}
	}
}

func TestReplies(t *testing.T) {
	outputs := [][]byte{[]byte("one"), {}, []byte("three")}
	var b bytes.Buffer
	if err := writeReply(&b, outputs, nil); err != nil {
		t.Fatal(err)
	}
	got, err := readReply(bufio.NewReader(bytes.NewReader(b.Bytes())), 3)
	if diff := cmp.Diff(outputs, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if _, err := readReply(bufio.NewReader(bytes.NewReader(b.Bytes())), 2); err == nil {
		t.Error("took three outputs for two jobs")
	}
	for cut := range b.Len() {
		if _, err := readReply(bufio.NewReader(bytes.NewReader(b.Bytes()[:cut])), 3); err == nil {
			t.Errorf("read a reply of %d of %d bytes", cut, b.Len())
		}
	}
	b.Reset()
	if err := writeReply(&b, outputs, errors.New("it broke")); err != nil {
		t.Fatal(err)
	}
	if _, err := readReply(bufio.NewReader(&b), 3); err == nil || err.Error() != "it broke" {
		t.Errorf("error %v", err)
	}
	if _, err := readReply(bufio.NewReader(strings.NewReader("\xff\xff\xff\xff\x7f")), 3); err == nil {
		t.Error("took a reply of billions of outputs")
	}
	if _, err := readReply(bufio.NewReader(strings.NewReader("\x01\xff\xff\xff\xff\x7f")), 1); !errors.Is(err, errFrame) {
		t.Errorf("an output of gigabytes: error %v", err)
	}
}

func TestExcerptKeepsTheBeginning(t *testing.T) {
	e := &excerpt{}
	for range 3 {
		if n, err := e.Write(bytes.Repeat([]byte("x"), 3000)); n != 3000 || err != nil {
			t.Fatal(n, err)
		}
	}
	if len(e.String()) != 4096 {
		t.Errorf("kept %d bytes", len(e.String()))
	}
}

func TestWorkerErrorText(t *testing.T) {
	err := &WorkerError{Err: errors.New("exit status 2"), Stderr: "\npanic: no\ngoroutine 1\n"}
	if got, want := err.Error(), "graphviz worker: exit status 2 (panic: no)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
