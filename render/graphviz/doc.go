// Package graphviz places companies on a canvas and draws deal maps, both by Graphviz, and keeps Graphviz where
// it can do no harm. It is the only importer of go-graphviz, which is Graphviz 12.1.2 as WebAssembly: nothing has
// to be installed.
//
// # What Graphviz does, and what it does not
//
// A deal map goes through Graphviz twice, and everything in between is ours:
//
//	graph ──Layout──▶ positions ──(package place)──▶ Drawing ──Draw──▶ SVG ──(package svg)──▶ figure
//
// [Layout] runs neato, which finds positions at which linked companies are near each other. It is good at that,
// and fast. Overlaps are allowed (overlap=true), because the ways this build of Graphviz has to remove them make
// the picture two to five times as large, or do nothing.
//
// [Draw] runs nop2, which draws exactly the coordinates it is given: circles, arcs as Bézier curves, labels. So the
// map is Graphviz's drawing, and [DOT] is the text it is drawn from: `neato -n2 -Tsvg` draws it again anywhere.
//
// Graphviz never routes arcs here. Its router takes most of a minute where the layout takes a second, puts A→B and
// B→A on one line (splines=true), and with splines=curved does not end on graphs with many cycles. It writes no PNG
// either: in go-graphviz every curve comes out filled.
//
// Coordinates are points (1/72 inch) with y up, as in Graphviz. Labels are text: whatever is in them is shown
// literally, control characters and bytes that are not UTF-8 left out, cut after 200 runes.
//
// # Why a worker process
//
// Inside a process, go-graphviz is one WebAssembly instance in a package variable. It does not look at its context:
// a layout of minutes runs for minutes. It leaks half a megabyte a picture. Some inputs end the instance, and then
// every later call fails; others overrun its 64 KiB stack, and then it answers with another picture's bytes and no
// error. Hence [Layout] and [Draw] start the program again, as a worker, for one request:
//
//	func main() {
//		graphviz.Worker() // serves the request and exits if this process is a worker
//		…
//	}
//
// A worker that takes too long is killed, one that dies is an error value, and the next one begins afresh, which
// also makes the result the same every time. The price is one process start, 50 to 70 ms. Not even a worker is
// believed: sizes and weights are checked before it is started, and its answer must be whole, well-formed, have the
// expected ids, and carry a hash of the very text it was asked to draw.
//
// Without the call of [Worker] in main, and in TestMain of tests that draw, the result is [ErrNoWorker]: to start a
// program again that does not expect it would run it twice.
//
// # Where no process can be started
//
// With the environment variable DEALGRAPH_GRAPHVIZ=inprocess set when the program starts, Layout and Draw use
// Graphviz inside the program, one call at a time, with the same checks before and after. The context is then only
// looked at between two runs, nothing stops a long one, memory is leaked, and if Graphviz breaks down nothing can be
// drawn until the program is started again. It is for sandboxes, not for servers. (It cannot be a setting in Go:
// it is decided before any code of the program runs.)
//
// # Why hollow
//
// go-graphviz compiles its 1.5 MB of WebAssembly when it is initialised: in every process that links it, whether
// it draws or not, before main. That is a second if the compiled code is not cached, 40 ms if it is; and the cache
// is $TMPDIR/go-graphviz, which makes the program of a machine's second user panic, and is native code at a place
// where anybody can leave some. Package guard, beneath, runs first and gives go-graphviz a hollow module to compile,
// with the same functions doing nothing, in a few milliseconds and without a cache. Workers get the real one and a
// private cache.
package graphviz
