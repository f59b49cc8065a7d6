"""The signing folder as a file to print."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from approvals.selectors.people import actor_of
from archive.services import folder
from core.clock import in_vietnam, now


@login_required
@require_safe
def signing_folder(request: HttpRequest) -> HttpResponse:
    """Hand out what waits for the signed-in person as one PDF."""
    moment = now()
    me = actor_of(request.user, on=in_vietnam(moment).date())  # type: ignore[arg-type]
    pdf = folder.signing_folder(me, name=str(request.user), now=moment)
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="trinh-ky-{in_vietnam(moment):%Y%m%d}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )
