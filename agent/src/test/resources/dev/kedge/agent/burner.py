"""Burns CPU time along a known tree and tells, when it is ended, how many nanoseconds went where."""

import signal
import sys
import time

PATHS = [
    "main;deep_burn;deep_burn;deep_burn;leaf_burn",
    "main;other_burn;leaf_burn",
    "main;sort_burn;compare_burn;leaf_burn",
]
nanos = [0, 0, 0]


def leaf_burn(x):
    for i in range(20000):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
    return x


def deep_burn(x, depth):
    return leaf_burn(x) if depth == 0 else deep_burn(x, depth - 1) + 1


def other_burn(x):
    return leaf_burn(x) + 1


def compare_burn(a):
    leaf_burn(a)
    return a


def sort_burn():
    sorted([2], key=compare_burn)


def tell(number, frame):
    for path, spent in zip(PATHS, nanos):
        print(path, spent)
    sys.stdout.flush()
    sys.exit(0)


def main():
    signal.signal(signal.SIGTERM, tell)
    x = 1
    while True:
        start = time.perf_counter_ns()
        x = deep_burn(x, 2)
        deep = time.perf_counter_ns()
        x = other_burn(x)
        x = other_burn(x)
        other = time.perf_counter_ns()
        sort_burn()
        nanos[0] += deep - start
        nanos[1] += other - deep
        nanos[2] += time.perf_counter_ns() - other


main()
