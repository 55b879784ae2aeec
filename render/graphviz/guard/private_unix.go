//go:build unix

package guard

import (
	"io/fs"
	"os"
	"syscall"
)

// private reports whether a directory belongs to this user and nobody else can reach into it.
func private(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid() && info.Mode().Perm()&0o077 == 0
}
