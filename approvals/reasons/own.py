"""Words around the checks that administrators add: what they find, and why one is not taken."""

from approvals.reasons.model import Reason, Wording, refusal

OWN: tuple[Reason, ...] = (
    Reason(
        "OWN_CHECK",
        Wording("Quy tắc riêng: {said}", "House rule: {said}"),
        Wording("Cần làm: {remedy}", "What to do: {remedy}"),
        severity="warn",
    ),
    refusal(
        "EXPRESSION_TOO_LONG",
        "Biểu thức trống hoặc dài quá {limit} ký tự.",
        "The expression is empty or longer than {limit} characters.",
        "Viết ngắn lại, hoặc tách thành hai kiểm tra.",
        "Shorten it, or make two checks of it.",
    ),
    refusal(
        "EXPRESSION_UNBOUNDED",
        "Biểu thức có thể chạy lâu: chỉ được duyệt danh sách {limit} lần, không lồng nhau, không "
        "dùng map.",
        "The expression could run long: at most {limit} walks over lists, none inside another, "
        "no map.",
        "Dùng exists hoặc all trên từng danh sách riêng.",
        "Use exists or all on one list at a time.",
    ),
    refusal(
        "EXPRESSION_UNREADABLE",
        "Không đọc được biểu thức: {detail}",
        "The expression cannot be read: {detail}",
        "Sửa chỗ được chỉ ra; xem các tên có thể dùng và ví dụ trên trang.",
        "Correct the place that is named; the page lists names and examples.",
    ),
    refusal(
        "EXPRESSION_FAILS",
        "Biểu thức hỏng khi chạy thử trên hồ sơ đã lưu: {detail}",
        "The expression breaks on stored items: {detail}",
        "Kết quả phải là đúng hoặc sai, và chỉ dùng các tên có trên trang.",
        "It must answer true or false, and use only the names on the page.",
    ),
    refusal(
        "OWN_CHECK_INCOMPLETE",
        "Thiếu hoặc sai: {name}.",
        "Missing or wrong: {name}.",
        "Mã bắt đầu bằng OWN_; đủ lời bằng hai thứ tiếng; kiểm tra chặn phải có căn cứ.",
        "The code begins with OWN_; words in both languages; a blocking check needs a ground.",
    ),
    refusal(
        "OWN_CHECK_UNTRIED",
        "Kiểm tra chưa được chạy thử, hoặc đã sửa sau khi chạy thử.",
        "The check was not tried out, or was changed after the trial.",
        "Chạy thử lại rồi mới đưa vào áp dụng.",
        "Try it out again, then put it into force.",
    ),
)
