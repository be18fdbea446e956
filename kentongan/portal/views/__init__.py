"""Thin: get the object, read the form, one action call, then a redirect or a page."""
