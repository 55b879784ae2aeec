package scenario

import (
	_ "embed"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
)

// SobolInputs is how many inputs have Sobol' coordinates. Those beyond are drawn plainly.
const SobolInputs = 1024

//go:embed joekuo.txt
var joeKuo string

// columns bounds the points of a sequence: there are at most 2 to that power.
const columns = 32

// directions are the direction numbers by dimension: binary fractions, the first digit in the highest of 64 bits. Point i of a
// dimension is the exclusive or of those numbers k for which bit k of the Gray code of i is set (Antonov and Saleev 1979).
var directions = sync.OnceValue(func() [][columns]uint64 {
	out := make([][columns]uint64, 1, SobolInputs)
	for k := range columns {
		out[0][k] = 1 << (63 - k)
	}
	for line := range strings.Lines(joeKuo) {
		if !strings.HasPrefix(line, "#") {
			out = append(out, direction(strings.Fields(line)))
		}
	}
	return out
})

// direction continues the initial numbers of a line of the table by the recurrence of its polynomial (Joe and Kuo 2008, section 1).
func direction(line []string) (v [columns]uint64) {
	var n []uint64
	for _, field := range line {
		x, err := strconv.ParseUint(field, 10, 32)
		if err != nil {
			panic(fmt.Sprintf("the table of direction numbers: %v", err))
		}
		n = append(n, x)
	}
	s, a, m := int(n[1]), n[2], n[3:]
	for k := range columns {
		if k < s {
			v[k] = m[k] << (63 - k)
			continue
		}
		v[k] = v[k-s] ^ v[k-s]>>s
		for i := 1; i < s; i++ {
			if a>>(s-1-i)&1 == 1 {
				v[k] ^= v[k-i]
			}
		}
	}
	return v
}

// network holds Sobol' sequences, one coordinate for each input, scrambled in each replicate by itself: the digits are multiplied
// by a random lower triangular matrix and shifted by random digits. This keeps what makes the points even, makes each point uniform,
// and lets the spread among replicates tell the error. The matrix has 64 rows, so points have as many digits as a number can show.
//
// Matoušek, On the L2-discrepancy for anchored boxes, Journal of Complexity 14(4), 1998. Hong and Hickernell, Algorithm 823:
// implementing scrambled digital sequences, ACM Transactions on Mathematical Software 29(2), 2003.
type network struct {
	digits int      // columns kept: there are at most 2 to that power of points
	coords int      // inputs that have a coordinate
	v      []uint64 // by input, replicate and column
	shift  []uint64 // by input and replicate
}

func newNetwork(streams []stream, most int) *network {
	n := &network{digits: bits.Len(uint(max(most, points) - 1)), coords: min(len(streams), SobolInputs)}
	n.v = make([]uint64, 0, n.coords*replicates*n.digits)
	for i := range n.coords {
		for r := range replicates {
			v, shift := scramble(&directions()[i], &streams[i], r)
			n.v, n.shift = append(n.v, v[:n.digits]...), append(n.shift, shift)
		}
	}
	return n
}

// scramble is the same for any number of points.
func scramble(v *[columns]uint64, s *stream, replicate int) (out [columns]uint64, shift uint64) {
	var p rand.PCG
	s.start(&p, forScramble, uint64(replicate))
	shift = p.Uint64()
	for digit := range columns { // column of the matrix: 1 on the diagonal, random below
		column := uint64(1)<<(63-digit) | p.Uint64()>>(digit+1)
		for k := digit; k < columns; k++ { // number k has no digits beyond k
			if v[k]>>(63-digit)&1 == 1 {
				out[k] ^= column
			}
		}
	}
	return out, shift
}

// fill makes the coordinates of a block, the points of one replicate after those of another, and tells how many inputs have them.
func (n *network) fill(number int, u []float64, row int) int {
	first := uint(number * points)
	gray := first ^ first>>1
	for i := range n.coords {
		at := i
		for r := range replicates {
			v := n.v[(i*replicates+r)*n.digits:][:n.digits]
			x := n.shift[i*replicates+r]
			for g := gray; g != 0; g &= g - 1 {
				x ^= v[bits.TrailingZeros(g)]
			}
			for p := 1; ; p++ {
				u[at] = open(x)
				at += row
				if p == points {
					break
				}
				x ^= v[bits.TrailingZeros(uint(p))]
			}
		}
	}
	return n.coords
}
