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
)
