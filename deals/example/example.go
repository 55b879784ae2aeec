package example

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed all:ai all:start
var files embed.FS

// FS is the ledger of that name as a file system, with its files at the top; ok is false when there is none.
func FS(name string) (fsys fs.FS, ok bool) {
	for _, n := range Names() {
		if n == name {
			fsys, err := fs.Sub(files, name)
			return fsys, err == nil
		}
	}
	return nil, false
}

// Names lists the ledgers, sorted.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(fmt.Sprintf("example: the embedded ledgers cannot be listed: %v", err))
	}
	var names []string
	for _, e := range entries { // sorted by name: ReadDir sorts
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// Meaning says in one line what a ledger is; "" when there is none of that name.
func Meaning(name string) string {
	switch name {
	case "ai":
		return "the reference ledger: the AI industry, 2019 to July 2026"
	case "start":
		return "a few made-up deals that explain every field"
	}
	return ""
}
