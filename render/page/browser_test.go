package page

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
)

// browser starts a browser, or skips the test where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Skip("the page is not tried in a browser: there is no chromium, chromium-browser or google-chrome on the PATH")
	}
	dir, err := os.MkdirTemp("", "dealgraph-page")
	if err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.UserDataDir(dir), chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "en"))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeTab := chromedp.NewContext(ctx)
	t.Cleanup(func() {
		closeTab()
		stop()
		for range 50 { // the processes of the browser still write for a while after it has ended
			if os.RemoveAll(dir) == nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	return ctx
}

// tab is a page in the browser. It fails its test if the page complains or asks for anything.
type tab struct {
	*testing.T
	ctx  context.Context
	file string
	mu   sync.Mutex
	bad  []string
}

// open returns a new tab of the browser, ready to be set up; go_ loads the page.
func open(t *testing.T, browser context.Context, m Map) *tab {
	t.Helper()
	file := filepath.Join(t.TempDir(), "map.html")
	if err := os.WriteFile(file, mustHTML(t, m), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	p := &tab{T: t, ctx: ctx, file: "file://" + file}
	p.must(chromedp.Do(ctx)) // opens the tab: its context must not end before the test does
	limited, stop := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(stop)
	p.ctx = limited
	p.must(chromedp.Listen(limited, p.hear))
	call(p, network.Enable, network.EnableParams{})
	p.size(1000, 800)
	t.Cleanup(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if len(p.bad) > 0 {
			t.Errorf("the page complains or asks for something:\n%s", strings.Join(p.bad, "\n"))
		}
	})
	return p
}

// hear notes complaints and requests.
func (p *tab) hear(event any) {
	said := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		said = "exception: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			said += " " + e.ExceptionDetails.Exception.Description
		}
	case *runtime.EventConsoleAPICalled:
		said = fmt.Sprintf("console: %v", e.Type)
	case *log.EventEntryAdded:
		said = "log: " + e.Entry.Text
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, p.file) && !strings.HasPrefix(u, "data:") {
			said = "request: " + u
		}
	}
	if said != "" {
		p.mu.Lock()
		p.bad = append(p.bad, said)
		p.mu.Unlock()
	}
}

func (p *tab) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// load shows the page, with an address fragment if any.
func (p *tab) load(fragment string) {
	p.Helper()
	p.must(chromedp.Do(p.ctx, chromedp.Navigate(p.file+fragment)))
	for range 500 { // a document that is still being read lacks its end
		if out, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`document.readyState`)); err == nil && out == "complete" {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	p.Fatal("the page does not load")
}

func (p *tab) size(w, h int64) {
	p.Helper()
	call(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: w, Height: h, DeviceScaleFactor: 1})
}

// media sets how the page is looked at.
func (p *tab) media(kind, scheme string) {
	p.Helper()
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind, Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
}

// eval returns the value of a JavaScript expression as JSON.
func (p *tab) eval(expression string) string {
	p.Helper()
	out, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]byte](expression))
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return string(out)
}

// until waits for a condition, for ten seconds at most.
func (p *tab) until(condition string) {
	p.Helper()
	script := `new Promise(done => {
		const start = performance.now();
		const look = () => (` + condition + `) ? done(true) : performance.now() - start > 10000 ? done(false) : setTimeout(look, 10);
		look();
	})`
	ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](script, chromedp.EvalAwaitPromise))
	if err != nil || !ok {
		p.Fatalf("does not come true: %s (%v)", condition, err)
	}
}

// middle returns the place of an element in the window.
func (p *tab) middle(selector string) (x, y float64) {
	p.Helper()
	var at [2]float64
	text := p.eval(`(b => [b.x + b.width / 2, b.y + b.height / 2])(document.querySelector('` + selector + `').getBoundingClientRect())`)
	p.must(json.Unmarshal([]byte(text), &at))
	return at[0], at[1]
}

