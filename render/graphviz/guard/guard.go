package guard

import (
	"os"
	"path/filepath"
	"runtime"
	_ "unsafe" // for go:linkname
)

// Variable is the environment variable that says what a process does with Graphviz.
const Variable = "DEALGRAPH_GRAPHVIZ"

// The values of Variable. Any other value, and none, is an ordinary program.
const (
	Worker        = "worker"          // draws for the program that started it, with a compile cache
	WorkerNoCache = "worker-no-cache" // the same without a cache, for when the cache is broken
	InProcess     = "inprocess"       // an ordinary program that draws inside itself
)

// wasmFile is Graphviz as WebAssembly, as go-graphviz embeds it and compiles it when it is initialised. It is
// nil in a program without go-graphviz.
//
//go:linkname wasmFile github.com/goccy/go-graphviz/internal/wasm.wasmFile
var wasmFile []byte

// knownSize is the length of the one wasmFile that has been tried hollow. Any other is left alone.
const knownSize = 1507296

// isHollow says that init took the works out of Graphviz, and moved what Restore puts back.
var (
	isHollow bool
	moved    []setting
)

func init() {
	if len(wasmFile) == 0 {
		return
	}
	switch os.Getenv(Variable) {
	case Worker, InProcess:
		moveTemp(cacheDir())
	case WorkerNoCache:
		moveTemp(nowhere())
	default:
		moveTemp(nowhere())
		if h, ok := hollow(wasmFile); ok && len(wasmFile) == knownSize {
			wasmFile, isHollow = h, true
		}
	}
}

// Hollow reports whether Graphviz is an empty shell in this process, so that nothing can be drawn in it.
func Hollow() bool { return isHollow }

// Restore gives the process its own temporary directory back. It is called by the init of package graphviz,
// when go-graphviz has been initialised.
func Restore() {
	for _, s := range moved {
		s.set()
	}
	moved = nil
}

// setting is a variable of the environment.
type setting struct {
	name, value string
	present     bool
}

func (s setting) set() {
	if s.present {
		os.Setenv(s.name, s.value)
	} else {
		os.Unsetenv(s.name)
	}
}

// moveTemp makes dir the process's temporary directory and remembers the old one.
func moveTemp(dir string) {
	names := []string{"TMPDIR"}
	if runtime.GOOS == "windows" {
		names = []string{"TMP", "TEMP"}
	}
	for _, name := range names {
		value, present := os.LookupEnv(name)
		moved = append(moved, setting{name, value, present})
		os.Setenv(name, dir)
	}
}

// nowhere is a path that does not exist and cannot be made: beneath a device.
func nowhere() string { return filepath.Join(os.DevNull, "dealgraph") }

// cacheDir makes and returns the user's own directory for compiled code, or nowhere if there is none that only
// this user can write: what lies there is run as it is.
func cacheDir() string {
	base, err := os.UserCacheDir()
	if err != nil {
		return nowhere()
	}
	dir := filepath.Join(base, "dealgraph")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nowhere()
	}
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() || !private(info) {
		return nowhere()
	}
	return dir
}
