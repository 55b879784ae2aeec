package deals

import "slices"

// A pair is a record as it was and as it has to be; nil: it is not there.
type pair struct{ was, is *node }

// treesIn pairs the records of a ledger that stand in a YAML file with what becomes of them.
func (r *revising) treesIn(file string) []pair {
	var out []pair
	for _, p := range r.before.Parties {
		if p.Implied || p.Pos.File != file {
			continue
		}
		one := pair{was: partyTree(r.partyIn(p, file))}
		if q := r.after.PartyByID(p.ID); q != nil && !q.Implied {
			one.is = partyTree(r.partyIn(q, file))
		}
		out = append(out, one)
	}
	for _, d := range r.before.Deals {
		if d.Pos.File != file {
			continue
		}
		one := pair{was: dealTree(dealIn(d, file))}
		if e := r.after.Deal(d.ID); e != nil {
			one.is = dealTree(dealIn(e, file))
		}
		out = append(out, one)
	}
	out = append(out, pairs(r.before.Facts, r.after.Facts, file, func(f *Fact) Pos { return f.Pos }, factTree)...)
	out = append(out, pairs(r.before.Controls, r.after.Controls, file, func(c *Control) Pos { return c.Pos }, controlTree)...)
	return append(out, pairs(r.before.Rates, r.after.Rates, file, func(x *Rate) Pos { return x.Pos }, rateTree)...)
}

// pairs matches records by their places.
func pairs[T any](was, is []T, file string, at func(T) Pos, tree func(T) *node) []pair {
	now := map[Pos]T{}
	for _, x := range is {
		now[at(x)] = x
	}
	var out []pair
	for _, x := range was {
		if at(x).File != file {
			continue
		}
		one := pair{was: tree(x)}
		if y, ok := now[at(x)]; ok {
			one.is = tree(y)
		}
		out = append(out, one)
	}
	return out
}

// here reports whether what has a place is written in a file; what is new is.
func here(p Pos, file string) bool { return p.File == "" || p.File == file }

func sourcesIn(all []Source, file string) []Source {
	return slices.DeleteFunc(slices.Clone(all), func(s Source) bool { return !here(s.Pos, file) })
}

func (r *revising) partyIn(p *Party, file string) *Party {
	q := *p
	q.Sources = sourcesIn(p.Sources, file)
	return &q
}

// dealIn is a deal without what tables elsewhere say of it.
func dealIn(d *Deal, file string) *Deal {
	e := *d
	e.Sources = sourcesIn(d.Sources, file)
	e.Legs = nil
	for _, l := range d.Legs {
		m := *l
		m.Deal = &e
		m.Sources = sourcesIn(l.Sources, file)
		m.Claims = slices.DeleteFunc(slices.Clone(l.Claims), func(c Claim) bool { return !here(c.Pos, file) })
		m.Tranches = slices.DeleteFunc(slices.Clone(l.Tranches), func(t Tranche) bool { return !here(t.Pos, file) })
		e.Legs = append(e.Legs, &m)
	}
	return &e
}

// growTrees makes the trees of new records for YAML files: those of the revised ledger that have no place.
func (r *revising) growTrees() error {
	add := func(table string, fresh []*node) error {
		if len(fresh) == 0 {
			return nil
		}
		file, err := r.home(table)
		if err != nil || !r.before.inYAML(file) {
			return err
		}
		kept := slices.DeleteFunc(r.records[file], func(n newRecord) bool { return n.table == table })
		for _, n := range fresh {
			kept = append(kept, newRecord{table, n})
		}
		r.records[file] = kept
		return nil
	}
	var parties, agreements []*node
	for _, p := range r.after.Parties {
		if q := r.before.PartyByID(p.ID); !p.Implied && (q == nil || q.Implied) {
			parties = append(parties, partyTree(p))
		}
	}
	for _, d := range r.after.Deals {
		if r.before.Deal(d.ID) == nil {
			agreements = append(agreements, dealTree(d))
		}
	}
	for _, t := range []struct {
		table string
		trees []*node
	}{
		{"parties", parties},
		{"deals", agreements},
		{"facts", freshOf(r.after.Facts, func(f *Fact) Pos { return f.Pos }, factTree)},
		{"controls", freshOf(r.after.Controls, func(c *Control) Pos { return c.Pos }, controlTree)},
		{"rates", freshOf(r.after.Rates, func(x *Rate) Pos { return x.Pos }, rateTree)},
	} {
		if err := add(t.table, t.trees); err != nil {
			return err
		}
	}
	return nil
}