func (p *tab) hover(selector string) {
	p.Helper()
	x, y := p.middle(selector)
	p.must(chromedp.Do(p.ctx, chromedp.MouseEvent(chromedp.MouseMoved, x, y)))
}

func (p *tab) click(selector string) {
	p.Helper()
	x, y := p.middle(selector)
	p.must(chromedp.Do(p.ctx, chromedp.MouseEvent(chromedp.MouseMoved, x, y), chromedp.MouseClickXY(x, y)))
}

func (p *tab) press(keys string, options ...chromedp.KeyOption) {
	p.Helper()
	p.must(chromedp.Do(p.ctx, chromedp.KeyEvent(keys, options...)))
}

// faded returns the arrows that are hard to see.
const faded = `[...document.querySelectorAll("g.deal[data-id]")].filter(e => getComputedStyle(e).opacity < .1).map(e => e.dataset.id).join()`

// panel says what the panel shows.
const panel = `(e => e.hidden ? "" : e.innerText)(document.querySelector("#pg-panel"))`

func TestInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("the page is not tried in a browser: the tests shall be short")
	}
	ctx := browser(t)
	tests := []struct {
		name string
		do   func(p *tab)
	}{
		{"hover fades the rest", hoverFades},
		{"click opens the deals", clickOpens},
		{"chips hide deals", chipsHide},
		{"other pictures", otherPictures},
		{"keyboard", keyboard},
		{"zoom and drag", zoomAndDrag},
		{"pinch", pinch},
		{"address", address},
		{"search", searchFinds},
		{"dark", dark},
		{"print", printed},
		{"no script", noScript},
		{"no unpacking", noUnpacking},
		{"phone", phone},
		{"order", order},
		{"hostile names", hostileNames},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := sample()
			if tt.name == "hostile names" {
				m.Parties = []Choice{{Key: "alpha", Label: `<img src=x onerror=alert(1)>`, Meaning: "<b>bold</b>"}}
				m.Deals[0].From, m.Deals[0].Note = `<script>alert(1)</script>`, `"><iframe src="https://example.com">`
			}
			if tt.name == "order" {
				for i := range m.Frames {
					m.Frames[i].Deals = map[string][]int{"d1": {2}, "d2": {3}, "d3": {1, 0}}
				}
			}
			p := open(t, ctx, m)
			p.media("screen", "light")
			tt.do(p)
		})
	}
}

// is compares what an expression gives, as JSON.
func (p *tab) is(expression, want string) {
	p.Helper()
	if got := p.eval(expression); got != want {
		p.Errorf("%s\n got %s\nwant %s", expression, got, want)
	}
}

func hoverFades(p *tab) {
	p.load("")
	p.is(faded, `""`)
	p.hover(`.party[data-id="gamma"]`)
	p.until(faded + ` === "d1,d2"`)
	p.is(`getComputedStyle(document.querySelector('[data-party="alpha"]')).opacity`, `"0.18"`)
	p.is(`getComputedStyle(document.querySelector('[data-for="d3"]')).opacity`, `"1"`)
	p.is(`getComputedStyle(document.querySelector('[data-for="d1"]')).opacity`, `"0.06"`)
	p.hover(`[data-for="d2"]`)
	p.until(faded + ` === "d1,d3"`)
	p.click(`[data-do="sheet"]`) // which has the legend with the cycles
	p.hover(`.cycle text + text`)
	p.until(faded + ` === "d3"`)
	p.hover(`#pg-cycles button`)
	p.until(faded + ` === "d3"`)
	p.hover(`.header text`)
	p.until(faded + ` === ""`)
}

