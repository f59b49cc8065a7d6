"""What one was told: the notices, newest first, and marking them read."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from approvals.services.personal import mark_read
from approvals.web.asking import desk, person
from core import clock

PAGE_SIZE = 30


@desk
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Show the person's notices."""
    rows = Paginator(person(request).notices.all(), PAGE_SIZE)
    return render(request, "desk/notices.html", {"page": rows.get_page(request.GET.get("page"))})


@desk
@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """Mark one notice, or all of them, as read."""
    number = request.POST.get("notice", "")
    mark_read(person(request), now=clock.now(), notice=int(number) if number.isdigit() else None)
    return redirect("notices")
