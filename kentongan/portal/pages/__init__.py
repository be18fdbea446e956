"""What each screen needs, as small frozen objects; templates compute nothing."""
