"""An existing register as a door: CSV or XLSX files, read by a small mapping file."""
