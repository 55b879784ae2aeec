"""All or short cycles by igraph: igraph_peer.py all|LENGTH FILE.

Prints how many, and the CPU seconds that it took after the file was read. igraph makes a list of them.
"""

import sys
import time

import igraph

task, file = sys.argv[1:]
with open(file) as lines:
    arcs = [tuple(map(int, line.split()[:2])) for line in lines]
g = igraph.Graph(arcs, directed=True)

start = time.process_time()
answer = len(g.simple_cycles(mode="out", max=-1 if task == "all" else int(task)))
print(answer, f"{time.process_time() - start:.6f}")
