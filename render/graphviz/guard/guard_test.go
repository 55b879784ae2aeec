package guard

import (
	"os"
	"testing"
)

// This test binary has no go-graphviz: the guard has nothing to do.
func TestWithoutGraphviz(t *testing.T) {
	if Hollow() || len(moved) > 0 || len(wasmFile) > 0 {
		t.Errorf("hollow %v, moved %v, %d bytes", Hollow(), moved, len(wasmFile))
	}
}

func TestRestore(t *testing.T) {
	for _, temp := range []string{"/somewhere", ""} {
		t.Setenv("TMPDIR", temp)
		moveTemp(nowhere())
		if got := os.Getenv("TMPDIR"); got == temp {
			t.Errorf("TMPDIR is still %q", got)
		}
		Restore()
		if got, present := os.LookupEnv("TMPDIR"); got != temp || !present {
			t.Errorf("TMPDIR is %q afterwards, want %q", got, temp)
		}
	}
	os.Unsetenv("TMPDIR") // t.Setenv puts it back
	moveTemp(nowhere())
	Restore()
	if got, present := os.LookupEnv("TMPDIR"); present {
		t.Errorf("TMPDIR is %q afterwards, want none", got)
	}
}

func TestNowhereCannotBeMade(t *testing.T) {
	if err := os.MkdirAll(nowhere(), 0o700); err == nil {
		t.Errorf("made %s", nowhere())
	}
}

func TestCacheDir(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", "")
	t.Setenv("HOME", "")
	t.Setenv("LocalAppData", "")
	if got := cacheDir(); got != nowhere() {
		t.Errorf("without a home: %s", got)
	}
}
