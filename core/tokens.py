"""Tokens that machines call with: shown once, kept as a digest, limited in scope and time."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from core.models import ApiToken, User

READ, WRITE, DECIDE = "read", "write", "decide"
SCOPES = (READ, WRITE, DECIDE)
LIFETIME = timedelta(days=90)
PREFIX = "duyet_"


def issue(
    user: User, *, now: datetime, scopes: Iterable[str] = SCOPES, lifetime: timedelta = LIFETIME
) -> str:
    """Return a new token for the person; earlier ones stay valid (ruling: contract)."""
    token = PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(
        user=user,
        digest=_digest(token),
        scopes=sorted(set(scopes)),
        created_at=now,
        expires_at=now + lifetime,
    )
    return token


def find(token: str, *, now: datetime) -> ApiToken | None:
    """Return the valid token of an active person, or None."""
    row = ApiToken.objects.select_related("user").filter(digest=_digest(token)).first()
    if row is None or not row.user.is_active:
        return None
    return row if row.expires_at is None or row.expires_at > now else None


def revoke(token: ApiToken) -> None:
    """End one token; the person's others stay valid."""
    ApiToken.objects.filter(pk=token.pk).delete()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
