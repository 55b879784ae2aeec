package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// figureFolder is the folder of a note, in which its figures lie. Nothing outside is written to, whatever a path or a symbolic link
// says.
type figureFolder struct {
	root *os.Root
	name string
}

// openFigures opens the folder of a note.
func openFigures(note string) (*figureFolder, error) {
	dir := filepath.Dir(note)
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &figureFolder{root, dir}, nil
}

func (f *figureFolder) Close() error { return f.root.Close() }

// write makes data the content of a file, whole or not at all. A file that has it already is left alone.
func (f *figureFolder) write(name string, data []byte) error {
	if err := f.replace(name, data); err != nil {
		return fmt.Errorf("figure %s: %w", filepath.Join(f.name, filepath.FromSlash(name)), inWords(err))
	}
	return nil
}

var (
	errEscapes = errors.New("the path leads out of the folder of the note")
	errNoFile  = errors.New("it is there, and is no file")
)

// inWords leaves out of an error of a root which call failed on which part of the path.
func inWords(err error) error {
	at, ok := errors.AsType[*fs.PathError](err)
	if !ok {
		return err
	}
	if at.Err.Error() == "path escapes from parent" { // package os has no name for it
		return errEscapes
	}
	return at.Err
}

func (f *figureFolder) replace(name string, data []byte) error {
	if !fs.ValidPath(name) {
		return errEscapes
	}
	folder := path.Dir(name)
	if err := f.root.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	mode := fs.FileMode(0o666)
	switch info, err := f.root.Lstat(name); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return errNoFile
	default:
		mode = info.Mode().Perm()
		if had, err := f.root.ReadFile(name); err == nil && bytes.Equal(had, data) {
			return nil
		}
	}
	temp := path.Join(folder, ".dealgraph-"+rand.Text())
	err := f.writeNew(temp, data, mode)
	if err == nil {
		err = f.root.Rename(temp, name)
	}
	if err != nil {
		_ = f.root.Remove(temp) // the error that counts is err
	}
	return err
}

func (f *figureFolder) writeNew(name string, data []byte, mode fs.FileMode) error {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}
