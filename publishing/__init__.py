"""Approved to published: rendering, the static sites, search, feeds, take-down."""
