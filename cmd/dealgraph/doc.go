// Dealgraph reads a ledger of deals between companies and answers, with a
// source behind every number: how much of the money goes round, who is exposed
// to whom, and what happens when somebody cannot pay.
//
// This package only wires: it turns flags into the options of the library's
// functions, and their results into tables, JSON and pictures. There is one
// file for each command, and each has the same shape:
//
//	type listOptions struct { global; view viewFlags; output outputFlags }
//
//	func newList(s streams, runF func(context.Context, *listOptions) error) *cobra.Command
//	func runList(ctx context.Context, o *listOptions) error // no cobra in here
//
// newList binds the flags to a listOptions and, when the command runs, fills
// global with [globals]. runList computes one result and hands it, with the
// tables made from it, to outputFlags.write as a [report]. A command exists
// once [commands] names it.
//
// Standard output carries the result, standard error everything else. The exit
// code is 0 when done, 1 on failure, 2 when the command line is wrong and 3 when
// a command that looks for findings has found some. An output file is replaced
// whole or not at all.
package main
