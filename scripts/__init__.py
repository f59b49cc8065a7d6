"""Programs that people start from the repository's root."""
