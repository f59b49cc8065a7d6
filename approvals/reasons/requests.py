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
    # how one hears of things
    refusal(
        "NOTICE_MUST_REACH",
        "Không tắt hẳn được: có người đang chờ và có hạn. Giữ ít nhất một cách nhận.",
        "This cannot be silenced wholly: somebody waits and a deadline runs. Keep one channel.",
        "Chọn hiện trên bàn làm việc, hoặc nhận bằng thư.",
        "Choose the desk, or mail.",
    ),
    # the link in a mail
    refusal(
        "MAIL_LINK_USED",
        "Liên kết trong thư này đã được dùng để quyết định.",
        "The link in this mail has already been used for a decision.",
        "Mở hồ sơ trên bàn làm việc để xem tình trạng hiện nay.",
        "Open the item on the desk to see where it stands.",
    ),
    refusal(
        "MAIL_LINK_CHANGED",
        "Nội dung đã thay đổi kể từ khi thư được gửi; chưa có gì được quyết định.",
        "The content has changed since the mail was sent; nothing has been decided.",
        "Xem phần thay đổi, rồi quyết định trên bàn làm việc.",
        "Look at what changed, then decide on the desk.",
    ),
    refusal(
        "MAIL_LINK_EXPIRED",
        "Liên kết trong thư này đã hết hạn.",
        "The link in this mail has expired.",
        "Mở hồ sơ trên bàn làm việc để xem và quyết định.",
        "Open the item on the desk to look at it and decide.",
    ),
    refusal(
        "MAIL_LINK_OVER",
        "Hồ sơ này không còn chờ ý kiến của bạn.",
        "This item no longer waits for you.",
        "Không cần làm gì thêm.",
        "There is nothing left to do.",
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
