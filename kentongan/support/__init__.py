"""Helpers that know nothing of complaints; they import nothing of ours."""
