"""The vault: the only way to a reporter's identity. Use it as `from kentongan.vault import door as vault`."""
