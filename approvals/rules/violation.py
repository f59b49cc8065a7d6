"""The one thing a rule can say: which code is broken, in which field, with which particulars."""

from core.errors import Problem


class Violation(Problem):
    """A failed check; its wording, severity and legal basis stand elsewhere, under its code."""
