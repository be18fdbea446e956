"""The register book at the desk: reading it, printing it, and blank forms for days without power."""
