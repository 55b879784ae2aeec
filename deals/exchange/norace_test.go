//go:build !race

package exchange

const raced = false
