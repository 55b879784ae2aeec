package clearing

// shape is who owes whom at which rank. A cell is a party and a rank: party · Ranks + rank − 1.
type shape struct {
	cell      []int32 // by due: the payer's
	payees    csr     // by cell: who is paid out of it
	into      csr     // by payee: the dues, in order
	intoCell  []int32 // by entry of into: the payer's cell
	place     []int32 // by due: its entry of into
	backs     csr     // by creditor: guarantees, in order
	callCell  []int32 // by guarantee: the guarantor's
	callCells []int32 // each of them once
	pair      [][]int // by guarantee: the obligations of the debtor to the creditor
	last      []int   // by guarantee: the one before it of the same debtor and creditor; −1: none
}

// csr is a list for each key, one after the other: that of key k is items[start[k]:start[k+1]].
type csr struct{ start, items []int32 }

func (c *csr) of(key int32) []int32 { return c.items[c.start[key]:c.start[key+1]] }

// group lists under each of so many keys the items that have it, in order, and says where each item went.
func group(keys []int32, many int) (c csr, place []int32) {
	c.start, c.items, place = make([]int32, many+1), make([]int32, len(keys)), make([]int32, len(keys))
	for _, k := range keys {
		c.start[k+1]++
	}
	for k := range many {
		c.start[k+1] += c.start[k]
	}
	next := append([]int32(nil), c.start[:many]...)
	for i, k := range keys {
		c.items[next[k]], place[i] = int32(i), next[k]
		next[k]++
	}
	return c, place
}

func shapeOf(s *System) shape {
	var h shape
	n := len(s.Parties)
	h.cell = make([]int32, len(s.Dues))
	to := make([]int32, len(s.Dues))
	for i := range s.Dues {
		d := &s.Dues[i]
		h.cell[i], to[i] = s.cellOf(d.From, d.Rank), int32(d.To)
	}
	h.payees, _ = group(h.cell, n*s.Ranks)
	for at, d := range h.payees.items {
		h.payees.items[at] = to[d]
	}
	h.into, h.place = group(to, n)
	h.intoCell = make([]int32, len(s.Dues))
	for at, d := range h.into.items {
		h.intoCell[at] = h.cell[d]
	}
	h.guarantees(s)
	return h
}

// cellOf is the cell of a party and a rank from 1.
func (s *System) cellOf(party, rank int) int32 { return int32(party*s.Ranks + rank - 1) }

// guarantees finds what each guarantee covers, and which is called before it.
func (h *shape) guarantees(s *System) {
	type debt struct{ from, to int }
	var creditor []int32
	dues, last := map[debt][]int{}, map[debt]int{}
	seen := map[int32]bool{}
	for _, g := range s.Guarantees {
		c := s.cellOf(g.Guarantor, g.Rank)
		creditor, h.callCell = append(creditor, int32(g.Creditor)), append(h.callCell, c)
		if !seen[c] {
			h.callCells = append(h.callCells, c)
		}
		seen[c], dues[debt{g.Debtor, g.Creditor}], last[debt{g.Debtor, g.Creditor}] = true, nil, -1
	}
	h.backs, _ = group(creditor, len(s.Parties))
	if len(s.Guarantees) == 0 {
		return
	}
	for i, d := range s.Dues {
		if of, ok := dues[debt{d.From, d.To}]; ok && d.Rank <= s.Hard {
			dues[debt{d.From, d.To}] = append(of, i)
		}
	}
	for i, g := range s.Guarantees {
		of := debt{g.Debtor, g.Creditor}
		h.pair, h.last = append(h.pair, dues[of]), append(h.last, last[of])
		last[of] = i
	}
}

// same reports whether a system still has the shape. The parts of its lists are as they were checked when that was made.
func (h *shape) same(s *System, guarantees []Guarantee) bool {
	if len(s.Dues) != len(h.cell) || len(s.Guarantees) != len(guarantees) {
		return false
	}
	for i := range s.Dues {
		d := &s.Dues[i]
		at := h.place[i]
		if uint(d.Rank-1) >= uint(s.Ranks) || d.From*s.Ranks+d.Rank-1 != int(h.cell[i]) || uint(d.To) >= uint(len(h.into.start)-1) ||
			at < h.into.start[d.To] || at >= h.into.start[d.To+1] {
			return false
		}
	}
	for i := range s.Guarantees {
		g := s.Guarantees[i]
		g.Cap = guarantees[i].Cap
		if g != guarantees[i] {
			return false
		}
	}
	return true
}
