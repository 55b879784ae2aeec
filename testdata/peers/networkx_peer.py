"""All or short cycles, or the maximum circulation, by networkx: networkx_peer.py all|LENGTH|circulation FILE.

Prints how many, or how much in minor units, and the CPU seconds that it took after the file was read.
"""

import sys
import time

import networkx as nx

task, file = sys.argv[1:]
g = nx.DiGraph()
with open(file) as lines:
    for line in lines:
        payer, payee, amount = map(int, line.split())
        g.add_edge(payer, payee, capacity=amount, weight=-1)

start = time.process_time()
if task == "circulation":
    answer = -nx.network_simplex(g)[0]
else:
    bound = None if task == "all" else int(task)
    answer = sum(1 for _ in nx.simple_cycles(g, length_bound=bound))
print(answer, f"{time.process_time() - start:.6f}")
