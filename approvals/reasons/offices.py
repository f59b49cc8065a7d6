"""Words for what routes, mandates and absences lack."""

from approvals.reasons.model import Reason, refusal

OFFICES: tuple[Reason, ...] = (
    # being away
    refusal(
        "ABSENCE_IN_THE_PAST",
        "Ngày bắt đầu vắng mặt đã qua.",
        "The first day of the absence has passed.",
        "Chọn từ hôm nay trở đi; quyết định đã có không đổi người.",
        "Choose today or later; what was decided stays with whoever decided.",
    ),
    refusal(
        "ABSENCE_DAYS",
        "Ngày cuối phải từ ngày đầu trở đi và không quá một năm.",
        "The last day must not be before the first, nor more than a year after it.",
        "Sửa lại ngày cuối.",
        "Change the last day.",
    ),
    refusal(
        "ABSENCE_OVERLAPS",
        "Khoảng này trùng với lần vắng mặt đã đặt.",
        "These days overlap an absence that is set already.",
        "Kết thúc lần vắng mặt kia trước, hoặc chọn ngày khác.",
        "End the other absence first, or choose other days.",
    ),
    refusal(
        "ABSENCE_OVER",
        "Lần vắng mặt này đã kết thúc.",
        "This absence is over.",
        "Không cần làm gì thêm.",
        "Nothing more is needed.",
    ),
    refusal(
        "SUBSTITUTE_REFUSED",
        "Người thay phải là người khác và đang làm việc.",
        "The substitute must be somebody else who is active.",
        "Chọn người khác.",
        "Choose somebody else.",
    ),
    refusal(
        "SUBSTITUTE_NONE",
        "Không có người thay: hồ sơ ở lượt của người vắng sẽ chờ, rồi được đôn đốc lên cấp trên.",
        "Nobody stands in: what awaits the absent person will wait and be escalated.",
        "Chọn người thay nếu bước này không có ai khác giữ vai.",
        "Choose a substitute where nobody else holds the role.",
    ),
    refusal(
        "SUBSTITUTE_AWAY",
        "{person} cũng vắng trong khoảng này; người thay của người thay không có quyền.",
        "{person} is away in these days too; a substitute's substitute has no powers.",
        "Chọn người thay khác.",
        "Choose another substitute.",
    ),
    refusal(
        "SUBSTITUTE_CANNOT_SIGN",
        "{person} chưa có thẩm quyền ký của {unit} trong suốt khoảng này nên không duyệt "
        "thay được.",
        "{person} has no signing mandate of {unit} for all these days and cannot approve.",
        "Lập ủy quyền (TUQ) hoặc phân công ký thay (KT) có văn bản kèm theo.",
        "Set up a written authorisation (TUQ) or a deputy's mandate (KT) with its document.",
    ),
    refusal(
        "SUBSTITUTE_INVOLVED",
        "{person} đã tham gia soạn hoặc thẩm định {items} nên không xử lý thay các hồ sơ này được.",
        "{person} wrote or reviewed {items} and cannot decide these.",
        "Xử lý các hồ sơ này trước khi đi, hoặc nhờ người khác giữ vai.",
        "Decide these before you leave, or ask another holder of the role.",
    ),
    # routes
    refusal(
        "ROUTE_SHAPE",
        "Quy trình cần ít nhất một bước thẩm định, sau đó ít nhất một bước phê duyệt; bước mở "
        "cùng lúc phải cùng giai đoạn với bước ngay trước.",
        "A route needs a review stage at least, then an approval stage; a stage that opens "
        "together with the one before it belongs to the same phase.",
        "Sửa thứ tự hoặc giai đoạn của các bước.",
        "Change the order or the phase of the stages.",
    ),
    refusal(
        "ROUTE_EXISTS",
        "Trang này đã có quy trình cho loại văn bản và chuyên mục đó.",
        "The site has a route for that type and category already.",
        "Sửa quy trình kia, hoặc chọn loại văn bản, chuyên mục khác.",
        "Change that route, or choose another type or category.",
    ),
    refusal(
        "STAGE_HAS_NOBODY",
        "Hôm nay không có ai giữ bước “{stage}”.",
        "Nobody holds the stage “{stage}” today.",
        "Chọn vai trò hoặc đơn vị khác, hoặc giao vai trò cho một người trước.",
        "Choose another role or unit, or give somebody the role first.",
    ),
    refusal(
        "STAGE_NEEDS_MORE",
        "Bước “{stage}” cần {n} người nhưng chỉ có {count} người giữ vai.",
        "The stage “{stage}” needs {n} people and {count} hold the role.",
        "Giảm số người cần, hoặc giao vai trò cho thêm người.",
        "Ask for fewer, or give more people the role.",
    ),
    refusal(
        "STAGE_CANNOT_SIGN",
        "Không ai ở bước cuối “{stage}” có thẩm quyền ký của đơn vị chủ trang.",
        "Nobody at the last stage “{stage}” may sign for the site's unit.",
        "Lập thẩm quyền ký cho người ở bước này, hoặc chọn người khác.",
        "Give a person of this stage a mandate, or choose somebody else.",
    ),
    refusal(
        "PEOPLE_TOO_FEW",
        "Không đủ người khác nhau cho các bước: một người chỉ giữ được một bước.",
        "There are too few different people: one person may hold one stage only.",
        "Thêm người, bớt bước, hoặc với xã ít người thì đánh dấu cho phép kiêm bước.",
        "Add people, drop a stage, or in a small commune mark a stage that may be held beside.",
    ),
    # mandates
    refusal(
        "MANDATE_DAYS",
        "Ngày cuối đứng trước ngày đầu.",
        "The last day is before the first.",
        "Sửa lại ngày.",
        "Change the days.",
    ),
    refusal(
        "MANDATE_NEEDS_END",
        "Thừa ủy quyền (TUQ) phải có thời hạn.",
        "A written authorisation (TUQ) is limited in time.",
        "Ghi ngày cuối theo văn bản ủy quyền.",
        "Give the last day the document names.",
    ),
    refusal(
        "MANDATE_PRINCIPAL_MISSING",
        "Ký thay, thừa lệnh và thừa ủy quyền phải ghi rõ của ai.",
        "Signing for, by order of or authorised by somebody names that person.",
        "Chọn người giao quyền.",
        "Choose who gives the power.",
    ),
    refusal(
        "MANDATE_PRINCIPAL_SELF",
        "Không ai giao quyền ký cho chính mình.",
        "Nobody gives the own power to oneself.",
        "Chọn người giao quyền khác.",
        "Choose somebody else as the giver.",
    ),
    refusal(
        "MANDATE_PRINCIPAL_UNUSED",
        "Ký trực tiếp hoặc thay mặt tập thể thì không có người giao quyền.",
        "Signing in person or for the collective has no giver.",
        "Bỏ chọn người giao quyền, hoặc đổi thể thức ký.",
        "Clear the giver, or change the kind.",
    ),
    refusal(
        "MANDATE_REDELEGATED",
        "{person} không có quyền ký theo chức vụ của đơn vị này vào ngày đó nên không giao lại "
        "được.",
        "{person} may not sign for this unit by office on that day and cannot hand it on.",
        "Người giao quyền phải là thủ trưởng hoặc người thay mặt tập thể; quyền được giao thì "
        "không giao tiếp cho người thứ ba.",
        "The giver is the head, or signs for the collective; a power that was given is not "
        "given on.",
    ),
    refusal(
        "MANDATE_DOCUMENT_MISSING",
        "Chưa ghi văn bản phân công hoặc ủy quyền.",
        "The document that assigns or authorises is missing.",
        "Ghi số, ký hiệu và ngày của văn bản.",
        "Give its number and date.",
    ),
    refusal(
        "MANDATE_OVERLAPS",
        "Người này đã có thẩm quyền cùng thể thức trong khoảng đó: {mandate}.",
        "The person holds a mandate of this kind in these days already: {mandate}.",
        "Kết thúc thẩm quyền cũ trước, hoặc chọn ngày khác.",
        "End the other one first, or choose other days.",
    ),
    refusal(
        "MANDATE_OVER",
        "Thẩm quyền này đã hết hiệu lực.",
        "This mandate is over.",
        "Không cần làm gì thêm.",
        "Nothing more is needed.",
    ),
)
