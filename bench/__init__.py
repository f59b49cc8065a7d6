"""Benchmarks: what `make bench` measures on this machine, as ratios within one run."""
