"""A witness of transparency logs (c2sp.org/tlog-witness): needs no village, no Django, no database server.

key      the witness's own key, one file (0600)
store    which logs it watches, what it cosigned, its alarms: one small SQLite file
core     the decision: cosign a checkpoint, or say why not
server   HTTP: POST /add-checkpoint, and a page that says what is watched and when last
follow   the other way round, for a computer nobody can reach: fetch, check, cosign, hand in
"""
