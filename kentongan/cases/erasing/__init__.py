"""Erasing the contents of a case for good (UU 27/2022): what is destroyed, what stays, and the journal outside."""
