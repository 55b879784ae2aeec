// Package view turns results into what is shown: tables for people, records for programs, figures for the eye. It is the
// only room where finance meets drawing.
//
// Each answer is one value with JSON names, made from a ledger and its networks, and a method that makes tables of the same
// value: what the table says, the JSON says too. Amounts in JSON are exact decimal numbers in whole units, as strings; an
// undisclosed amount is null, never zero.
package view
