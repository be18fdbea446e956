"""The rules the service lives by: pure functions and tables. No Django, no clock, no input or output."""
