"""The rows of a submission's life."""

from approvals.models.decisions import Decision, DecisionGround, Endorsement, Override, Verdict
from approvals.models.routes import Absence, Mandate, Route, RouteVersion
from approvals.models.submissions import Attachment, Document, Revision, Submission, Turn

__all__ = [
    "Absence",
    "Attachment",
    "Decision",
    "DecisionGround",
    "Document",
    "Endorsement",
    "Mandate",
    "Override",
    "Revision",
    "Route",
    "RouteVersion",
    "Submission",
    "Turn",
    "Verdict",
]
