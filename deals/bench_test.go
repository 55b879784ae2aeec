package deals_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dealgraph/deals"
)

// A tableOf n rows is a starter CSV such as a spreadsheet saves: eight columns, one party for some fifty deals, amounts of
// every form, every row with a source of its own.
func tableOf(n int) string {
	random := rand.New(rand.NewPCG(1, uint64(n)))
	parties := n/50 + 10
	kinds := []string{"equity", "purchase", "compute", "loan", "lease", "prepayment"}
	amounts := []string{"$%dM", "up to $%d.5B", "~$%dB", "$%dM..%[1]d.5B", "€%dM", "at least $%dM"}
	statuses := []string{"announced", "signed", "active", "completed", "rumoured"}
	var b strings.Builder
	b.WriteString("from,to,kind,amount,status,date,source,note\n")
	for i := range n {
		from, to := random.IntN(parties), random.IntN(parties-1)
		if to >= from {
			to++
		}
		fmt.Fprintf(&b, "party-%d,party-%d,%s,", from, to, kinds[random.IntN(len(kinds))])
		fmt.Fprintf(&b, amounts[random.IntN(len(amounts))], 1+random.IntN(900))
		fmt.Fprintf(&b, ",%s,20%02d-%02d-%02d,https://example.org/filing/%d,row %d of the table\n",
			statuses[random.IntN(len(statuses))], 20+random.IntN(7), 1+random.IntN(12), 1+random.IntN(28), i, i)
	}
	return b.String()
}

// A listOf n deals is the same as YAML, every deal with an id.
func listOf(n int) string {
	var b strings.Builder
	b.WriteString("deals:\n")
	for i, row := range strings.Split(strings.TrimSpace(tableOf(n)), "\n")[1:] {
		c := strings.Split(row, ",")
		fmt.Fprintf(&b, "  - id: deal-%d\n    from: %s\n    to: %s\n    kind: %s\n    amount: %s\n    status: %s %s\n    source: {url: %s, tier: press}\n    note: %s\n",
			i, c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7])
	}
	return b.String()
}

// watchHeap calls f and returns by how much the heap grew at its highest, and what of it is left.
func watchHeap(f func() any) (peak, kept uint64) {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	before := m.HeapAlloc
	var highest atomic.Uint64
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			highest.Store(max(highest.Load(), m.HeapAlloc))
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	}()
	result := f()
	close(done)
	<-stopped
	runtime.GC()
	runtime.ReadMemStats(&m)
	runtime.KeepAlive(result)
	return highest.Load() - min(before, highest.Load()), m.HeapAlloc - min(before, m.HeapAlloc)
}

// A file is read in memory in proportion to what is kept of it: not with its text beside the ledger, and nothing of rows
// that are no deals.
func TestMemoryOfReading(t *testing.T) {
	const rows = 10_000
	write := func(text string) string {
		name := filepath.Join(t.TempDir(), "deals.csv")
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return name
	}
	keptOf := func(name string) uint64 {
		_, kept := watchHeap(func() any {
			l, err := deals.Open(name)
			return []any{l, err}
		})
		return kept
	}
	deal := keptOf(write(tableOf(rows)))
	if per := deal / rows; per > 1300 {
		t.Errorf("a deal takes %d bytes", per)
	}
	wrong := strings.Repeat("party-1,party-2,loan,10,signed,2025-01-01,https://example.org,a note of some length, and a comma too many\n", 20*rows)
	if kept := keptOf(write("from,to,kind,amount,status,date,source,note\n" + wrong)); kept > deal/2 {
		t.Errorf("%d rows that are wrong take %d bytes, %d deals %d", 20*rows, kept, rows, deal)
	}
	comments := strings.Repeat("#party-1,party-2,loan,10,signed,2025-01-01,https://example.org,a row that somebody switched off\n", 20*rows)
	if kept := keptOf(write(starter + comments)); kept > deal/2 {
		t.Errorf("%d comments take %d bytes, %d deals %d", 20*rows, kept, rows, deal)
	}
}

func benchmarkRead(b *testing.B, name, text string, rows int) {
	name = filepath.Join(b.TempDir(), name)
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		b.Fatal(err)
	}
	read := func() any {
		l, err := deals.Open(name)
		if err != nil {
			b.Fatal(err)
		}
		if len(l.Deals) != rows {
			b.Fatalf("%d deals of %d rows", len(l.Deals), rows)
		}
		return l
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		read()
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	peak, kept := watchHeap(read)
	b.ReportMetric(float64(peak)/float64(rows), "peak-B/row")
	b.ReportMetric(float64(kept)/float64(rows), "kept-B/row")
}

func BenchmarkRead(b *testing.B) {
	for _, n := range []int{1_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("csv/%d", n), func(b *testing.B) {
			if testing.Short() && n > 100_000 {
				b.Skip("a million rows take seconds")
			}
			benchmarkRead(b, "deals.csv", tableOf(n), n)
		})
	}
	const rows = 100_000
	b.Run("windows-1252/100000", func(b *testing.B) {
		benchmarkRead(b, "deals.csv", western(strings.ReplaceAll(tableOf(rows), "row ", "Zeile für ")), rows)
	})
	b.Run("decimal-comma/100000", func(b *testing.B) {
		benchmarkRead(b, "deals.csv", strings.NewReplacer(",", ";", ".5B", ",5B").Replace(tableOf(rows)), rows)
	})
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprintf("yaml/%d", n), func(b *testing.B) {
			benchmarkRead(b, "deals.yaml", listOf(n), n)
		})
	}
}
