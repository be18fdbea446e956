"""Django's SQLite backend, made durable and fair: asserted PRAGMAs, and a queue before every write."""
