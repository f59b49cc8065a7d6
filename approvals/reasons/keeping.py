"""Words for what keeping refuses: witnesses, retention, legal holds, disposal."""

from approvals.reasons.model import Reason, refusal

KEEPING: tuple[Reason, ...] = (
    refusal(
        "COSIGNATURE_REFUSED",
        "Chữ ký chứng kiến không khớp: {reason}.",
        "The cosignature does not hold: {reason}.",
        "Chỉ nhận chữ ký của bên chứng kiến đã khai báo, trên chốt sổ của chính sổ cái này.",
        "Only configured witnesses are taken, on a checkpoint of this ledger.",
    ),
    refusal(
        "RECORD_HELD",
        "Hồ sơ đang bị giữ theo lệnh pháp lý, không được hủy.",
        "The record is under a legal hold and must not be destroyed.",
        "Gỡ lệnh giữ (có lý do) trước khi đề nghị hủy.",
        "Lift the hold, with a reason, before proposing disposal.",
    ),
    refusal(
        "RECORD_NOT_DUE",
        "Hồ sơ chưa hết thời hạn bảo quản hoặc phải giữ vĩnh viễn.",
        "The record's retention period is not over, or it is kept for ever.",
        "Bỏ hồ sơ này khỏi danh mục hủy.",
        "Take it off the disposal list.",
    ),
    refusal(
        "KEEPING_REASON_MISSING",
        "Chưa ghi lý do.",
        "No reason was given.",
        "Viết rõ lý do; lý do được ghi vào sổ cái.",
        "Write the reason; it goes into the ledger.",
    ),
    refusal(
        "DISPOSAL_SECOND_PERSON",
        "Người xác nhận hủy phải khác người đề nghị.",
        "Whoever confirms a disposal must not be who proposed it.",
        "Nhờ một người khác có quyền lưu trữ xác nhận.",
        "Have another archivist confirm it.",
    ),
    refusal(
        "DISPOSAL_EMPTY",
        "Danh mục hủy không có hồ sơ nào.",
        "The disposal list is empty.",
        "Chọn ít nhất một hồ sơ đã hết hạn.",
        "Choose at least one record that is due.",
    ),
    refusal(
        "RECORD_NOT_HELD",
        "Hồ sơ không bị giữ.",
        "The record is not held.",
        "Tải lại trang.",
        "Reload the page.",
    ),
    refusal(
        "RECORD_STILL_PUBLIC",
        "Nội dung của hồ sơ vẫn đang hiển thị trên cổng.",
        "What the record is about is still online.",
        "Gỡ bài khỏi cổng trước, hoặc giữ hồ sơ lại.",
        "Take the item down first, or keep the record.",
    ),
    refusal(
        "RECORD_DESTROYED",
        "Hồ sơ đã được hủy theo một chứng nhận.",
        "The record was destroyed under a certificate.",
        "Bỏ hồ sơ này khỏi danh mục.",
        "Take it off the list.",
    ),
    refusal(
        "RECORD_ON_ANOTHER_LIST",
        "Hồ sơ đang nằm trong một danh mục hủy khác.",
        "The record is on another open disposal list.",
        "Chờ danh mục kia được quyết định.",
        "Wait for that list to be decided.",
    ),
    refusal(
        "DISPOSAL_NOT_CONFIRMED",
        "Danh mục hủy chưa được người thứ hai xác nhận, hoặc đã hủy xong.",
        "The list has not been confirmed by a second person, or is done.",
        "Nhờ người thứ hai xác nhận trước.",
        "Have a second person confirm it first.",
    ),
    refusal(
        "EXPORT_EXISTS",
        "Thư mục xuất đã có; bản xuất không bao giờ bị ghi đè.",
        "The export's folder is there already; exports are never written over.",
        "Chọn một thư mục chưa có.",
        "Choose a folder that does not exist.",
    ),
    refusal(
        "STILL_THERE",
        "Kho lưu trữ chưa xóa được tệp.",
        "The store has not deleted a file.",
        "Thử lại; nếu vẫn lỗi, báo quản trị kho.",
        "Try again; if it persists, tell who runs the store.",
    ),
)
