package main

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"dealgraph/deals"
	"dealgraph/graph"
	"dealgraph/render/figure"
	"dealgraph/render/page"
	"dealgraph/render/sheet"
	"dealgraph/render/svg"
	"dealgraph/render/view"

	"golang.org/x/sync/errgroup"
)

// page draws the page to explore: the map on the asked bases and dates, all on one layout. Without --basis that is all bases,
// without --as-of the ends of the last years. The losses of a shock are of one view, and so is their page.
func (o *mapOptions) page(ctx context.Context, b *builtMap, drawing svg.Options) ([]byte, error) {
	drawing.Theme = sheet.Auto
	networks, maps := b.networks, []figure.Map{b.one}
	if !paintsLosses(o.highlight) {
		var err error
		if networks, err = o.pageNetworks(b.ledger); err != nil {
			return nil, err
		}
		if maps, err = o.pageMaps(ctx, b, networks); err != nil {
			return nil, err
		}
	}
	last := maps[len(maps)-1]
	out := page.Map{
		Title: last.Title, Lang: o.language, Source: pageSource(b, networks), Words: pageWords[o.language],
		Kinds: choices(view.KindWords(o.language)), Statuses: choices(view.CertaintyWords(o.language)),
	}
	list := pageDeals{language: o.language, seen: map[string]int{}}
	for i, n := range networks {
		basis, date := n.View.Basis, n.View.AsOf.String()
		out.Frames = append(out.Frames, page.Frame{Basis: string(basis), Date: date, Deals: list.of(n, maps[i])})
		add(&out.Bases, page.Choice{Key: string(basis), Label: view.BasisName(o.language, basis), Meaning: basis.Meaning()})
		add(&out.Dates, page.Choice{Key: date})
	}
	out.Deals = list.deals
	for _, m := range maps {
		for _, n := range m.Nodes {
			add(&out.Parties, page.Choice{Key: n.ID, Label: n.Name})
		}
	}
	said := []any{out.Deals}
	for _, m := range maps {
		said = append(said, m)
	}
	var err error
	var days []string
	for _, d := range out.Dates {
		days = append(days, d.Key)
	}
	record := figureRecord{Ledger: b.ledger.Hash, Stamp: strings.TrimPrefix(out.Source, sourceOf(b)), AsOf: strings.Join(days, ",")}
	if out.Metadata, err = record.record(o.command, nil, said...); err != nil {
		return nil, err
	}
	pictures, err := drawFrames(ctx, maps, drawing)
	if err != nil {
		return nil, err
	}
	for i := range out.Frames {
		out.Frames[i].SVG = pictures[i]
	}
	// The first frame is shown first: the latest date on the headline basis.
	first := slices.IndexFunc(out.Frames, func(f page.Frame) bool {
		return f.Date == out.Dates[len(out.Dates)-1].Key && f.Basis == out.Bases[0].Key
	})
	out.Frames[0], out.Frames[first] = out.Frames[first], out.Frames[0]
	return page.HTML(out)
}

// pageSource is the stamp of a page: its days, and all its bases.
func pageSource(b *builtMap, networks []*graph.Network) string {
	first, last := networks[0].View.AsOf, networks[len(networks)-1].View.AsOf
	said := stamp(b.ledger, slices.DeleteFunc(slices.Clone(networks), func(n *graph.Network) bool { return n.View.AsOf != last }))
	if first != last {
		said = strings.Replace(said, "as-of="+last.String(), "as-of="+first.String()+".."+last.String(), 1)
	}
	return sourceOf(b) + said
}

func choices(list []figure.Entry) []page.Choice {
	var out []page.Choice
	for _, e := range list {
		out = append(out, page.Choice{Key: e.Key, Label: e.Label})
	}
	return out
}

// add adds a choice that is not there yet.
func add(list *[]page.Choice, c page.Choice) {
	if !slices.ContainsFunc(*list, func(had page.Choice) bool { return had.Key == c.Key }) {
		*list = append(*list, c)
	}
}

// pageYears is how many ends of years before the last date a page has.
const pageYears = 4

// pageNetworks builds the networks of a page, by date, earliest first, and then by basis.
func (o *mapOptions) pageNetworks(l *deals.Ledger) ([]*graph.Network, error) {
	all := *o
	if !o.command.Flags().Changed("basis") {
		all.view.basis = everyBasis
	}
	if !o.command.Flags().Changed("as-of") {
		all.view.dates = yearEnds(l)
	}
	return all.allNetworks(l)
}

