"""The rules are tested without a database; a slow machine must not fail a property for its speed."""

from hypothesis import settings

settings.register_profile("rules", deadline=None)
settings.load_profile("rules")
