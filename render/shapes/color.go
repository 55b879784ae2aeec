package shapes

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/image/colornames"
)

// readColor reads a colour: #rgb, #rgba, #rrggbb, #rrggbbaa, rgb(…), rgba(…), one of the 147 names of SVG, none or
// transparent. current is what currentColor stands for.
func readColor(value string, current Paint) (Paint, error) {
	v := strings.ToLower(strings.TrimSpace(value))
	switch {
	case v == "none" || v == "transparent":
		return Paint{}, nil
	case v == "currentcolor":
		return current, nil
	case strings.HasPrefix(v, "#"):
		return hexColor(v)
	case strings.HasPrefix(v, "rgb(") && strings.HasSuffix(v, ")"):
		return functionColor(v[len("rgb("):len(v)-1], value)
	case strings.HasPrefix(v, "rgba(") && strings.HasSuffix(v, ")"):
		return functionColor(v[len("rgba("):len(v)-1], value)
	}
	if c, ok := colornames.Map[v]; ok {
		return Paint{c.R, c.G, c.B, 1}, nil
	}
	return Paint{}, fmt.Errorf("%q is not a colour that is supported", excerpt(value))
}

func hexColor(v string) (Paint, error) {
	digits := v[1:]
	if len(digits) == 3 || len(digits) == 4 {
		var long strings.Builder
		for _, d := range []byte(digits) {
			long.Write([]byte{d, d})
		}
		digits = long.String()
	}
	bits, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || len(digits) != 6 && len(digits) != 8 {
		return Paint{}, fmt.Errorf("%q is not a colour", excerpt(v))
	}
	alpha := 1.0
	if len(digits) == 8 {
		alpha = float64(bits&0xff) / 255
		bits >>= 8
	}
	return Paint{uint8(bits >> 16), uint8(bits >> 8), uint8(bits), alpha}, nil
}

// functionColor reads the arguments of rgb() or rgba(); whole is for the message.
func functionColor(arguments, whole string) (Paint, error) {
	fields := strings.FieldsFunc(arguments, func(r rune) bool { return strings.ContainsRune(", /\t\r\n", r) })
	if len(fields) != 3 && len(fields) != 4 {
		return Paint{}, fmt.Errorf("%q is not a colour", excerpt(whole))
	}
	p := Paint{Alpha: 1}
	for i, to := range []*uint8{&p.R, &p.G, &p.B} {
		v, err := length(fields[i], 255)
		if err != nil {
			return Paint{}, err
		}
		*to = uint8(min(max(v, 0), 255) + 0.5)
	}
	if len(fields) == 4 {
		alpha, err := fraction(fields[3])
		if err != nil {
			return Paint{}, err
		}
		p.Alpha = alpha
	}
	return p, nil
}
