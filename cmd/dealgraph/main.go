package main

import (
	"context"
	"os"

	"dealgraph/deals/exchange"
	"dealgraph/render/graphviz"
)

func main() {
	graphviz.Worker() // a program started to draw does that and nothing else
	exchange.Worker() // and so does one that was started to read a workbook
	os.Exit(run(context.Background(), system(), os.Args[1:]))
}
