"""Preparing what of a case may be read in public: its texts and its pictures."""
