"""The Submission: its life, its rules, its routes, and the desk where people decide."""
