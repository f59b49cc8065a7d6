"""What a reader's question means: pure functions from typed text to terms, no database."""
