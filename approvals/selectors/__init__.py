"""Questions to the database: they read, never write."""
