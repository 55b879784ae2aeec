// Package guard keeps the import of go-graphviz from costing time, and from crashing programs, that do not draw.
// Importing it is enough, and only package graphviz needs to.
//
// # The problem
//
// The init of github.com/goccy/go-graphviz/internal/wasm compiles Graphviz. It takes 0.7 to 1.4 s, or 30 to 40 ms
// with a warm cache in $TMPDIR/go-graphviz, in every process. If that directory belongs to another user, or a file
// in it cannot be read, it panics, before main. There is no option to change any of it.
//
// # The remedy
//
// The init of this package runs before that one, and
//
//   - in an ordinary process puts a hollow module in place of Graphviz: the same exported functions, of the same
//     signatures, each returning zeros. It compiles in about 4 ms. go-graphviz's own init asks it for the values
//     of some constants and the addresses of some structs, gets zeros, and is content. Nothing can be drawn in this
//     process, which [Hollow] tells.
//   - in a worker process (see [Variable]) leaves Graphviz alone, and points the temporary directory to the user's
//     own cache directory, mode 0700, for the compiled code.
//
// An ordinary process gets a temporary directory that does not exist and cannot be made, so that no cache is opened
// or left behind. [Restore], called by package graphviz when go-graphviz has been initialised, puts the variable
// back. Between the two, the init of other packages sees the replaced one.
//
// # Why it runs first
//
// Go initialises packages one after another, always the one with the smallest import path among those whose
// imports have all been initialised. "dealgraph/…" is smaller than "github.com/…"; and this package imports only what
// go-graphviz imports too, from the standard library, so it is ready whenever that one is. Keep both so. A test in
// package graphviz reads the order from GODEBUG=inittrace=1.
//
// # How it reaches the module
//
// go-graphviz embeds the module in the unexported variable wasmFile; go:linkname gives it a name here. The variable
// has its value from the linker, before any init. A program without go-graphviz has none, and nothing happens. If
// the module is not of the length that has been tried, or hollowing it fails in any way, it is left as it is, and
// everything works as slowly as ever: a test in package graphviz notices after an update of go-graphviz.
package guard
