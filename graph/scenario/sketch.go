package scenario

import "math"

// SketchWidth is how wide a bucket of a sketch is at most, as a share of its values.
const SketchWidth = 1.0 / octave

// octave is how many buckets there are between a number and its double.
const octave = 1 << 11

// sketch counts values in buckets too narrow to matter: each power of two is cut into 2,048 of equal width, so a bucket is at most
// 0.05 % of its values wide. A bucket also knows the least and the greatest value in it: a bucket of equal values, as of a sum that is
// capped, is exact. Zero has a bucket of its own in effect, since its neighbours begin at 10⁻³⁰⁸. Counts are kept by group.
//
// The buckets are the leading bits of the number itself, so there is no logarithm to take; those of a power of two are made when
// the first value falls into them. Sketches of parts of the scenarios add up, in any order, to that of all.
//
// Masson, Rim and Lee, DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees, PVLDB 12(12), 2019, from
// which it differs by cutting octaves evenly, as HdrHistogram does.
type sketch struct {
	groups int
	pages  [2 << 11]*page // by sign and exponent, in order of value
}

type page struct {
	counts [][replicates]uint32 // by bucket, with groups
	count  []uint32             // by bucket, without
	ends   []ends
}

type ends struct{ low, high float64 }

// place is the page and bucket of a number: both rise with it.
func place(x float64) (at, bucket int) {
	b := math.Float64bits(x + 0) // -0 becomes 0
	at, bucket = int(b>>52&0x7ff), int(b>>41&(octave-1))
	if b>>63 == 1 {
		return 0x7ff - at, octave - 1 - bucket
	}
	return 0x800 + at, bucket
}

func (s *sketch) add(x float64, group int) {
	at, i := place(x)
	p := s.pages[at]
	if p == nil {
		p = &page{ends: make([]ends, octave)}
		if s.groups > 1 {
			p.counts = make([][replicates]uint32, octave)
		} else {
			p.count = make([]uint32, octave)
		}
		for j := range p.ends {
			p.ends[j] = ends{math.Inf(1), math.Inf(-1)}
		}
		s.pages[at] = p
	}
	e := &p.ends[i]
	e.low, e.high = min(e.low, x+0), max(e.high, x+0)
	if s.groups > 1 {
		p.counts[i][group]++
	} else {
		p.count[i]++
	}
}

// bucket is some equal, or nearly equal, values.
type bucket struct {
	low, high float64
	n         float64
	groups    *[replicates]uint32 // nil without groups
}

// buckets are those with values, in order of value.
func (s *sketch) buckets(yield func(bucket) bool) {
	for _, p := range s.pages {
		if p == nil {
			continue
		}
		for i, e := range p.ends {
			b := bucket{low: e.low, high: e.high}
			if s.groups > 1 {
				b.groups = &p.counts[i]
				for _, n := range b.groups {
					b.n += float64(n)
				}
			} else {
				b.n = float64(p.count[i])
			}
			if b.n > 0 && !yield(b) {
				return
			}
		}
	}
}
