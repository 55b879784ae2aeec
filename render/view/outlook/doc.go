// Package outlook shows results about time: commitments by year, what a slip costs, who survives, the odds, how headlines
// shrink. Each result is a plain value with JSON names, from which its tables and its figure are made; so a figure can be drawn
// from a live result or from one that was saved.
package outlook
