// Package changes shows what two states of a ledger do not have alike: what changed in it, what moved, and because of which deals.
package changes
