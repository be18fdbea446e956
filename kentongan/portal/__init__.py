"""The citizens' site: lodge, follow, ask; without an account and without JavaScript."""
