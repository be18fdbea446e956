"""The forms citizens fill in."""
