package shapes

import (
	"fmt"
	"strings"
)

// pathReader turns path data into segments.
type pathReader struct {
	scanner
	path  Path
	at    Point // the current point
	start Point // of the subpath
	ctrl  Point // the last control point, for S and T
	last  byte  // the last command, in capitals
}

// readPath reads the attribute d of a path.
func readPath(d string) (Path, error) {
	r := pathReader{scanner: scanner{d}}
	r.blanks()
	if r.rest == "none" {
		return nil, nil
	}
	for r.rest != "" {
		command := r.rest[0]
		if !strings.ContainsRune("MmLlHhVvCcSsQqTtAaZz", rune(command)) {
			return nil, fmt.Errorf("path: command expected at %q", excerpt(r.rest))
		}
		if len(r.path) == 0 && command != 'M' && command != 'm' {
			return nil, fmt.Errorf("path begins with %q, not with M", command)
		}
		r.rest = r.rest[1:]
		r.blanks()
		if err := r.command(command); err != nil {
			return nil, fmt.Errorf("path: %w", err)
		}
	}
	return r.path, nil
}

// command reads the arguments of one command, and of its repetitions without a letter.
func (r *pathReader) command(command byte) error {
	if command == 'Z' || command == 'z' {
		if r.last != 'Z' {
			r.path.close()
		}
		r.at, r.last = r.start, 'Z'
		return nil
	}
	for first := true; first || numberLength(r.rest) > 0; first = false {
		if len(r.path) >= maxSegments {
			return fmt.Errorf("more than %d segments", maxSegments)
		}
		if err := r.once(command); err != nil {
			return err
		}
		switch command { // a second pair after M is a line
		case 'M':
			command = 'L'
		case 'm':
			command = 'l'
		}
	}
	return nil
}

// once reads one set of arguments.
func (r *pathReader) once(command byte) error {
	upper := command &^ 0x20
	var from Point
	if command != upper {
		from = r.at
	}
	if upper != 'M' && r.last == 'Z' {
		r.path.move(r.at) // a subpath after Z that does not say where it begins
	}
	var err error
	switch upper {
	case 'M':
		if r.at, err = r.point(from); err == nil {
			r.start = r.at
			r.path.move(r.at)
		}
	case 'L':
		err = r.lineTo(r.point(from))
	case 'H':
		x, e := r.number()
		err = r.lineTo(Point{from.X + x, r.at.Y}, e)
	case 'V':
		y, e := r.number()
		err = r.lineTo(Point{r.at.X, from.Y + y}, e)
	case 'C', 'S':
		err = r.cubicTo(from, upper == 'S')
	case 'Q', 'T':
		err = r.quadTo(from, upper == 'T')
	case 'A':
		err = r.arcTo(from)
	}
	r.last = upper
	return err
}

// point reads a point relative to from.
func (r *pathReader) point(from Point) (Point, error) {
	x, err := r.number()
	if err != nil {
		return Point{}, err
	}
	y, err := r.number()
	return Point{from.X + x, from.Y + y}, err
}

func (r *pathReader) lineTo(p Point, err error) error {
	if err == nil {
		r.path.line(p)
		r.at = p
	}
	return err
}

// mirrored returns the last control point on the other side of the current point, if the last command
// was one of these; else the current point.
func (r *pathReader) mirrored(commands string) Point {
	if r.last == 0 || !strings.ContainsRune(commands, rune(r.last)) {
		return r.at
	}
	return Point{2*r.at.X - r.ctrl.X, 2*r.at.Y - r.ctrl.Y}
}

func (r *pathReader) cubicTo(from Point, smooth bool) error {
	var p [3]Point
	i := 0
	if smooth {
		p[0] = r.mirrored("CS")
		i = 1
	}
	for ; i < 3; i++ {
		var err error
		if p[i], err = r.point(from); err != nil {
			return err
		}
	}
	r.path.cubic(p[0], p[1], p[2])
	r.ctrl, r.at = p[1], p[2]
	return nil
}

func (r *pathReader) quadTo(from Point, smooth bool) error {
	ctrl, err := r.mirrored("QT"), error(nil)
	if !smooth {
		if ctrl, err = r.point(from); err != nil {
			return err
		}
	}
	end, err := r.point(from)
	if err != nil {
		return err
	}
	third := func(a, b Point) Point { return Point{a.X + (b.X-a.X)*2/3, a.Y + (b.Y-a.Y)*2/3} }
	r.path.cubic(third(r.at, ctrl), third(end, ctrl), end)
	r.ctrl, r.at = ctrl, end
	return nil
}

func (r *pathReader) arcTo(from Point) error {
	var v [3]float64
	for i := range v {
		var err error
		if v[i], err = r.number(); err != nil {
			return err
		}
	}
	large, err := r.flag()
	if err != nil {
		return err
	}
	sweep, err := r.flag()
	if err != nil {
		return err
	}
	end, err := r.point(from)
	if err != nil {
		return err
	}
	r.path.arc(r.at, end, v[0], v[1], v[2], large, sweep)
	r.at = end
	return nil
}
