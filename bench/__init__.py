"""Measuring: `make bench`. Every number stands beside what the raw engine or a bare server does in the same run."""