func clickOpens(p *tab) {
	p.load("")
	p.is(panel, `""`)
	p.click(`.party[data-id="alpha"]`)
	p.until(`!document.querySelector("#pg-panel").hidden`)
	var said string
	p.must(json.Unmarshal([]byte(p.eval(panel)), &said))
	want := []string{"×", "Party", "Alpha Inc", "makes alphas", "Hands over", "Alpha → Beta", "$10bn", "equity · signed · 2025-02-03", "Series B",
		"in two parts", "Sources: SEC, Filing, 2025-02-04", "Receives", "Beta → Alpha", "$20bn", "compute · announced · 2025-05-06", "Sources: example.com; Hearsay"}
	if diff := cmp.Diff(want, strings.FieldsFunc(said, func(r rune) bool { return r == '\n' })); diff != "" {
		p.Errorf("panel (-want +got):\n%s", diff)
	}
	p.is(`[...document.querySelectorAll("#pg-panel a")].map(a => [a.href, a.target, a.rel].join(" "))`,
		`["https://example.org/a?b=1&c=2 _blank noopener noreferrer","http://www.example.com/x _blank noopener noreferrer"]`)
	p.is(faded, `"d3"`)
	p.click(`[data-for="d3"]`)
	p.until(panel + `.includes("Beta → Gamma") && ` + panel + `.includes("$4bn") && !` + panel + `.includes("$10bn")`)
	p.click(`#pg-cycles button`)
	p.until(panel + `.includes("alpha → beta → alpha") && ` + panel + `.includes("$20bn") && !` + panel + `.includes("$5bn")`)
	p.click(`#pg-panel .close`)
	p.until(panel + ` === ""`)
	p.is(`location.hash`, `"#basis=signed&date=2026"`)
}

func chipsHide(p *tab) {
	const seen = `[...document.querySelectorAll("g.deal[data-id]")].filter(e => e.getClientRects().length).map(e => e.dataset.id).join()`
	const rows = `[...document.querySelectorAll("#pg-table tbody tr:not([hidden])")].map(r => r.dataset.arc).join()`
	const labels = `[...document.querySelectorAll("g.deal[data-for]")].filter(e => getComputedStyle(e).display !== "none").map(e => e.dataset.for).join()`
	p.load("")
	p.is(seen, `"d1,d2,d3"`)
	p.click(`[data-keys*="loan"] ~ span`)
	p.until(seen + ` === "d1,d2"`)
	p.is(labels, `"d1,d2"`)
	p.is(rows, `"d1,d2"`)
	p.is(`document.querySelector('.party[data-id="gamma"]').classList.contains("idle")`, `true`)
	p.click(`[data-keys*="announced"] ~ span`)
	p.until(seen + ` === "d1"`)
	p.click(`[data-keys*="loan"] ~ span`)
	p.until(seen + ` === "d1,d3"`)
	p.is(rows, `"d1,d3,d3"`)
}

func otherPictures(p *tab) {
	const title = `document.querySelector("#map_title").textContent`
	p.load("")
	p.is(title, `"Signed 2026"`)
	p.click(`[name="basis"][value="headline"] + span`)
	p.until(title + ` === "Headline 2026"`)
	p.is(`document.querySelectorAll("#pg-stage > svg").length`, `1`)
	p.eval(`document.querySelector("#pg-date").focus()`)
	p.press(kb.ArrowLeft)
	p.until(title + ` === "Headline 2025"`)
	p.is(`document.querySelector("#pg-day").textContent`, `"End of 2025"`)
	p.is(`[...document.querySelectorAll("#pg-table tbody tr")].map(r => r.dataset.arc).join()`, `"d1,d2"`)
	p.is(`document.querySelector("#pg-table summary").textContent`, `"All 2 deals as a table"`)
	p.is(`location.hash`, `"#basis=headline&date=2025"`)
	p.click(`.party[data-id="beta"]`)
	p.until(panel + `.includes("Alpha → Beta")`)
	p.is(panel+`.includes("Gamma")`, `false`)
	p.click(`[name="basis"][value="signed"] + span`)
	p.until(title + ` === "Signed 2025"`)
	p.eval(`document.querySelector("#pg-date").focus()`)
	p.press(kb.ArrowRight)
	p.until(title + ` === "Signed 2026"`) // the one that was in the page from the start
	p.until(panel + `.includes("Beta → Gamma")`)
	p.is(`getComputedStyle(document.querySelector("#map rect")).fill`, `"rgb(255, 255, 255)"`)
	// Who changes his mind while the block is unpacked gets what he asked for last.
	p.load("#")
	p.load("")
	p.eval(`for (const stop of [0, 1]) { const s = document.querySelector("#pg-date"); s.value = stop; s.dispatchEvent(new Event("input")) }`)
	p.eval(`setTimeout(() => { window.waited = true }, 250)`)
	p.until(`window.waited`)
	p.is(title, `"Signed 2026"`)
}

