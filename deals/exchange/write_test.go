package exchange

import (
	"bytes"
	"os"
	"testing"

	"dealgraph/deals"
)

func TestTry(t *testing.T) {
	l, err := deals.Open("../example/ai")
	if err != nil {
		t.Fatal(err)
	}
	var a, b bytes.Buffer
	if err := WriteWorkbook(&a, l, "dealgraph test"); err != nil {
		t.Fatal(err)
	}
	if err := WriteWorkbook(&b, l, "dealgraph test"); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("bytes differ")
	}
	os.WriteFile("/tmp/ai.xlsx", a.Bytes(), 0o644)
}
