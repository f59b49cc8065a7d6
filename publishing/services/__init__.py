"""Everything that makes approved content public and takes it away again."""
