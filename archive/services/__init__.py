"""What the archive does: seals records, backs up, restores and proves that backups restore."""
