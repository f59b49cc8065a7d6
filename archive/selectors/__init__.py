"""What the archive can tell: records, their stories and proofs; they read, never write."""
