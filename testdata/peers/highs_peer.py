"""The maximum circulation as a linear program, by HiGHS in scipy: highs_peer.py circulation FILE.

Prints it in minor units, and the CPU seconds that it took after the file was read.
"""

import sys
import time

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

arcs = np.loadtxt(sys.argv[2], dtype=np.int64, ndmin=2)
count = len(arcs)
each = np.arange(count)
balance = coo_array(
    (
        np.repeat([1.0, -1.0], count),
        (np.concatenate([arcs[:, 0], arcs[:, 1]]), np.concatenate([each, each])),
    ),
    shape=(arcs[:, :2].max() + 1, count),
).tocsr()
bounds = np.column_stack([np.zeros(count), arcs[:, 2]])

start = time.process_time()
found = linprog(-np.ones(count), A_eq=balance, b_eq=np.zeros(balance.shape[0]), bounds=bounds, method="highs-ds")
if found.status != 0:
    sys.exit(found.message)
print(int(np.rint(found.x).astype(np.int64).sum()), f"{time.process_time() - start:.6f}")
