"""Thin views: get the objects by right, validate a form, make one action call, redirect or show the form again."""