func keyboard(p *tab) {
	const focus = `document.activeElement.dataset.id || document.activeElement.dataset.cycle || ""`
	p.load("")
	p.eval(`document.querySelector("[data-keys*=announced]").focus()`)
	p.press(kb.Tab)
	p.until(focus + ` === "alpha"`)
	p.until(faded + ` === "d3"`)
	p.is(`document.querySelectorAll(".ring circle").length`, `1`)
	p.is(`document.activeElement.getAttribute("role") + ": " + document.activeElement.getAttribute("aria-label")`, `"button: alpha, $1bn"`)
	p.press(kb.ArrowRight)
	p.until(focus + ` === "beta"`)
	p.press(kb.ArrowDown)
	p.until(focus + ` === "gamma"`)
	p.press(kb.Tab)
	p.until(focus + ` === "d3"`)
	p.press(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift))
	p.until(focus + ` === "gamma"`)
	p.press(kb.ArrowLeft)
	p.until(focus + ` === "alpha"`)
	p.press(kb.Tab)
	p.until(focus + ` === "d1"`)
	p.press(kb.ArrowRight)
	p.until(focus + ` === "d2"`)
	p.press(kb.Enter)
	p.until(panel + `.includes("$20bn")`)
	p.is(`document.activeElement.tagName`, `"H2"`)
	p.press(kb.Escape)
	p.until(panel + ` === "" && ` + focus + ` === "d2"`)
	p.press(kb.Tab)
	p.until(focus + ` === "1"`)
	p.is(faded, `"d3"`)
	p.press(kb.Tab)
	p.until(`document.activeElement.dataset.do === "in"`) // Tab leaves the map
	p.until(faded + ` === ""`)
	p.is(`document.querySelectorAll(".ring").length`, `0`)
	// The way into the map is never through an arrow that is hidden.
	const way = `[...document.querySelectorAll('#map [tabindex="0"]')].map(e => e.dataset.id).join()`
	p.eval(`document.querySelector("[data-id=d2]").focus()`)
	p.is(way, `"d2"`)
	p.click(`[data-keys*="announced"] ~ span`)
	p.until(way + ` === "alpha"`)
}

// transform is x, y and scale of the picture.
func (p *tab) transform() [3]float64 {
	p.Helper()
	var out [3]float64
	p.must(json.Unmarshal([]byte(p.eval(`(m => [m.e, m.f, m.a])(new DOMMatrix(getComputedStyle(document.querySelector("#pg-stage > svg")).transform))`)), &out))
	return out
}

