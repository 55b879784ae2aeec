// Package notes shows what was found out about notes: whether they are still true, where a number in one comes from, and which numbers
// nobody keeps.
package notes
