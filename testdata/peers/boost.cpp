// All or short cycles by the Boost Graph Library: boost hawick all FILE, boost tiernan all|LENGTH FILE.
// Prints how many, and the CPU seconds that it took after the file was read.
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/hawick_circuits.hpp>
#include <boost/graph/tiernan_all_cycles.hpp>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace boost {
// The search asks that a graph can do this, and never does it.
inline void renumber_vertex_indices(const adjacency_list<vecS, vecS, directedS>&) {}
}

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

struct Counter {
    long long* found;
    template <class Path, class G> void cycle(const Path&, const G&) const { ++*found; }
};

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    const std::string how = argv[1], task = argv[2];
    std::FILE* in = std::fopen(argv[3], "r");
    if (!in) return 1;
    std::vector<std::pair<int, int>> arcs;
    int from, to, parties = 0;
    long long amount;
    while (std::fscanf(in, "%d %d %lld", &from, &to, &amount) == 3) {
        arcs.emplace_back(from, to);
        parties = std::max({parties, from + 1, to + 1});
    }
    const Graph g(arcs.begin(), arcs.end(), parties);
    long long found = 0;
    const std::clock_t start = std::clock();
    if (how == "hawick")
        boost::hawick_circuits(g, Counter{&found});
    else
        boost::tiernan_all_cycles(g, Counter{&found}, 1,
            task == "all" ? std::numeric_limits<std::size_t>::max() : std::stoul(task));
    std::printf("%lld %.6f\n", found, double(std::clock() - start) / CLOCKS_PER_SEC);
}
