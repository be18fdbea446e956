"""Papers of a case as bytes: what they say is put together here, numbered and kept by `cases.actions.papers`."""
