"""Words for what stands against plans of reorganisation."""

from approvals.reasons.model import Reason, refusal

REORGANISING: tuple[Reason, ...] = (
    refusal(
        "REORGANISATION_SOURCES",
        "Chưa đủ đơn vị: sáp nhập cần ít nhất hai, các việc khác cần một.",
        "Units are missing: a merger needs two at least, everything else one.",
        "Chọn thêm đơn vị.",
        "Choose more units.",
    ),
    refusal(
        "REORGANISATION_SUCCESSORS",
        "Chia, tách cần ít nhất hai đơn vị kế thừa.",
        "A split needs two successors at least.",
        "Ghi thêm đơn vị kế thừa.",
        "Add a successor.",
    ),
    refusal(
        "REORGANISATION_TARGET",
        "Đơn vị kế thừa không hợp: đơn vị mới cần tên, đơn vị giải thể cần một đơn vị đang hoạt "
        "động tiếp nhận.",
        "The successor does not fit: a new unit needs a name; what is abolished needs an existing "
        "unit that takes over.",
        "Xem lại mã và tên đơn vị kế thừa.",
        "Check the successor's code and name.",
    ),
    refusal(
        "REORGANISATION_INSTRUMENT",
        "Chưa ghi văn bản quyết định việc sắp xếp.",
        "The act that orders the reorganisation is missing.",
        "Ghi số, ký hiệu và ngày của văn bản.",
        "Give its number and date.",
    ),
    refusal(
        "UNIT_OVER",
        "{unit} không có hoặc đã kết thúc trước ngày đó.",
        "{unit} does not exist or has ended before that day.",
        "Chọn đơn vị khác hoặc ngày khác.",
        "Choose another unit or day.",
    ),
    refusal(
        "REORGANISATION_STATE",
        "Kế hoạch này không còn ở bước đó.",
        "The plan is not at that step any more.",
        "Tải lại trang để xem trạng thái hiện nay.",
        "Load the page again to see where it is.",
    ),
    refusal(
        "REORGANISATION_EARLY",
        "Chưa đến ngày {on}.",
        "The day, {on}, has not come.",
        "Lên lịch để hệ thống tự thực hiện đúng ngày.",
        "Schedule it: the clock runs it on its day.",
    ),
    refusal(
        "REORGANISATION_DECIDED",
        "Đã có {n} quyết định sau khi thực hiện nên không hoàn lại được.",
        "{n} decisions were made since, so it cannot be taken back.",
        "Lập một kế hoạch sắp xếp mới cho chiều ngược lại.",
        "Plan a new reorganisation the other way round.",
    ),
    refusal(
        "REORGANISATION_BUILT_UPON",
        "Một kế hoạch sau đó đã sắp xếp tiếp các đơn vị này.",
        "A later plan has reorganised these units again.",
        "Hoàn lại kế hoạch sau trước.",
        "Take the later plan back first.",
    ),
    refusal(
        "SITE_CLOSED",
        "{site} đã đóng, không nhận tin bài mới.",
        "{site} is closed and takes no new items.",
        "Soạn trên trang của đơn vị kế thừa.",
        "Write it on the successor's site.",
    ),
)
