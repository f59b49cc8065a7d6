"""Words for what the checks find in the fields that the law names."""

from approvals.reasons.grounds import ARTICLE
from approvals.reasons.model import Reason, Wording

_QUALITY = "QB39.4.5.QUALITY"

STRUCTURED: tuple[Reason, ...] = (
    Reason(
        "STRUCTURE_FIELD_MISSING",
        Wording("“{structure}” phải có: {label}.", "“{structure}” must state: {label}."),
        Wording(
            "Điền ô này; nếu chưa thể, Ban Biên tập có thể bỏ qua kiểm tra với lý do và ngày hẹn "
            "bổ sung.",
            "Fill it in; if that is not possible yet, the board may set the check aside with a "
            "reason and a date.",
        ),
        overridable=True,
        ground=_QUALITY,
        article=ARTICLE,
    ),
    Reason(
        "STRUCTURE_FIELD_ADVISED",
        Wording("“{structure}” nên có: {label}.", "“{structure}” should state: {label}."),
        Wording(
            "Pháp luật nêu tên ô này; điền để người đọc tìm và lọc được.",
            "The law names this field; fill it in so that readers can find and filter by it.",
        ),
        severity="warn",
        ground=_QUALITY,
        article=ARTICLE,
    ),
    Reason(
        "STRUCTURE_FIELD_MALFORMED",
        Wording("{label}: “{value}” không hợp lệ.", "{label}: “{value}” is not valid."),
        Wording(
            "Ghi đúng kiểu: ngày dạng năm-tháng-ngày và không sớm hơn ngày bắt đầu, số không có "
            "chữ, địa chỉ bắt đầu bằng https://.",
            "Use the field's form: dates as year-month-day and not before the first one, numbers "
            "without letters, addresses beginning with https://.",
        ),
        ground=_QUALITY,
        article=ARTICLE,
    ),
)
