"""The machine room: runs the database, the web and the workers of an instance on one machine."""
