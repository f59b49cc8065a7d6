"""How the desk's templates say things: states, verbs, times, problems, hashes."""

from datetime import datetime
from typing import Any

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language

from approvals import reasons
from approvals.conversion.wording import NOT_CARRIED, REPAIRS
from approvals.lifecycle import State
from approvals.models import Submission
from approvals.rulepacks import pack_in_force
from approvals.selectors.lines import Line
from approvals.selectors.progress import open_steps
from approvals.web import listing, structured, words
from core import clock
from core.errors import Problem
from core.office_calendar import calendar_of

register = template.Library()
SHORT_HASH = 12
TONE = {
    "draft": "quiet", "submitted": "wait", "returned": "warn", "reviewed": "wait",
    "approved": "good", "published": "good", "archived": "good", "rejected": "bad",
    "withdrawn": "quiet",
}  # fmt: skip


def _language() -> str:
    return get_language() or "vi"


@register.filter
def problem_message(problem: Problem) -> str:
    """Say what is wrong."""
    return reasons.message(problem.code, _language(), **_said(problem))


@register.filter
def problem_fix(problem: Problem) -> str:
    """Say what to do about it."""
    return reasons.fix(problem.code, _language(), **_said(problem))


def _said(problem: Problem) -> dict[str, Any]:
    """Return the parameters as people read them: moments as clocks show them."""
    return {name: _in_words(value) for name, value in problem.params.items()}


def _in_words(value: Any) -> Any:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) and "T" in value else None
    except ValueError:
        return value
    return words.moment(moment) if moment and moment.tzinfo else value


@register.filter
def code_message(code: str) -> str:
    """Say a code of the catalogue."""
    return reasons.message(code, _language())


@register.filter
def code_fix(code: str) -> str:
    """Say what to do about a code of the catalogue."""
    return reasons.fix(code, _language())


@register.filter
def check_title(code: str) -> str:
    """Say in a few words what a check looks for."""
    return reasons.title(code, _language())


@register.filter
def outcome_label(outcome: str) -> str:
    """Say how a check ended."""
    return str(words.OUTCOMES.get(outcome, outcome))


@register.filter
def check_basis(code: str) -> str:
    """Return the provision a check rests on."""
    entry = reasons.CATALOGUE.get(code)
    return entry.article.in_language(_language()) if entry else ""


@register.filter
def ground_wording(code: str) -> str:
    """Return the wording of a ground for refusal."""
    ground = reasons.GROUNDS.get(code)
    return ground.wording.in_language(_language()) if ground else code


@register.filter
def ground_article(code: str) -> str:
    """Return the provision of a ground for refusal."""
    ground = reasons.GROUNDS.get(code)
    return ground.article.in_language(_language()) if ground else ""


@register.filter
def state_label(state: str) -> str:
    """Say where an item is."""
    return str(State(state).label)


@register.filter
def state_tone(state: str) -> str:
    """Return the tone a state is shown in."""
    return TONE[state]


@register.filter
def verb_do(verb: str) -> str:
    """Say what a button does."""
    return str(words.DO.get(verb, verb))


@register.filter
def verb_done(verb: str) -> str:
    """Say what was done."""
    return str(words.DONE.get(verb, verb))


@register.filter
def queue_label(code: str) -> str:
    """Say what a queue holds."""
    return str(words.QUEUES[code])


@register.filter
def field_label(name: str) -> str:
    """Say the name of a field of the content."""
    if name.startswith("fields."):
        return structured.label_of(name)
    return str(words.FIELDS.get(name, name))


@register.filter
def role_label(role: str) -> str:
    """Say a role."""
    return str(words.ROLES.get(role, role))


@register.filter
def type_label(code: str) -> str:
    """Say a type of document."""
    return str(words.DOCUMENT_TYPES.get(code, code))


@register.filter
def category_label(code: str) -> str:
    """Say a category of the rule pack in force."""
    entry = pack_in_force(clock.in_vietnam(clock.now()).date()).categories.get(code)
    return code if entry is None else entry.en if words.in_english() else entry.vi


@register.filter
def name_of(place: Any) -> str:
    """Say a site or unit."""
    return words.name_of(place)


@register.filter
def stage_label(stage: Any) -> str:
    """Say a stage of a route."""
    return words.stage_label(stage)


@register.filter
def waiting_stage(submission: Submission) -> str:
    """Say the stages an item waits at; empty where nobody is awaited."""
    return ", ".join(words.stage_label(stage) for stage in open_steps(submission))


@register.filter
def and_then(line: Line) -> str:
    """Say in a few words what follows once the item is decided."""
    return listing.and_then(line, now=clock.now())


@register.filter
def whose_turn(line: Line) -> str:
    """Say whom an item waits for; empty where nobody is awaited."""
    return listing.whose_turn(line)


@register.filter
def moment(at: datetime) -> str:
    """Say a moment in Vietnam's time."""
    return words.moment(at)


@register.filter
def clock_time(at: datetime) -> str:
    """Say what the clock shows in Vietnam, to the second."""
    return f"{clock.in_vietnam(at):%H:%M:%S}"


@register.filter
def due(at: datetime, unit: str = "") -> str:
    """Say how much working time is left, or how late it is, by the calendar of the unit."""
    return words.due(at, now=clock.now(), calendar=calendar_of(unit))


@register.filter
def day_kind(kind: str) -> str:
    """Say what kind of day it is."""
    return str(words.DAY_KINDS.get(kind, kind))


@register.filter
def day_mark(kind: str) -> str:
    """Say what kind of day it is in as little room as a cell has."""
    return str(words.DAY_MARKS.get(kind, ""))


@register.filter
def stopped_clocks(submission: Submission) -> list[str]:
    """Say what is left of the stages whose clocks stand still."""
    return words.stopped_clocks(submission)


@register.filter
def is_late(at: datetime) -> bool:
    """Tell whether a moment has passed."""
    return at < clock.now()


@register.filter
def notice_kind(kind: str) -> str:
    """Say what kind of event a notice is about."""
    return str(words.NOTICE_KINDS[kind])


@register.filter
def short_hash(value: str) -> str:
    """Return the first digits of a hash."""
    return value[:SHORT_HASH]


@register.filter
def size(number: int) -> str:
    """Say the size of a file."""
    return str(filesizeformat(number))


@register.filter
def conversion_note(line: str) -> str:
    """Say a line `CODE: detail` of what was not carried or was repaired."""
    code, _, detail = line.partition(": ")
    wordings = NOT_CARRIED.get(code) or REPAIRS.get(code)
    if wordings is None:
        return reasons.message(code, _language()) if code in reasons.CATALOGUE else line
    count, _, rest = detail.partition(" ")
    return wordings[words.in_english()].format(
        detail=rest if code in REPAIRS else detail, count=count
    )


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    """Look a key up in a dictionary."""
    return mapping.get(key, "")


@register.inclusion_tag("desk/parts/field.html")
def desk_field(form: Any, name: str, kind: str = "") -> dict[str, Any]:
    """Show one field with its label, its help and everything that is wrong with it."""
    field = form[name]
    found = getattr(form, "problems", {}).get(name, [])
    described = [f"{field.id_for_label}_helptext"] if field.help_text else []
    if found or field.errors:
        described.append(f"{field.id_for_label}_problems")
    attrs = {"aria-describedby": " ".join(described)} if described else {}
    if found or field.errors:
        attrs["aria-invalid"] = "true"
    return {
        "field": field,
        "kind": kind,
        "problems": found,
        "control": field.as_widget(attrs=attrs),
        "required": field.field.required,
    }
