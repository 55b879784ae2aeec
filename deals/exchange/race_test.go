//go:build race

package exchange

// raced is whether the race detector is on. It keeps memory of its own beside the program's, and ends the program in words of
// its own when it gets no more.
const raced = true