func zoomAndDrag(p *tab) {
	p.load("")
	home := p.transform()
	x, y := p.middle(`.party[data-id="alpha"]`)
	wheel := func(e *input.DispatchMouseEventParams) { e.DeltaX, e.DeltaY = 0.01, -300 } // the browser wants both
	p.must(chromedp.Do(p.ctx, chromedp.MouseEvent(chromedp.MouseWheel, x, y, wheel)))
	p.until(`new DOMMatrix(document.querySelector("#pg-stage > svg").style.transform).a > ` + fmt.Sprint(home[2]*1.3))
	if nx, ny := p.middle(`.party[data-id="alpha"]`); abs(nx-x) > 2 || abs(ny-y) > 2 {
		p.Errorf("zoom moved what is under the pointer from %v, %v to %v, %v", x, y, nx, ny)
	}
	p.click(`.party[data-id="alpha"]`)
	p.until(panel + ` !== ""`)
	before := p.transform()
	left := func(e *input.DispatchMouseEventParams) { e.Button, e.ClickCount = input.MouseButtonLeft, 1 }
	p.must(chromedp.Do(p.ctx, chromedp.MouseEvent(chromedp.MousePressed, 500, 300, left), chromedp.MouseEvent(chromedp.MouseMoved, 520, 310, left),
		chromedp.MouseEvent(chromedp.MouseMoved, 540, 330, left), chromedp.MouseEvent(chromedp.MouseReleased, 540, 330, left)))
	if after := p.transform(); abs(after[0]-before[0]-40) > 1 || abs(after[1]-before[1]-30) > 1 || after[2] != before[2] {
		p.Errorf("a drag by 40, 30 led from %v to %v", before, after)
	}
	p.is(panel+` === ""`, `false`) // a drag is no click beside everything, which would close the panel
	p.press(kb.Escape)
	p.click(`[data-do="home"]`)
	if now := p.transform(); now != home {
		p.Errorf("reset led to %v, want %v", now, home)
	}
	p.press("+")
	if now := p.transform(); now[2] <= home[2] {
		p.Errorf("key + led from scale %v to %v", home[2], now[2])
	}
	p.press("0")
	p.press("-")
	if now := p.transform(); now[2] >= home[2] {
		p.Errorf("key - led from scale %v to %v", home[2], now[2])
	}
	p.click(`[data-do="sheet"]`)
	p.is(`document.querySelector("#map > rect").getBoundingClientRect().bottom <= document.querySelector("#pg-stage").getBoundingClientRect().bottom + 1`, `true`)
}

func abs(x float64) float64 { return max(x, -x) }

func pinch(p *tab) {
	call(p, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true, MaxTouchPoints: 2})
	p.load("")
	home := p.transform()
	touch := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) {
		call(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points})
	}
	at := func(x float64, id float64) *input.TouchPoint { return &input.TouchPoint{X: x, Y: 300, ID: &id} }
	touch(input.DispatchTouchEventTypeTouchStart, at(450, 0), at(550, 1))
	touch(input.DispatchTouchEventTypeTouchMove, at(425, 0), at(575, 1))
	touch(input.DispatchTouchEventTypeTouchMove, at(400, 0), at(600, 1))
	touch(input.DispatchTouchEventTypeTouchEnd)
	p.until(`new DOMMatrix(document.querySelector("#pg-stage > svg").style.transform).a > ` + fmt.Sprint(home[2]*1.7))
	if now := p.transform(); abs(now[2]/home[2]-2) > 0.1 {
		p.Errorf("twice the distance of the fingers made the scale %v times as large", now[2]/home[2])
	}
}

func address(p *tab) {
	p.load("#basis=headline&date=2025&focus=party:beta")
	p.until(`document.querySelector("#map_title").textContent === "Headline 2025"`)
	p.until(panel + `.includes("Beta → Alpha")`)
	p.is(`document.querySelector("[name=basis]:checked").value + document.querySelector("#pg-date").value`, `"headline0"`)
	p.eval(`location.hash = "#basis=nonsense&date=2026&focus=deal:<b>"`)
	p.until(`document.querySelector("#map_title").textContent.length > 0`)
	p.eval(`location.hash = "#basis=signed&date=2026&focus=deal:d3"`)
	p.until(`document.querySelector("#map_title").textContent === "Signed 2026" && ` + panel + `.includes("Beta → Gamma")`)
}

func searchFinds(p *tab) {
	p.load("")
	p.is(`[...document.querySelectorAll("#pg-names option")].map(o => o.value)`, `["Alpha Inc","Beta","gamma"]`)
	p.click("#pg-search")
	p.press("GAM")
	p.press(kb.Enter)
	p.until(panel + `.includes("Beta → Gamma")`)
	p.eval(`document.querySelector("#pg-search").value = ""`)
	p.press("zzz")
	p.until(`document.querySelector("#pg-say").textContent.includes("zzz")`)
}

