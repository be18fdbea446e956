"""The desk's forms that are not moves: filters, recording."""
