"""Reads: each returns what one screen needs, in a number of queries that does not depend on the number of cases."""
