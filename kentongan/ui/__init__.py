"""The face: base template, components, CSS, icons. Knows nothing of complaints."""
