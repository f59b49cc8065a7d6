"""Coming in, going out, and the language one reads."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from approvals.selectors.noticing import trouble_of
from approvals.selectors.telling import choices_of
from approvals.services.personal import choose_language, choose_shortcuts
from approvals.web.asking import actor, desk, person
from approvals.web.forms import LanguageForm

A_YEAR = 365 * 24 * 3600


class SignInForm(AuthenticationForm):
    """User name and password; the refusal does not tell which of the two was wrong."""

    error_messages = {
        "invalid_login": gettext_lazy(
            "Tên đăng nhập hoặc mật khẩu không đúng. Sau năm lần sai, tài khoản tạm khóa 15 phút."
        ),
        "inactive": gettext_lazy("Tài khoản này không còn hoạt động."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("username", "password"):
            self.fields[name].widget.attrs["class"] = "form-control"
        self.fields["username"].label = gettext_lazy("Tên đăng nhập")
        self.fields["password"].label = gettext_lazy("Mật khẩu")


class SignIn(LoginView):
    """The sign-in page; whoever comes in reads the language they once chose."""

    template_name = "desk/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in and take over the person's language."""
        response: HttpResponse = super().form_valid(form)
        remember_language(response, form.get_user().language)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Show the form again with the reason."""
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response


@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Change the language of the screen, and keep it with the person who is signed in."""
    if request.user.is_authenticated:
        choose_language(person(request), request.POST.get("language", ""))
    return set_language(request)


@desk
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show who one is here, and let one choose the language."""
    me = person(request)
    form = LanguageForm(request.POST or None, initial={"language": me.language})
    if not form.is_valid():
        roles = me.role_assignments.select_related("unit")
        context = {
            "form": form,
            "roles": roles,
            "me": actor(request),
            "quiet": settings.QUIET_HOURS,
        }
        context |= {"channels": choices_of(me), "trouble": trouble_of(me)}
        return render(request, "desk/profile.html", context, status=422 if form.is_bound else 200)
    language = form.cleaned_data["language"]
    choose_language(me, language)
    with override(language):
        messages.success(request, _("Đã lưu."))
    response: HttpResponseRedirect = redirect("profile")
    remember_language(response, language)
    return response


@desk
@require_POST
def switch_shortcuts(request: HttpRequest) -> HttpResponse:
    """Switch the shortcuts of the keyboard on or off."""
    choose_shortcuts(person(request), on=request.POST.get("shortcuts") == "on")
    messages.success(request, _("Đã lưu."))
    return redirect("profile")


def remember_language(response: HttpResponse, language: str) -> None:
    """Set the language of the pages that follow."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=A_YEAR,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
