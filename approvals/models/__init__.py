"""The rows of a submission's life."""

from approvals.models.carrying import Carried, SourceChange
from approvals.models.conversation import Attention, Comment
from approvals.models.decisions import Decision, DecisionGround, Endorsement, Override, Verdict
from approvals.models.duties import PostingTerm
from approvals.models.measures import StageTime
from approvals.models.own_checks import OwnCheck
from approvals.models.personal import Look, NoticeChoice, SavedFilter
from approvals.models.reorganising import Moved, Reorganisation, Succession
from approvals.models.routes import Absence, Mandate, Route, RouteVersion
from approvals.models.signatures import FileSignatures
from approvals.models.submissions import (
    Attachment,
    Document,
    Revision,
    SearchText,
    Submission,
)
from approvals.models.turns import StoppedClock, Timer, Turn

__all__ = [
    "Absence",
    "Attachment",
    "Attention",
    "Carried",
    "Comment",
    "Decision",
    "DecisionGround",
    "Document",
    "Endorsement",
    "FileSignatures",
    "Look",
    "Mandate",
    "Moved",
    "NoticeChoice",
    "Override",
    "OwnCheck",
    "PostingTerm",
    "Reorganisation",
    "Revision",
    "Route",
    "RouteVersion",
    "SavedFilter",
    "SearchText",
    "SourceChange",
    "StageTime",
    "StoppedClock",
    "Submission",
    "Succession",
    "Timer",
    "Turn",
    "Verdict",
]
