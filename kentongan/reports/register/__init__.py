"""The register book (Buku Catatan Aduan Masyarakat): its columns, and the book as PDF, as XLSX, and blank."""
