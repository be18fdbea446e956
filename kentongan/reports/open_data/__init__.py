"""The open data: versions of files on disk, each bound to a checkpoint of the log (decision 40).

Doors: `making.make_due` for the job, `store` for who serves them.
"""