// yearEnds are the ends of the years before the last date of a ledger in which it has deals, and that date.
func yearEnds(l *deals.Ledger) []string {
	last := l.LastDate()
	if last.IsZero() {
		return nil
	}
	out := []string{last.String()}
	for year := last.Year - 1; year >= last.Year-pageYears; year-- {
		end, err := deals.ParseDate(strconv.Itoa(year))
		if err != nil {
			break
		}
		n, err := graph.Build(l, graph.View{AsOf: end})
		if err != nil || n.Size() == 0 {
			break
		}
		out = append(out, strconv.Itoa(year))
	}
	slices.Reverse(out)
	return out
}

// pageMaps makes the maps of a page: the same parties in each.
func (o *mapOptions) pageMaps(ctx context.Context, b *builtMap, networks []*graph.Network) ([]figure.Map, error) {
	var panels []view.MapPanel
	for _, n := range networks {
		p, err := o.panel(ctx, b.ledger, n, o.cycles)
		if err != nil {
			return nil, err
		}
		panels = append(panels, p)
	}
	settings, err := o.settings(b.ledger, networks[0])
	if err != nil {
		return nil, err
	}
	maps := view.MapFrames(panels, settings)
	for i, n := range networks {
		maps[i].ID = "map" // one at a time is shown
		maps[i].Source = sourceOf(b) + stamp(b.ledger, []*graph.Network{n})
	}
	return maps, nil
}

// drawFrames draws maps on one layout, that of all they show together, several at a time.
func drawFrames(ctx context.Context, maps []figure.Map, drawing svg.Options) ([][]byte, error) {
	if len(maps) > 1 && drawing.Layout == nil {
		union := figure.Panels{Panels: maps}.Union()
		scene, union, err := svg.Place(ctx, union, drawing)
		if err != nil {
			return nil, err
		}
		drawing.Layout = scene.Layout(&union)
	}
	out := make([][]byte, len(maps))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.NumCPU())
	for i := range maps {
		g.Go(func() error {
			var err error
			out[i], _, err = svg.Map(ctx, maps[i], drawing)
			return err
		})
	}
	return out, g.Wait()
}

// pageDeals are the deals behind the arrows of a page, each wording once.
type pageDeals struct {
	language string
	deals    []page.Deal
	seen     map[string]int // by wording
}

// of lists the deals of each arrow of a map.
func (p *pageDeals) of(n *graph.Network, m figure.Map) map[string][]int {
	byRef := make(map[string]graph.Arc, n.Size())
	for a := range n.Arcs() {
		byRef[a.Leg.Ref().String()] = a
	}
	out := map[string][]int{}
	for _, arc := range m.Arcs {
		for _, ref := range arc.Deals {
			out[arc.ID] = append(out[arc.ID], p.index(view.Told(p.language, n, byRef[ref])))
		}
	}
	return out
}

// index is the place of a deal in the list, where it is put if it is not there.
func (p *pageDeals) index(d view.ToldDeal) int {
	key := fmt.Sprint(d.ID, "\x00", d.Amount, "\x00", d.Status)
	if i, ok := p.seen[key]; ok {
		return i
	}
	one := page.Deal{ID: d.ID, From: d.From, To: d.To, Kind: d.Kind, Status: d.Status, Amount: d.Amount, Date: d.Since, Title: d.Title, Note: d.Note}
	for _, s := range d.Sources {
		source := page.Source{Title: s.Title, URL: s.URL}
		if !s.Date.IsZero() {
			source.Date = s.Date.String()
		}
		one.Sources = append(one.Sources, source)
	}
	p.seen[key] = len(p.deals)
	p.deals = append(p.deals, one)
	return p.seen[key]
}

// pageWords are the fixed words of a page in languages other than English.
var pageWords = map[string]page.Words{
	"zh": {
		Basis: "口径", Date: "截至", Kinds: "种类", Statuses: "确定程度", Cycles: "循环", Search: "查找参与方", NoMatch: "没有名为“%s”的参与方。",
		Map: "交易图", Help: "Tab 键在参与方、交易和循环之间移动，方向键逐个移动，回车显示详情，Esc 退出。加号、减号和 0 缩放。",
		ZoomIn: "放大", ZoomOut: "缩小", Reset: "显示地图", Sheet: "显示地图和图例", Party: "参与方", Deal: "交易", Cycle: "循环",
		Out: "付出", In: "收到", NoDeals: "没有可显示的交易。", Close: "关闭", Table: "全部%d笔交易的表格", From: "付款方", To: "收款方",
		Amount: "金额", Kind: "种类", Status: "状态", Since: "日期", What: "内容", Sources: "来源",
		NoUnpack: "此浏览器无法展开其他图，只显示第一张。2023年以后的浏览器都可以。", NoScript: "脚本已关闭：这是第一张图。开启脚本后可查看其他日期和口径，以及各方的交易。",
	},
}
