"""The views of the observers' site: each notes what was looked at, reads by one query, and renders."""
