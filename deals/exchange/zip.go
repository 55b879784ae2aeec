package exchange

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"slices"

	"github.com/xuri/excelize/v2"
)

// steadyZip is a zip file whose bytes depend on nothing but the parts: they are sorted and have no time. The list of contents
// comes first, as programs expect that guess the kind of a file by its beginning.
type steadyZip struct {
	w     io.Writer
	parts []*part
}

type part struct {
	name string
	bytes.Buffer
}

func newZip(w io.Writer) excelize.ZipWriter { return &steadyZip{w: w} }

// Create begins a part.
func (z *steadyZip) Create(name string) (io.Writer, error) {
	p := &part{name: name}
	z.parts = append(z.parts, p)
	return p, nil
}

// AddFS is not for workbooks.
func (z *steadyZip) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close writes the parts.
func (z *steadyZip) Close() error {
	first := func(p *part) int {
		if p.name == "[Content_Types].xml" {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(z.parts, func(a, b *part) int { return cmp.Or(first(a)-first(b), cmp.Compare(a.name, b.name)) })
	out := zip.NewWriter(z.w)
	for _, p := range z.parts {
		w, err := out.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := w.Write(p.Bytes()); err != nil {
			return err
		}
	}
	return out.Close()
}
