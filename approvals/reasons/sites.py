"""Words for what sites, their hosts and their looks lack."""

from approvals.reasons.model import Reason, refusal

_PROPOSED_VI = "Đề nghị: {proposal}. Căn cứ: {article}."
_PROPOSED_EN = "Proposed: {proposal}. Basis: {article}."

SITES: tuple[Reason, ...] = (
    # hosts
    refusal(
        "HOST_SHAPE",
        "“{host}” không phải là tên miền.",
        "“{host}” is no host name.",
        "Chỉ dùng chữ a-z, số, gạch nối và dấu chấm, không có https://. " + _PROPOSED_VI,
        "Use a-z, digits, hyphens and dots, without https://. " + _PROPOSED_EN,
    ),
    refusal(
        "HOST_NOT_ASCII",
        "Tên miền “{host}” có dấu; tên miền của cơ quan nhà nước là tiếng Việt không dấu hoặc "
        "tiếng Anh.",
        "The host “{host}” has diacritics; agencies' names are Vietnamese without them, or "
        "English.",
        _PROPOSED_VI,
        _PROPOSED_EN,
    ),
    refusal(
        "HOST_NOT_GOV",
        "“{host}” không nằm dưới gov.vn.",
        "“{host}” is not below gov.vn.",
        _PROPOSED_VI,
        _PROPOSED_EN,
    ),
    refusal(
        "HOST_LEVEL",
        "“{host}” là tên miền cấp {found}; cơ quan này phải dùng tên miền cấp {wanted}.",
        "“{host}” is a name of level {found}; this agency's name is of level {wanted}.",
        _PROPOSED_VI,
        _PROPOSED_EN,
    ),
    refusal(
        "HOST_LEVEL_GONE",
        "Cấp cơ quan này không còn tên miền riêng: “{host}”.",
        "Agencies of this level have no name of their own any more: “{host}”.",
        "Chuyển hướng tên cũ về trang kế thừa. " + _PROPOSED_VI,
        "Redirect the old name to the successor's site. " + _PROPOSED_EN,
    ),
    refusal(
        "HOST_NOT_UNDER_PORTAL",
        "“{host}” không nằm dưới tên miền của Cổng ({portal}).",
        "“{host}” is not below the portal's name ({portal}).",
        _PROPOSED_VI,
        _PROPOSED_EN,
    ),
    refusal(
        "HOST_TAKEN",
        "Tên miền {host} đang thuộc trang khác hoặc đang chuyển hướng: {site}.",
        "The host {host} belongs to another site, or leads to it: {site}.",
        "Chọn tên khác, hoặc bỏ tên đó ở trang kia trước.",
        "Choose another name, or take it from that site first.",
    ),
    # what a site is
    refusal(
        "SITE_CODE_SHAPE",
        "Mã trang chỉ gồm chữ thường a-z, số và gạch nối, bắt đầu bằng chữ.",
        "A site's code has small letters a-z, digits and hyphens, and begins with a letter.",
        "Ví dụ: so-y-te, xa-an-binh. Mã không đổi được về sau.",
        "For example so-y-te, xa-an-binh. It cannot be changed later.",
    ),
    refusal(
        "SITE_CODE_TAKEN",
        "Đã có trang với mã này.",
        "A site has this code already.",
        "Chọn mã khác.",
        "Choose another code.",
    ),
    refusal(
        "SITE_PARENT",
        "Trang thành phần thuộc một Cổng; Cổng không thuộc trang nào.",
        "A component site belongs to a portal; a portal belongs to no site.",
        "Chọn Cổng cho trang thành phần, hoặc bỏ chọn cho Cổng.",
        "Choose the portal of a component site, or none for a portal.",
    ),
    refusal(
        "SITE_UNIT",
        "Đơn vị này không thuộc quyền quản trị của bạn hoặc đã kết thúc.",
        "You do not administer this unit, or it has ended.",
        "Chọn đơn vị khác.",
        "Choose another unit.",
    ),
    refusal(
        "SITE_STRUCTURE",
        "Loại trang, đơn vị, Cổng và tên miền do quản trị của đơn vị đặt.",
        "Kind, unit, portal and host are set by the unit's administrator.",
        "Đề nghị quản trị của đơn vị đổi.",
        "Ask the unit's administrator.",
    ),
    # how it looks
    refusal(
        "ACCENT_SHAPE",
        "Màu phải viết như #1f5f8b.",
        "A colour is written like #1f5f8b.",
        "Chọn màu từ bảng màu, hoặc để trống để dùng màu chung.",
        "Choose a colour from the palette, or leave it empty for the common one.",
    ),
    refusal(
        "ACCENT_UNREADABLE",
        "Chữ trên màu {accent} khó đọc: độ tương phản {ratio}:1, cần ít nhất 4,5:1 (WCAG 2.2).",
        "Text on {accent} is hard to read: contrast {ratio}:1, at least 4.5:1 is needed "
        "(WCAG 2.2).",
        "Màu gần nhất đọc được: {proposal}.",
        "The nearest readable colour: {proposal}.",
    ),
    refusal(
        "LOGO_NO_PICTURE",
        "Tệp biểu trưng không phải là ảnh PNG, JPEG, WebP hay GIF đọc được.",
        "The logo is no readable PNG, JPEG, WebP or GIF picture.",
        "Xuất biểu trưng thành ảnh PNG nền trong, cạnh dài không quá 2.000 điểm.",
        "Export the logo as a PNG with a clear background, at most 2,000 pixels wide.",
    ),
    refusal(
        "CATEGORY_UNKNOWN",
        "Bộ quy tắc không có chuyên mục {category}.",
        "The rule pack has no category {category}.",
        "Chọn lại chuyên mục.",
        "Choose the category again.",
    ),
    refusal(
        "MENU_TARGET",
        "Mục “{label}” của trình đơn không dẫn tới đâu: {target}.",
        "The menu entry “{label}” leads nowhere: {target}.",
        "Chọn chuyên mục, địa chỉ của một tin bài đang đăng trên trang này, hoặc địa chỉ https:// "
        "bên ngoài.",
        "Name a category, the address of an item online on this site, or an outside https:// "
        "address.",
    ),
    refusal(
        "NOT_PROPOSABLE",
        "Chỉ bài đang đăng ở trang thành phần mới đề xuất lên Cổng được.",
        "Only what is online on a component site can be proposed to the portal.",
        "Chờ bài được đăng, hoặc mở bài của trang thành phần.",
        "Wait until it is online, or open an item of a component site.",
    ),
    refusal(
        "ALREADY_PROPOSED",
        "{site} đang có bài này, hoặc đang xử lý đề xuất.",
        "{site} has this item already, or is deciding on it.",
        "Mở hồ sơ ở Cổng để xem đến đâu.",
        "Open the portal's submission to see how far it is.",
    ),
    refusal(
        "SOURCE_CHANGE_SETTLED",
        "Việc này đã được xử lý.",
        "This has been settled already.",
        "Không cần làm gì thêm.",
        "Nothing more is needed.",
    ),
    refusal(
        "ROLE_HELD",
        "Người này đang quản trị trang.",
        "This person administers the site already.",
        "Không cần làm gì thêm.",
        "Nothing more is needed.",
    ),
)
