"""The pages for what goes wrong, in the reader's language; the 500 page needs only itself."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext_lazy as _

LOCKED = 429
BROKEN = 500


@dataclass(frozen=True)
class Page:
    """What an error page says, and what to do about it."""

    title: Any
    advice: Any


PAGES = {
    400: Page(
        _("Yêu cầu không đọc được"),
        _("Quay lại trang trước, tải lại rồi thử lần nữa."),
    ),
    403: Page(
        _("Bạn không có quyền làm việc này"),
        _("Nhờ người có thẩm quyền, hoặc hỏi quản trị về quyền của bạn."),
    ),
    404: Page(
        _("Không tìm thấy"),
        _("Kiểm tra lại địa chỉ. Hồ sơ của đơn vị khác chỉ thấy được sau khi đã đăng."),
    ),
    409: Page(
        _("Đã có người xử lý trước bạn"),
        _("Tải lại trang để xem trạng thái hiện tại."),
    ),
    412: Page(
        _("Trang bạn mở đã cũ"),
        _("Tải lại trang, xem phần đã thay đổi rồi quyết định lại."),
    ),
    413: Page(
        _("Tệp hoặc nội dung quá lớn"),
        _("Giảm dung lượng rồi gửi lại."),
    ),
    LOCKED: Page(
        _("Tạm khóa đăng nhập"),
        _("Đã nhập sai mật khẩu nhiều lần. Đợi 15 phút rồi thử lại, hoặc nhờ quản trị mở khóa."),
    ),
    BROKEN: Page(
        _("Hệ thống gặp lỗi"),
        _("Lỗi đã được ghi lại; chưa có gì bị thay đổi nửa chừng. Thử lại sau ít phút."),
    ),
}
UNSIGNED = Page(
    _("Biểu mẫu đã hết hạn"),
    _("Phiên làm việc đã đổi. Quay lại trang trước (chữ đã gõ thường vẫn còn), tải lại rồi gửi."),
)


def page(request: HttpRequest, status: int, said: Page | None = None) -> HttpResponse:
    """Return the page of a status."""
    context = {"status": status, "said": said or PAGES[status]}
    return render(request, "errors/page.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 400."""
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 403."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 404; the same page whether it is not there or not for this person."""
    return page(request, 404)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413, before anything of the request was read; so without a session or a person."""
    context = {"status": 413, "said": PAGES[413]}
    with override(get_language_from_request(request)):
        return HttpResponse(render_to_string("errors/bare.html", context), status=413)


def unsigned(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer 403 to a form without the right CSRF token."""
    return page(request, 403, UNSIGNED)


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Answer 429 after too many wrong passwords."""
    response = page(request, LOCKED)
    response["Retry-After"] = "900"
    return response


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer 500 without touching database, session or context processors."""
    context = {"status": BROKEN, "said": PAGES[BROKEN]}
    return HttpResponse(render_to_string("errors/bare.html", context), status=BROKEN)