func dark(p *tab) {
	const colors = `[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector("#map rect")).fill].join(" ")`
	p.load("")
	p.is(colors, `"rgb(255, 255, 255) rgb(255, 255, 255)"`)
	p.media("screen", "dark")
	p.until(colors + ` === "rgb(15, 21, 28) rgb(15, 21, 28)"`)
	p.click(`[name="basis"][value="headline"] + span`) // the policy admits the style sheets of the other pictures, too
	p.until(`document.querySelector("#map_title").textContent === "Headline 2026"`)
	p.is(colors, `"rgb(15, 21, 28) rgb(15, 21, 28)"`)
}

func printed(p *tab) {
	p.load("#focus=party:alpha")
	p.until(panel + ` !== ""`)
	const seen = `["#pg-bar", "#pg-panel", ".zoom", "#map", "table", ".source"].filter(s => document.querySelector(s).checkVisibility({contentVisibilityAuto: true}) && document.querySelector(s).getClientRects().length).join()`
	p.is(seen, `"#pg-bar,#pg-panel,.zoom,#map,.source"`)
	p.media("print", "light")
	p.until(seen + ` === "#map,table,.source"`)
	p.is(`getComputedStyle(document.querySelector("#map")).transform`, `"none"`)
}

func noScript(p *tab) {
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	p.load("")
	const seen = `["#pg-bar", "#pg-panel", ".zoom", "#map", "noscript", "#pg-table", ".source"].filter(s => document.querySelector(s).getClientRects().length).join()`
	p.is(seen, `"#map,noscript,#pg-table,.source"`)
	p.click("summary")
	p.is(`document.querySelector("table").getClientRects().length + " " + document.querySelectorAll("tbody tr").length`, `"1 4"`)
	p.is(`document.documentElement.scrollWidth <= innerWidth`, `true`)
}

func noUnpacking(p *tab) {
	p.load("")
	p.eval(`delete window.DecompressionStream`)
	p.click(`[name="basis"][value="headline"] + span`)
	p.until(`document.querySelector("#pg-say").textContent.startsWith("This browser cannot")`)
	p.is(`document.querySelector("#map_title").textContent`, `"Signed 2026"`)
	p.is(`document.querySelector("[name=basis]:checked").value`, `"signed"`)
}

func phone(p *tab) {
	p.size(360, 740)
	p.load("")
	p.is(`document.documentElement.scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth`, `true`)
	p.is(`document.querySelector("#pg-stage").clientHeight > 300`, `true`)
	p.click(`.party[data-id="alpha"]`)
	p.until(panel + ` !== ""`)
	p.is(`document.querySelector("#pg-stage").clientHeight > 150`, `true`)
	p.is(`(b => b.left >= 0 && b.right <= innerWidth && b.bottom <= innerHeight)(document.querySelector("#pg-panel").getBoundingClientRect())`, `true`)
}

func order(p *tab) {
	p.load("#focus=party:beta")
	p.until(panel + ` !== ""`)
	p.is(`[...document.querySelectorAll("#pg-panel .sum")].map(e => e.textContent)`, `["$20bn","$10bn","$4bn","$5bn"]`)
	p.is(`[...document.querySelectorAll("#pg-table .amount")].slice(1).map(e => e.textContent)`, `["$20bn","$10bn","$5bn","$4bn"]`)
}

func hostileNames(p *tab) {
	p.load("#focus=party:alpha")
	p.until(panel + `.includes("<img src=x onerror=alert(1)>")`)
	p.is(panel+`.includes("<script>alert(1)</script> → Beta")`, `true`)
	p.is(`document.querySelectorAll("img, iframe, b, #pg-panel script").length`, `0`)
}

// call sends a command to the tab.
func call[P, R any](p *tab, command cdp.Command[P, R], params P) {
	p.Helper()
	_, err := chromedp.Call(p.ctx, command, params)
	p.must(err)
}
