package main

// colorChoices are the values of --color: auto is for terminals.
func colorChoices() []choice {
	return []choice{{name: "auto"}, {name: "always"}, {name: "never"}}
}

// useColor reports whether to write ANSI codes to a stream, given the value of
// --color. See no-color.org: NO_COLOR counts when it is set and not empty, and
// a flag beats it.
func useColor(mode string, tty bool, env func(string) string) bool {
	switch mode {
	case "always":
		return true
	case "never":
		return false
	}
	return tty && env("NO_COLOR") == "" && env("TERM") != "dumb"
}

// emphasis writes text in bold, if colour is on.
func emphasis(s string, on bool) string {
	if !on {
		return s
	}
	return "\x1b[1m" + s + "\x1b[0m"
}
