"""What the desk's screens show: frozen objects, words and marks chosen here and not in the templates."""
