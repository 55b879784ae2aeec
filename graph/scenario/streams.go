package scenario

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
)

// block is how many scenarios are worked at a time. Draws belong to a block, and blocks are summed in order, so nothing depends
// on who works them.
const block = 256

// stream is the source of the draws of one input.
type stream [sha256.Size]byte

// newStream depends on the seed and the input's id alone.
func newStream(seed uint64, id string) stream {
	b := append([]byte("dealgraph scenario 1\x00"), make([]byte, 8)...)
	binary.LittleEndian.PutUint64(b[len(b)-8:], seed)
	return sha256.Sum256(append(b, id...))
}

// The uses of a stream.
const (
	forDraws    = 0 // numbered by block
	forScramble = 1 // numbered by replicate
)

// start sets a generator to the beginning of a numbered part of the stream: PCG with the first 128 bits of SHA-256 of the
// stream's own hash, the use and the number.
func (s *stream) start(p *rand.PCG, use byte, number uint64) {
	var b [sha256.Size + 9]byte
	copy(b[:], s[:])
	b[sha256.Size] = use
	binary.LittleEndian.PutUint64(b[sha256.Size+1:], number)
	h := sha256.Sum256(b[:])
	p.Seed(binary.LittleEndian.Uint64(h[:8]), binary.LittleEndian.Uint64(h[8:16]))
}

// open is a number in the open interval from 0 to 1: an odd multiple of 2⁻⁵³, so 1-open(x) is exact, and open too.
func open(x uint64) float64 { return (float64(x>>12) + 0.5) * (1.0 / (1 << 52)) }
