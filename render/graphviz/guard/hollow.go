package guard

// Section numbers and kinds of the WebAssembly binary format.
// WebAssembly Core Specification 2.0, section 5.5 (Modules).
const (
	sectionType     = 1
	sectionImport   = 2
	sectionFunction = 3
	sectionMemory   = 5
	sectionExport   = 7
	sectionCode     = 10

	kindFunction = 0
	kindMemory   = 2

	opEnd = 0x0b
)

// header is the magic and the version every module starts with.
const header = "\x00asm\x01\x00\x00\x00"

// hollow returns a module with the same exported functions as module, by name and signature, and one page of
// memory, in which every function only returns zeros. It imports nothing.
//
// All functions of one signature are one function, so that the result has a few dozen of them where Graphviz
// has thousands, and compiles in no time. Exported globals and tables are left out. ok is false if module is
// not what hollow understands; nothing is read out of bounds and nothing is changed.
func hollow(module []byte) (out []byte, ok bool) {
	s, ok := split(module)
	if !ok {
		return nil, false
	}
	zeros, ok := zeroBodies(s[sectionType])
	if !ok {
		return nil, false
	}
	signature, ok := signatures(s[sectionImport], s[sectionFunction])
	if !ok {
		return nil, false
	}
	exports, functions, ok := shareFunctions(s[sectionExport], signature, len(zeros))
	if !ok {
		return nil, false
	}

	out = append(out, header...)
	out = appendSection(out, sectionType, s[sectionType])
	out = appendSection(out, sectionFunction, appendFunctions(nil, functions))
	out = appendSection(out, sectionMemory, []byte{1, 0, 1}) // one memory, no maximum, one page
	out = appendSection(out, sectionExport, exports)
	out = appendSection(out, sectionCode, appendBodies(nil, functions, zeros))
	return out, true
}

// split returns the contents of the numbered sections of a module. Custom sections are left out.
func split(module []byte) (sections map[byte][]byte, ok bool) {
	if len(module) < len(header) || string(module[:len(header)]) != header {
		return nil, false
	}
	sections = make(map[byte][]byte)
	for r := (reader{rest: module[len(header):]}); len(r.rest) > 0; {
		id := r.byte()
		content := r.take(r.number())
		if r.bad {
			return nil, false
		}
		if id != 0 {
			sections[id] = content
		}
	}
	return sections, true
}

// zeroBodies returns for every signature of a type section the code of a function that returns zeros.
func zeroBodies(types []byte) (bodies [][]byte, ok bool) {
	r := reader{rest: types}
	for n := r.number(); n > 0 && !r.bad; n-- {
		if r.byte() != 0x60 { // the mark of a function signature
			return nil, false
		}
		r.take(r.number()) // parameters, one byte each
		body := []byte{0}  // no local variables
		for _, result := range r.take(r.number()) {
			zero, ok := zeroOf[result]
			if !ok {
				return nil, false
			}
			body = append(body, zero...)
		}
		bodies = append(bodies, append(body, opEnd))
	}
	return bodies, !r.bad && len(r.rest) == 0
}

// zeroOf holds, for each number type, the instruction that pushes a zero of it.
var zeroOf = map[byte]string{
	0x7f: "\x41\x00",                             // i32.const 0
	0x7e: "\x42\x00",                             // i64.const 0
	0x7d: "\x43\x00\x00\x00\x00",                 // f32.const 0
	0x7c: "\x44\x00\x00\x00\x00\x00\x00\x00\x00", // f64.const 0
}

// signatures returns the signature of every function of a module, imported ones first, as the format counts them.
func signatures(imports, functions []byte) (signature []int, ok bool) {
	r := reader{rest: imports}
	for n := r.count(imports); n > 0 && !r.bad; n-- {
		r.take(r.number()) // module
		r.take(r.number()) // name
		if r.byte() != kindFunction {
			return nil, false // Graphviz imports functions only
		}
		signature = append(signature, r.number())
	}
	bad := r.bad || len(r.rest) > 0
	r = reader{rest: functions}
	for n := r.count(functions); n > 0 && !r.bad; n-- {
		signature = append(signature, r.number())
	}
	return signature, !bad && !r.bad && len(r.rest) == 0
}

// shareFunctions rewrites an export section so that all functions of one signature are one function.
// functions holds the signatures of the functions that remain, in their new order.
func shareFunctions(section []byte, signature []int, types int) (exports []byte, functions []int, ok bool) {
	shared := make(map[int]int) // signature → new function
	entries, count, memory := []byte(nil), 0, false
	r := reader{rest: section}
	for n := r.number(); n > 0 && !r.bad; n-- {
		name, kind, index := r.take(r.number()), r.byte(), r.number()
		switch kind {
		case kindMemory:
			memory = memory || index == 0
			index = 0
		case kindFunction:
			if index >= len(signature) || signature[index] >= types {
				return nil, nil, false
			}
			t := signature[index]
			if _, known := shared[t]; !known {
				shared[t] = len(functions)
				functions = append(functions, t)
			}
			index = shared[t]
		default:
			continue
		}
		entries = appendNumber(entries, len(name))
		entries = append(append(entries, name...), kind)
		entries = appendNumber(entries, index)
		count++
	}
	if r.bad || len(r.rest) > 0 || !memory || len(functions) == 0 {
		return nil, nil, false
	}
	return append(appendNumber(nil, count), entries...), functions, true
}

// appendFunctions appends the content of a function section.
func appendFunctions(b []byte, functions []int) []byte {
	b = appendNumber(b, len(functions))
	for _, t := range functions {
		b = appendNumber(b, t)
	}
	return b
}

// appendBodies appends the content of a code section: the body in bodies of each function's signature.
func appendBodies(b []byte, functions []int, bodies [][]byte) []byte {
	b = appendNumber(b, len(functions))
	for _, t := range functions {
		b = appendNumber(b, len(bodies[t]))
		b = append(b, bodies[t]...)
	}
	return b
}

// appendSection appends a section with its number and length.
func appendSection(b []byte, id byte, content []byte) []byte {
	b = appendNumber(append(b, id), len(content))
	return append(b, content...)
}

// appendNumber appends n ≥ 0 in LEB128.
func appendNumber(b []byte, n int) []byte {
	for ; n >= 0x80; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return append(b, byte(n))
}

// reader takes a module apart. After bad, everything it returns is zero.
type reader struct {
	rest []byte
	bad  bool
}

// byte takes one byte.
func (r *reader) byte() byte {
	b := r.take(1)
	if r.bad {
		return 0
	}
	return b[0]
}

// number takes an unsigned LEB128 number of at most 31 bits.
func (r *reader) number() int {
	n := 0
	for shift := 0; shift <= 28; shift += 7 {
		b := r.byte()
		if shift == 28 && b > 0x07 {
			break
		}
		n |= int(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
	r.bad = true
	return 0
}

// count takes the length of a vector, or returns 0 if its section is absent.
func (r *reader) count(section []byte) int {
	if section == nil {
		return 0
	}
	return r.number()
}

// take takes n bytes.
func (r *reader) take(n int) []byte {
	if r.bad || n > len(r.rest) {
		r.bad = true
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}
