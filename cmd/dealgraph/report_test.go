package main

import (
	"archive/zip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dealgraph/render/note"
)

// The recipe in the help of report: Pandoc makes a Word file of the Markdown, with its tables, its figure, and its sources as
// footnotes.
func TestReportPandoc(t *testing.T) {
	pandoc, err := exec.LookPath("pandoc")
	if err != nil {
		t.Skip("no Word file is made of a report: there is no pandoc on the PATH")
	}
	dir := t.TempDir()
	folder, err := openFigures(filepath.Join(dir, "report.md"))
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	ledger := filepath.Join(dir, "deals.csv")
	if err := os.WriteFile(ledger, []byte("from,to,kind,amount,status,date,source\nalpha,beta,equity,$10B,signed,2026-01-10,https://example.org/round\nbeta,alpha,purchase,$6B,signed,2026-02-01,https://example.com/order\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	a, err := global{streams: streams{env: func(string) string { return "" }}, ctx: t.Context(), ledger: ledger}.newAsker()
	if err != nil {
		t.Fatal(err)
	}
	w, err := newScribe(a, note.Markdown)
	if err != nil {
		t.Fatal(err)
	}
	w.keep = folder.write
	d, err := w.newDrafting(t.Context(), draftFlags{sources: "top", stamp: "short"})
	if err != nil {
		t.Fatal(err)
	}
	d.figures = "png"
	source, err := templateText("report")
	if err != nil {
		t.Fatal(err)
	}
	n, err := d.write("report", source, "report.md")
	if err != nil {
		t.Fatal(err)
	}
	data, err := noteBytes(n, true)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "report.md"), data, 0o666); err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), pandoc, "-f", "markdown-implicit_figures", "report.md", "-o", "report.docx")
	run.Dir = dir
	if out, err := run.CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("pandoc: %v\n%s", err, out)
	}
	checkWord(t, filepath.Join(dir, "report.docx"))
}

// checkWord looks into a Word file.
func checkWord(t *testing.T, path string) {
	t.Helper()
	file, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	parts, pictures := map[string]string{}, 0
	for _, f := range file.File {
		if strings.HasPrefix(f.Name, "word/media/") {
			pictures++
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(text)
	}
	if pictures != 1 {
		t.Errorf("%d pictures, want the map", pictures)
	}
	body := parts["word/document.xml"]
	if n := strings.Count(body, "<w:tbl>"); n != 6 {
		t.Errorf("%d tables, want 6: circularity, cycles, two of exposure, concentration, shock", n)
	}
	for _, want := range []string{"$12.0bn", "What goes round", "w:footnoteReference"} {
		if !strings.Contains(body, want) {
			t.Errorf("the text has no %q", want)
		}
	}
	if !strings.Contains(parts["word/footnotes.xml"], "example.org") {
		t.Error("the footnotes do not name the source")
	}
}
