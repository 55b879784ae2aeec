package raster

import "dealgraph/render/shapes"

// canvas holds pixels: red, green, blue, each times alpha, and alpha. It knows for each row which part of it may
// not be empty, so that a layer with a thin line on it is laid down and wiped quickly.
type canvas struct {
	width, height int
	pix           []uint8
	from, to      []int // by row; to is excluded
}

func newCanvas(width, height int) *canvas {
	c := &canvas{
		width: width, height: height, pix: make([]uint8, 4*width*height), from: make([]int, height), to: make([]int, height),
	}
	for y := range c.from {
		c.from[y] = width
	}
	return c
}

// times returns a·b/255, rounded, for a and b up to 255.
func times(a, b uint32) uint32 {
	t := a*b + 128
	return (t + t>>8) >> 8
}

// span lays p on a range of pixels of which the given part is covered, in 1/255.
func (c *canvas) span(y, x0, x1 int, part uint32, p shapes.Paint) {
	c.from[y], c.to[y] = min(c.from[y], x0), max(c.to[y], x1)
	alpha := times(uint32(p.Alpha*255+0.5), part)
	r, g, b := times(uint32(p.R), alpha), times(uint32(p.G), alpha), times(uint32(p.B), alpha)
	row := c.pix[4*(y*c.width+x0) : 4*(y*c.width+x1)]
	if alpha == 255 {
		for i := 0; i+3 < len(row); i += 4 {
			row[i], row[i+1], row[i+2], row[i+3] = uint8(r), uint8(g), uint8(b), 255
		}
		return
	}
	for i := 0; i+3 < len(row); i += 4 {
		over(row[i:i+4:i+4], r, g, b, alpha)
	}
}

// over lays a colour, already times alpha, on a pixel.
func over(pixel []uint8, r, g, b, alpha uint32) {
	rest := 255 - alpha
	pixel[0] = uint8(r + times(uint32(pixel[0]), rest))
	pixel[1] = uint8(g + times(uint32(pixel[1]), rest))
	pixel[2] = uint8(b + times(uint32(pixel[2]), rest))
	pixel[3] = uint8(alpha + times(uint32(pixel[3]), rest))
}

// lay lays all of layer on c with an opacity and wipes layer.
func (c *canvas) lay(layer *canvas, opacity float64) {
	strength := uint32(opacity*255 + 0.5)
	for y := range layer.from {
		x0, x1 := layer.from[y], layer.to[y]
		if x0 >= x1 {
			continue
		}
		c.from[y], c.to[y] = min(c.from[y], x0), max(c.to[y], x1)
		source := layer.pix[4*(y*c.width+x0) : 4*(y*c.width+x1)]
		row := c.pix[4*(y*c.width+x0) : 4*(y*c.width+x1)]
		for i := 0; i+3 < len(source); i += 4 {
			if s := source[i : i+4 : i+4]; s[3] != 0 {
				over(row[i:i+4:i+4], times(uint32(s[0]), strength), times(uint32(s[1]), strength),
					times(uint32(s[2]), strength), times(uint32(s[3]), strength))
			}
		}
		clear(source)
		layer.from[y], layer.to[y] = layer.width, 0
	}
}
