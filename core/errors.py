"""The family of refusals: each carries a stable code; HTTP statuses are decided in `api` alone."""

import dataclasses
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One reason for a refusal: a code of the catalogue, the field it concerns, its parameters."""

    code: str
    field: str = ""
    params: dict[str, Any] = dataclasses.field(default_factory=dict)


class DomainError(Exception):
    """A refusal with a code; `problems` lists every reason, never just the first."""

    default_code = "REFUSED"

    def __init__(
        self, code: str = "", *, problems: tuple[Problem, ...] = (), **params: Any
    ) -> None:
        self.code = code or self.default_code
        self.params = params
        self.problems = problems or (Problem(self.code, params=params),)
        super().__init__(self.code, params)


class NotVisible(DomainError):  # noqa: N818
    """The object is not there for this person."""

    default_code = "NOT_FOUND"


class NotPermitted(DomainError):  # noqa: N818
    """The person may not do this."""

    default_code = "NOT_PERMITTED"


class WrongState(DomainError):  # noqa: N818
    """The verb does not start from the present state."""

    default_code = "WRONG_STATE"


class Stale(DomainError):  # noqa: N818
    """The caller looked at an older version."""

    default_code = "STALE_VERSION"


class GuardFailed(DomainError):  # noqa: N818
    """A condition of the transition does not hold."""

    default_code = "GUARD_FAILED"


class RulesViolated(DomainError):  # noqa: N818
    """The content breaks blocking rules."""

    default_code = "RULES_VIOLATED"


class UploadRefused(DomainError):  # noqa: N818
    """A file cannot be taken in: unreadable, of a type that is not allowed."""

    default_code = "UPLOAD_REFUSED"


class UploadTooLarge(UploadRefused):
    """A file or a text is larger than the limit."""

    default_code = "TOO_LARGE"


class StorageFailed(DomainError):  # noqa: N818
    """The object store did not do what was asked; worth another try."""

    default_code = "STORAGE_FAILED"
