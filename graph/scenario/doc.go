// Package scenario asks an analysis many times: in thousands of scenarios drawn at random, over a range of shocks, for the shock that
// just does a given harm, and on random networks beside which a number is to be seen. The analysis is a function; what it computes is
// not known here.
//
// # What is uncertain
//
// A ledger tells what was signed, not what will happen. Each number that may come out differently is an input: whether a deal is
// carried out, how much of it, when, how fast a party grows. What is known of an input is a [Distribution]:
//
//   - [Bernoulli]: it happens or not.
//   - [Triangular] and [PERT]: low, likely and high are known, and low and high are the ends. PERT is rounder.
//   - [TriangularRange], [PERTRange] and [LognormalRange]: the same, but one in twenty is below low and one in twenty above high, which is
//     what people mean more often.
//   - [Lognormal]: growth, with the mean and not the median as it is asked for.
//   - [Beta], [Uniform] and [Constant].
//
// All are made from one uniform number between 0 and 1 by the quantile function, so a high uniform always means a high value. An analysis
// is given uniforms and inverts them itself. A [Factor] first makes uniforms go together: deals fail in the same bad year.
//
// # How scenarios are drawn
//
// [Run] gives each input a stream of its own, from the seed and the input's id. Two runs with one seed therefore meet the same luck in all they
// have in common, and what differs between them is what was changed (common random numbers). Scenarios are worked in blocks of 256 and summed in order:
// the result is the same, bit by bit, for any number of workers. [Draws] repeats a single scenario.
//
// There are three ways to draw, see [Sampling]. Plain scenarios are independent of each other. Antithetic ones come in pairs u and 1-u,
// which helps where the result rises or falls with each input. Sobol' points fill the cube of all inputs as evenly as can be, which
// helps most where few inputs matter and the result is smooth; they are scrambled at random 16 times over, so that the error can be seen.
//
// # What is said of a result
//
// A [Sample] has the mean, quantiles, chances of exceeding a threshold and the expected shortfall, each with its Monte Carlo error. That error
// falls with the number of scenarios. It is not the uncertainty of the result, which is the spread of the sample, and says nothing of whether
// the assumptions are right. [Digits] leaves only the digits that the error supports.
//
// # What drives it
//
// [Tornado] moves one input at a time, which is easily read and misses what inputs do together. [Indices] splits the variance: the share that
// is due to each input by itself, and with all others.
//
// # The other way round
//
// [Sweep] goes through the sizes of a shock, [Smallest] finds the smallest that reaches a target, if more does more harm, which [Falls]
// checks; [Cheapest] and [Search] find the cheapest set of parties whose failure does (reverse stress test: Breuer, Jandačka, Rheinberger and
// Summer, How to find plausible, severe and useful stress scenarios, International Journal of Central Banking 5(3), 2009).
//
// # Chance or not
//
// [Null] draws random networks in which everybody has as many deals as before, and tells how often they have as much of something.
//
// # Reading
//
// Glasserman, Monte Carlo Methods in Financial Engineering, 2004. Owen, Monte Carlo Theory, Methods and Examples, 2013. Owen, Scrambling Sobol'
// and Niederreiter-Xing points, Journal of Complexity 14(4), 1998. L'Ecuyer and Lemieux, Recent advances in randomized quasi-Monte Carlo
// methods, 2002.
package scenario
