"""The sign-in site: the door of the desk, and each officer's own account."""
