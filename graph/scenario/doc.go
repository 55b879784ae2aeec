// Package scenario asks an analysis many times: over a range of shocks, for the shock that just does a given harm, or on random
// networks beside which a number is to be seen. The analysis is a function; what it computes is not known here.
package scenario
