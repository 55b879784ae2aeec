//go:build linux || darwin

package exchange

import "syscall"

// limitMemory makes the system refuse this process more data than so many bytes. It is a second line behind the limits on what
// a workbook may hold; where the system does not know it, they stand alone.
func limitMemory(bytes uint64) {
	var now syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_DATA, &now) != nil || uint64(now.Cur) <= bytes {
		return
	}
	now.Cur = min(now.Cur, now.Max, bytes)
	_ = syscall.Setrlimit(syscall.RLIMIT_DATA, &now) // see above
}
