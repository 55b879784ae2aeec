// Package scenario asks an analysis many times: over a range of shocks, or for the shock that just does a given harm. The
// analysis is a function; what it computes is not known here.
package scenario
