"""Words for what keeps a release from its time, before it comes and when it does."""

from approvals.reasons.model import Reason, refusal

RELEASES: tuple[Reason, ...] = (
    refusal(
        "RELEASE_NOT_APPROVED",
        "Hồ sơ chưa được duyệt ({state}).",
        "The item is not approved ({state}).",
        "Duyệt trước giờ phát hành, hoặc bỏ hồ sơ khỏi gói.",
        "Approve it before the release, or take it out of the bundle.",
    ),
    refusal(
        "RELEASE_UNDER_EMBARGO",
        "Nội dung chưa được công khai trước {until}.",
        "The content may not be public before {until}.",
        "Chọn giờ phát hành từ thời điểm đó trở đi.",
        "Choose a time of release from then on.",
    ),
    refusal(
        "RELEASE_HELD_BACK",
        "Hồ sơ đang được giữ lại đến {until} sau khi duyệt cùng nhiều hồ sơ.",
        "The item is held back until {until} after several were approved at once.",
        "Chờ hết thời gian giữ.",
        "Wait until that time is over.",
    ),
    refusal(
        "RELEASE_EXPIRED_BEFORE",
        "Thời điểm hết hạn ({until}) không sau giờ phát hành.",
        "The end ({until}) is not after the time of release.",
        "Lùi thời điểm hết hạn hoặc chọn giờ phát hành sớm hơn.",
        "Move the end, or choose an earlier time of release.",
    ),
    refusal(
        "RELEASE_FILE_MISSING",
        "Tệp “{name}” không còn trong kho.",
        "The file “{name}” is not in the store.",
        "Báo quản trị khôi phục kho trước giờ phát hành.",
        "Have the store restored before the release.",
    ),
    refusal(
        "RELEASE_MANDATE_OVER",
        "Thẩm quyền ký của {person} hết hiệu lực trước giờ phát hành; chữ ký đã có vẫn đúng.",
        "The mandate of {person} is over by then; what was signed stays signed.",
        "Nếu cần, gọi lại và để người đang có thẩm quyền duyệt.",
        "If it matters, recall the item and have somebody with the power approve it.",
    ),
    refusal(
        "RELEASE_NOBODY_SIGNS",
        "Đến lúc đó không ai ở bước “{stage}” có thẩm quyền ký.",
        "By then nobody at the stage “{stage}” holds a mandate to sign.",
        "Lập thẩm quyền ký, hoặc duyệt sớm hơn.",
        "Give a mandate, or have it approved earlier.",
    ),
    refusal(
        "RELEASE_IN_BUNDLE",
        "Hồ sơ nằm trong một gói phát hành và chờ giờ của gói.",
        "The item is in a release bundle and waits for its time.",
        "Đổi giờ của gói, hoặc bỏ hồ sơ khỏi gói.",
        "Change the time of the bundle, or take the item out.",
    ),
    refusal(
        "RELEASE_TOO_FEW",
        "Gói phát hành cần ít nhất hai hồ sơ.",
        "A release bundle needs at least two items.",
        "Chọn thêm hồ sơ; một hồ sơ thì hẹn giờ riêng.",
        "Choose more items; a single one has a time of its own.",
    ),
    refusal(
        "RELEASE_OTHER_SITE",
        "Có hồ sơ không thuộc trang này, đã đăng, hoặc đang ở gói khác.",
        "Some items are of another site, are public already, or are in another bundle.",
        "Tải lại trang và chọn lại.",
        "Load the page again and choose anew.",
    ),
    refusal(
        "RELEASE_IN_THE_PAST",
        "Giờ phát hành đã qua.",
        "The time of release has passed.",
        "Chọn một thời điểm sắp tới.",
        "Choose a moment to come.",
    ),
    refusal(
        "RELEASE_CLOSED",
        "Gói này đã được phát hành hoặc đã hủy.",
        "This bundle was released or cancelled already.",
        "Không cần làm gì thêm.",
        "Nothing more is needed.",
    ),
    refusal(
        "RELEASE_NAME_MISSING",
        "Gói phát hành chưa có tên.",
        "The release bundle has no name.",
        "Đặt một tên ngắn cho gói.",
        "Give the bundle a short name.",
    ),
)
