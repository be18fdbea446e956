"""Transparency logs as C2SP writes them down: pure functions over bytes, without files, network or complaints.

    merkle       RFC 6962 hashes, inclusion and consistency proofs
    note         signed notes (c2sp.org/signed-note), keys as text (vkeys)
    checkpoint   tree heads as signed notes (c2sp.org/tlog-checkpoint)
    cosignature  what witnesses add (c2sp.org/tlog-cosignature, Ed25519 "cosignature/v1")
    tiles        a tree as static files (c2sp.org/tlog-tiles)
    proof        an inclusion proof with its checkpoint in one text (c2sp.org/tlog-proof@v1)
    witnessing   what is said to a witness and what it answers (c2sp.org/tlog-witness)

What comes from outside is parsed strictly: of each thing exactly one spelling is accepted.
"""
