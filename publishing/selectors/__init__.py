"""Questions about what is published: they read, never write."""
