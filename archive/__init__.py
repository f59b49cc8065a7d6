"""Published to kept: the printable record, its package, its proofs, backups, the reading room."""
