"""The invented complaints of the demo village. Every word here is made up; no real complaint was copied."""
