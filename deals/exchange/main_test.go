package exchange

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"dealgraph/deals"
	"dealgraph/deals/example"
)

// roleVariable makes the test binary, started again as a worker, play another program.
const roleVariable = "EXCHANGE_TEST_ROLE"

func TestMain(m *testing.M) {
	if os.Getenv(workerVariable) != "" {
		switch os.Getenv(roleVariable) {
		case "impostor":
			fmt.Println("hello from the program, for the second time")
			os.Exit(0)
		case "sleeper":
			fmt.Print(greeting)
			time.Sleep(time.Minute)
			os.Exit(0)
		case "glutton":
			fmt.Print(greeting)
			limitMemory(256 << 20)
			all := []byte("x")
			for {
				all = bytes.Repeat(all, 2)
			}
		}
	}
	Worker()
	os.Exit(m.Run())
}

// exampleLedger is one of the ledgers in the program.
func exampleLedger(t testing.TB, name string) *deals.Ledger {
	t.Helper()
	files, ok := example.FS(name)
	if !ok {
		t.Fatalf("no example %s", name)
	}
	l, err := deals.ReadFS(files, "example:"+name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// written is the workbook of a ledger.
func written(t testing.TB, l *deals.Ledger) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteWorkbook(&b, l, "dealgraph test"); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ledgerOf reads a ledger from a text.
func ledgerOf(t testing.TB, name, text string) *deals.Ledger {
	t.Helper()
	l, err := deals.Read(strings.NewReader(text), name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}
