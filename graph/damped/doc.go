// Package damped solves sparse systems x = b + Ax in which what goes round shrinks, and proves that it does.
//
// # Damped systems
//
// Where parties hold one another, what each has or loses is something of its own, b, and shares of what others have: x = b + Ax,
// with no share below 0. Go round a cycle of such shares and a part of what set out comes back, goes round again, and so on.
// If each time less comes back, all of it adds up, to b + Ab + A²b + …, and that is the one solution. Such a matrix is
// called damped here: its spectral radius, the factor by which what goes round grows in the long run, is below 1. If it is
// not, the system may still have a solution, but adding up need not lead to it. [Matrix.Radius] tells the factor.
//
// # Proof by a witness
//
// No eigenvalue is needed to know that a matrix is damped. It is if and only if there is a vector y > 0 with y − Ay > 0: amounts
// of which each party has more than it gets from the others (Berman and Plemmons, Nonnegative Matrices in the Mathematical
// Sciences, 1979, chapter 6). [Matrix.Witness] finds one by solving for b = 1, and whoever has it can check it by one product with
// A, however it was found. The same y bounds errors: if b + Ax − x is nowhere above r, x is nowhere farther from the solution than
// r·max y / min (y − Ay). So [Matrix.Solve] knows when it is done.
//
// # One matrix, many b
//
// A [Solver] takes strongly connected components one after the other, so that nothing is iterated where nothing goes round, and
// proves each damped but once. Who solves with changing parts of a matrix uses [Ordered.Part] and the witness of the whole,
// which is good for all parts.
//
// # What errors mean
//
// [ErrUndamped]: there is no proof. Something goes round that does not shrink, or so slowly that rounding hides it, and
// what a solution would mean is for the caller to say. [ErrSlow]: there may be a solution, but it was not found. Neither comes
// with a result that is merely less exact.
//
// Shares and amounts are numbers without unit here. The same calls give the same results on any number of cores.
package damped
