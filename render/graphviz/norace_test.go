//go:build !race

package graphviz

const slow = false
