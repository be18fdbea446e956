"""What observers (NGOs, media) are told: what changed in public, their watches, digests, webhooks, keys, readings.

Everything here is made of what `cases.queries.published` lets stand; nothing reads a case itself. Doors: `changes`
(what changed), `watches` and `hooks` and `keys` (what an observer sets up), `digests` and `sending` (for jobs),
`readings` (what observers looked at), `kept` (figures as of the last look).
"""
