"""Evidence and papers: take in, clean, store, show again.

Doors of this room: `limits` (what may be sent), `upload` (reading a request without filling the memory), `pick` (the
files of one form), `clean` (one file), `staging` (files of a form that is shown again), `store` (the rows and files),
`serve` (an answer to a browser), `housekeeping` (what lies about unused).
"""
