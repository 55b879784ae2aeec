//go:build race

package graphviz

const slow = true
