package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/natefinch/atomic"
)

// replaceFile makes data the content of the file at path: all of it, or, on an
// error, none of it, and then the old file is as it was.
//
// The data is written to a new file in the same folder, flushed to the disk and
// renamed. The file keeps its permissions; a new one gets those the umask
// leaves. Of a symbolic link, the file it leads to is replaced. What is no file
// but can be written to, such as /dev/null or a named pipe, is written to.
//
// The rename is natefinch/atomic's, which is also right on Windows, where
// google/renameio has nothing to offer. Its WriteFile would leave every new
// file unreadable to others (0600), so the rest is done here.
func replaceFile(path string, data []byte) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	mode := fs.FileMode(0)
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%s is a folder; name a file in it", path)
	case !info.Mode().IsRegular():
		return writeThrough(path, data)
	default:
		mode = info.Mode().Perm()
	}

	temp := filepath.Join(filepath.Dir(path), ".dealgraph-"+rand.Text())
	err := writeNew(temp, data, mode)
	if err == nil {
		err = atomic.ReplaceFile(temp, path)
	}
	if err != nil {
		os.Remove(temp) // the error that counts is err
		if at, ok := errors.AsType[*fs.PathError](err); ok {
			at.Path = path // the one the user knows
		}
	}
	return err
}

// writeNew writes data to a new file at path and flushes it. The mode 0 means
// what the umask leaves.
func writeNew(path string, data []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil && mode != 0 {
		err = os.Chmod(path, mode)
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// writeThrough writes data to something that is no regular file.
func writeThrough(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
