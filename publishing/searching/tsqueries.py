"""A question as the database asks it: tsquery expressions with named parameters."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from publishing.searching.questions import Question, Term

TONELESS, EXACT = "vietnamese", "simple"


@dataclass
class Parameters:
    """Values of one statement, each under a name of its own."""

    values: dict[str, Any] = field(default_factory=dict)

    def place(self, value: Any) -> str:
        """Keep `value` and return the placeholder that stands for it."""
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"%({name})s"


def asked(question: Question, config: str, into: Parameters, *, partly: bool = False) -> str:
    """Return the question in one channel; a number of a document answers it as well."""
    join = " || " if partly else " && "
    terms = [_term(term, config, into) for term in question.wanted]
    query = f"({join.join(terms)})"
    for term in question.terms:
        if term.excluded:
            query = f"({query} && !! {_term(term, config, into)})"
    if question.number and config != EXACT:
        query = f"({query} || {starting_with(question.number, into)})"
    return query


def starting_with(key: str, into: Parameters, *, weights: str = "") -> str:
    """Return the query for the lexemes that begin with `key`, which is letters and digits."""
    return f"to_tsquery('{EXACT}', {into.place(f'{key}:*{weights}')})"


def any_of(forms: Iterable[str], into: Parameters) -> str:
    """Return the query for any of some folded words, as the planner sees no word of it."""
    text = " | ".join(f"'{form}'" for form in forms)
    return f"(SELECT to_tsquery('{EXACT}', {into.place(text)}))"


def _term(term: Term, config: str, into: Parameters) -> str:
    forms = [f"phraseto_tsquery('{config}', {into.place(one)})" for one in term.wordings]
    return reduce(lambda one, other: f"({one} || {other})", forms)
