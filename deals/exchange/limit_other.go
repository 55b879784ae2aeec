//go:build !linux && !darwin

package exchange

// limitMemory does nothing: the limits on what a workbook may hold stand alone here.
func limitMemory(uint64) {}