func freshOf[T any](all []T, at func(T) Pos, tree func(T) *node) []*node {
	var out []*node
	for _, x := range all {
		if at(x) == (Pos{}) {
			out = append(out, tree(x))
		}
	}
	return out
}

// yaml revises a YAML file.
func (r *revising) yaml(name string, data []byte) ([]byte, error) {
	changed := slices.DeleteFunc(r.treesIn(name), func(p pair) bool { return p.is != nil && sameTree(p.was, p.is) })
	fresh := r.records[name]
	if len(changed)+len(fresh) == 0 {
		return nil, nil
	}
	root, remarks, err := readTree(name, data)
	if err != nil {
		return nil, err
	}
	root.merge(remarks)
	places := map[Pos]*node{}
	for _, f := range root.fields {
		for _, it := range f.val.items {
			places[it.pos] = it
			if id := it.find("id"); id != nil {
				places[id.pos] = it
			}
		}
	}
	gone := map[*node]bool{}
	for _, p := range changed {
		n := places[p.was.pos]
		switch {
		case n == nil:
			return nil, errNoRecord(p.was.pos)
		case p.is == nil:
			gone[n] = true
		default:
			n.revise(remarks, p.was, p.is)
		}
	}
	for _, f := range root.fields {
		f.val.items = slices.DeleteFunc(f.val.items, func(n *node) bool { return gone[n] })
	}
	for _, f := range fresh {
		into := root.find(f.table)
		if into == nil || into.shape != list {
			root.fields = slices.DeleteFunc(root.fields, func(x field) bool { return x.key == f.table })
			into = &node{shape: list}
			root.fields = append(root.fields, field{key: f.table, val: into})
		}
		into.items = append(into.items, f.tree)
	}
	return []byte(emit(root, remarks)), nil
}

// sameTree reports whether two records say the same in the same order.
func sameTree(a, b *node) bool { return treeText(a) == treeText(b) }

func treeText(n *node) string {
	if n == nil {
		return ""
	}
	return emit(&node{shape: mapping, fields: []field{{key: "x", val: n}}}, newRemarks())
}

// spelledBy are the fields of a file in which a field of the model may be written.
func spelledBy(key string) []string {
	switch key {
	case "status":
		return []string{"status", "date"}
	case "source", "sources":
		return []string{"source", "sources", "source_title", "source_date", "tier"}
	case "term", "schedule":
		return []string{"term", "schedule"}
	}
	return []string{key}
}

// revise makes a record of a file say what a tree says: fields that stay the same stay as they are written.
func (n *node) revise(r *remarks, was, is *node) {
	if (was.find("legs") == nil) != (is.find("legs") == nil) {
		n.rewrite(r, was, is)
		return
	}
	done := map[string]bool{}
	for _, f := range append(slices.Clone(was.fields), is.fields...) {
		if done[f.key] {
			continue
		}
		group := spelledBy(f.key)
		same := true
		for _, key := range group {
			done[key] = true
			same = same && sameTree(was.find(key), is.find(key))
		}
		if !same {
			n.reviseGroup(r, group, was, is)
		}
	}
}

