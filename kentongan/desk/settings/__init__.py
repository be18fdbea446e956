"""The settings pages: the village sets the service up without a programmer. See docs/explanation/settings.md."""
