"""Words for what an auditor's sample lacks."""

from approvals.reasons.model import Reason, refusal

AUDITING: tuple[Reason, ...] = (
    refusal(
        "SAMPLE_SIZE",
        "Một đợt kiểm tra có từ 1 đến {most} mục.",
        "A sample holds from 1 to {most} items.",
        "Sửa lại số mục.",
        "Change the number.",
    ),
    refusal(
        "SAMPLE_EMPTY",
        "Không có quyết định nào trong khoảng thời gian và phạm vi này.",
        "There is no decision in this stretch of time and scope.",
        "Chọn khoảng thời gian dài hơn hoặc bớt điều kiện.",
        "Choose a longer stretch or fewer conditions.",
    ),
    refusal(
        "FINDING_NEEDS_WORDS",
        "Có phát hiện thì phải viết ra phát hiện gì.",
        "A finding has to be written down.",
        "Viết nhận xét, hoặc chọn kết quả khác.",
        "Write the note, or choose another result.",
    ),
)