// reviseGroup writes fields that go together: one that is there takes the new text, with its comments; one that goes leaves
// its comments above the record's.
func (n *node) reviseGroup(r *remarks, group []string, was, is *node) {
	for _, key := range group {
		to := is.find(key)
		i := slices.IndexFunc(n.fields, func(f field) bool { return f.key == key })
		switch {
		case to == nil && i >= 0:
			g := gatherer{remarks: r}
			v := n.fields[i].val
			r.above[n] = append(r.above[n], append(g.own(v), g.deep(v)...)...)
			n.fields = slices.Delete(n.fields, i, i+1)
		case to == nil:
		case i < 0:
			n.fields = append(n.fields, field{key: key, val: to})
		case to.shape == list && n.fields[i].val.shape == list && len(to.items) > 0 && to.items[0].shape == mapping:
			n.fields[i].val.reviseItems(r, was.find(key), to)
		default:
			v := n.fields[i].val
			g := gatherer{remarks: r}
			r.above[n] = append(r.above[n], g.deep(v)...) // they are about entries that may be there no more
			v.shape, v.text, v.items, v.fields = to.shape, to.text, to.items, to.fields
		}
	}
}

// reviseItems makes the records of a list those of another. They are known by their places, sources by what they say.
func (n *node) reviseItems(r *remarks, was, is *node) {
	if was == nil {
		was = &node{}
	}
	old := slices.Clone(n.items)
	find := func(to *node) (o, w *node) {
		for i, w := range was.items {
			if (to.pos == (Pos{}) || w.pos != to.pos) && !sameTree(w, to) {
				continue
			}
			for _, o := range old {
				if o.pos == w.pos && !slices.Contains(n.items, o) {
					return o, w
				}
			}
			if len(old) == len(was.items) && !slices.Contains(n.items, old[i]) {
				return old[i], w
			}
		}
		return nil, nil
	}
	n.items = nil
	for _, to := range is.items {
		o, w := find(to)
		if o == nil {
			n.items = append(n.items, to)
			continue
		}
		if !sameTree(w, to) {
			o.revise(r, w, to)
		}
		n.items = append(n.items, o)
	}
}

// rewrite gives a record the fields of a tree that nests otherwise: a deal of one leg gets legs, or the other way round. Values
// that say the same are kept with their comments, be it at another depth; the comments on all others go above the record.
func (n *node) rewrite(r *remarks, was, is *node) {
	old := map[string]*node{} // values of the record by key and text
	stays := map[Pos]bool{is.pos: true}
	eachLeg(is, func(leg *node) { stays[leg.pos] = true })
	eachLeg(n, func(leg *node) {
		for _, f := range leg.fields {
			if f.key != "legs" {
				old[f.key] = f.val
				old[f.key+"\x00"+treeText(f.val)] = f.val
			}
		}
	})
	kept := map[*node]bool{}
	eachLeg(is, func(leg *node) {
		leg.fields = slices.DeleteFunc(leg.fields, func(f field) bool { // the reader made it of the schedule
			return f.key == "term" && old["term"] == nil && sameTree(was.find("term"), f.val)
		})
		for i, f := range leg.fields {
			if v := old[f.key+"\x00"+treeText(f.val)]; v != nil && !kept[v] && f.key != "legs" {
				kept[v] = true
				leg.fields[i].val = v
			}
		}
	})
	g := gatherer{remarks: r}
	eachLeg(n, func(leg *node) {
		if leg != n && !stays[leg.pos] {
			return // it takes its comments with it
		}
		if leg != n {
			r.above[n] = append(r.above[n], g.own(leg)...)
		}
		for _, f := range leg.fields {
			if !kept[f.val] && f.key != "legs" {
				r.above[n] = append(r.above[n], append(g.own(f.val), g.deep(f.val)...)...)
			}
		}
	})
	n.fields = is.fields
}

// eachLeg visits a record and the legs in it.
func eachLeg(n *node, visit func(*node)) {
	visit(n)
	if legs := n.find("legs"); legs != nil {
		for _, leg := range legs.items {
			visit(leg)
		}
	}
}

// deep are the comments inside a value.
func (g gatherer) deep(n *node) []string {
	var out []string
	for _, f := range n.fields {
		out = append(append(out, g.own(f.val)...), g.deep(f.val)...)
	}
	for _, it := range n.items {
		out = append(append(out, g.own(it)...), g.deep(it)...)
	}
	return out
}
