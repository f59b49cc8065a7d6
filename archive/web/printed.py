"""Internal forms of an item as files to print."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from approvals.web.asking import desk, submission_for
from archive.services.forms import FORMS


@desk
@require_safe
def form(request: HttpRequest, key: uuid.UUID, kind: str) -> HttpResponse:
    """Hand out a form of an item that the person may see."""
    if kind not in FORMS:
        raise Http404
    found = submission_for(request, key)
    answer = HttpResponse(FORMS[kind](found), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{kind}-{found.reference}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
