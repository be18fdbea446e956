"""PyPI's django-helpdesk, set up to take tickets from the public, for comparison."""
