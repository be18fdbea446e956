"""The areas of the settings, one module each: its form, its page."""
