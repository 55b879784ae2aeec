package cycles

// fresh are components that are made anew as roots are taken out: those of the core among labels from least on. A root in a
// component is on a cycle of it, so that no search for ways back is in vain for long.
type fresh struct {
	c         *core
	component []int32 // by label; 0 in none
	waste     int     // scans in vain since
}

func newFresh(c *core) *fresh {
	f := &fresh{c: c}
	f.renew(0)
	return f
}

// holds reports whether a label is in a component. Labels below the last least are not asked for.
func (f *fresh) holds(l int32) bool { return f.component[l] != 0 }

func (f *fresh) together(a, b int32) bool { return f.component[a] == f.component[b] }

// wasted counts work that found nothing, and makes new components when it has cost as much as they will. A worker goes
// through roots in rising order, so that components among larger labels hold for all that follow.
func (f *fresh) wasted(scans int, root int32) {
	f.waste += scans
	if f.waste > f.c.size()+len(f.c.party) {
		f.renew(root + 1)
	}
}

func (f *fresh) renew(least int32) {
	f.waste = 0
	f.component = append(f.component[:0], make([]int32, len(f.c.party))...)
	c := f.c
	for i, members := range c.n.ComponentsOf(func(h int) bool {
		return c.in[h] && c.label[c.adj.From[h]] >= least && c.label[c.adj.To[h]] >= least
	}) {
		for _, v := range members {
			f.component[c.label[v]] = int32(i + 1)
		}
	}
}
