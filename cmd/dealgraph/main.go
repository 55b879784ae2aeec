package main

import (
	"context"
	"os"

	"dealgraph/render/graphviz"
)

func main() {
	graphviz.Worker() // a program started to draw does that and nothing else
	os.Exit(run(context.Background(), system(), os.Args[1:]))
}
