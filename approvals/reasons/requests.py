"""Words for what the content lacks and how a request was made."""

from approvals.reasons.model import Reason, refusal

REQUESTS: tuple[Reason, ...] = (
    # what the content needs
    refusal(
        "TITLE_MISSING",
        "Chưa có tiêu đề.",
        "The title is missing.",
        "Nhập tiêu đề.",
        "Enter a title.",
    ),
    refusal(
        "BODY_MISSING",
        "Chưa có nội dung.",
        "There is no content.",
        "Nhập nội dung hoặc tải lên văn bản.",
        "Enter the text or upload a document.",
    ),
    refusal(
        "CATEGORY_MISSING",
        "Chưa chọn chuyên mục, hoặc chuyên mục không có trong danh sách.",
        "No category is chosen, or it is not on the list.",
        "Chọn một chuyên mục.",
        "Choose a category.",
    ),
    refusal(
        "TITLE_TOO_LONG",
        "Tiêu đề dài quá {limit} ký tự.",
        "The title is longer than {limit} characters.",
        "Rút gọn tiêu đề; phần chi tiết đưa vào tóm tắt.",
        "Shorten the title; put details into the summary.",
    ),
    # the way it was asked
    refusal(
        "MALFORMED",
        "Yêu cầu không đọc được hoặc sai kiểu dữ liệu.",
        "The request cannot be read or has values of the wrong kind.",
        "Sửa các trường nêu bên dưới theo tài liệu API.",
        "Correct the fields named below; see the API documentation.",
    ),
    refusal(
        "METHOD_NOT_ALLOWED",
        "Địa chỉ này không nhận cách gọi đó.",
        "This address does not take that method.",
        "Xem tài liệu API để biết cách gọi đúng.",
        "See the API documentation for the right method.",
    ),
    refusal(
        "IDEMPOTENCY_MISMATCH",
        "Khóa chống gửi trùng (Idempotency-Key) này đã dùng cho một nội dung khác.",
        "This Idempotency-Key was already used with another body.",
        "Dùng khóa mới cho yêu cầu mới.",
        "Use a new key for a new request.",
    ),
    refusal(
        "TOO_MANY_REQUESTS",
        "Bạn gửi quá nhiều yêu cầu trong thời gian ngắn.",
        "Too many requests in a short time.",
        "Chờ {seconds} giây rồi thử lại.",
        "Wait {seconds} seconds and try again.",
    ),
    # keeping: what commands and logs say
    refusal(
        "DATABASE_COMMAND_FAILED",
        "Lệnh cơ sở dữ liệu không thực hiện được: {command}.",
        "A database command failed: {command}.",
        "Xem nhật ký, kiểm tra địa chỉ và quyền rồi chạy lại.",
        "Look at the log, check address and rights, and run it again.",
    ),
    refusal(
        "BACKUP_DAMAGED",
        "Bản sao lưu đã hỏng hoặc không đủ: {finding}.",
        "The backup is damaged or incomplete: {finding}.",
        "Dùng bản sao lưu khác và tìm nguyên nhân.",
        "Use another backup and find out why.",
    ),
    refusal(
        "RESTORE_TARGET_NOT_EMPTY",
        "Cơ sở dữ liệu đích đã có bảng.",
        "The database to restore into already has tables.",
        "Tạo cơ sở dữ liệu trống rồi khôi phục vào đó.",
        "Create an empty database and restore into that.",
    ),
    refusal(
        "NO_BACKUP",
        "Chưa có bản sao lưu nào.",
        "There is no backup yet.",
        "Chạy `manage.py backup` trước.",
        "Run `manage.py backup` first.",
    ),
)
