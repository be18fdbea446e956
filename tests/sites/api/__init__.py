"""The programs' site: what programs may see and do."""
