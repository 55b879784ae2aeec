// The maximum circulation by LEMON, as a flow of least cost in which every cent of every arc earns one:
// lemon scaling|simplex circulation FILE. Prints it in minor units, and the CPU seconds that it took after the file was read.
#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

using Graph = lemon::StaticDigraph;
using Cents = Graph::ArcMap<long long>;

template <class Solver> long long solve(const Graph& g, const Cents& amount, const Cents& cost) {
    Solver s(g);
    s.upperMap(amount).costMap(cost);
    return s.run() == Solver::OPTIMAL ? -s.template totalCost<long long>() : -1;
}

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    std::FILE* in = std::fopen(argv[3], "r");
    if (!in) return 1;
    std::vector<std::pair<int, int>> arcs; // they come sorted by payer, as StaticDigraph wants them
    std::vector<long long> cents;
    int from, to, parties = 0;
    long long amount;
    while (std::fscanf(in, "%d %d %lld", &from, &to, &amount) == 3) {
        arcs.emplace_back(from, to);
        cents.push_back(amount);
        parties = std::max({parties, from + 1, to + 1});
    }
    Graph g;
    g.build(parties, arcs.begin(), arcs.end());
    Cents upper(g), cost(g, -1);
    for (std::size_t i = 0; i < cents.size(); i++) upper[g.arc(i)] = cents[i];
    const std::clock_t start = std::clock();
    const long long sum = argv[1] == std::string("scaling")
        ? solve<lemon::CostScaling<Graph, long long>>(g, upper, cost)
        : solve<lemon::NetworkSimplex<Graph, long long>>(g, upper, cost);
    std::printf("%lld %.6f\n", sum, double(std::clock() - start) / CLOCKS_PER_SEC);
}
