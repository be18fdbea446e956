"""The REST interface, version 1: following a case with its code, published cases, figures."""
