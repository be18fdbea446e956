"""The desk's pages of papers: fill in, look, make; open, print with names, void; the village's own words."""
