"""Measures ours beside a peer or a limit in one run: `make bench`. Only ratios are trusted."""
