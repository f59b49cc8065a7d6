"""Words for what the checks find: one entry a check code."""

from approvals.reasons.grounds import ARTICLE
from approvals.reasons.model import Reason, Wording
from approvals.reasons.places import PLACES
from approvals.reasons.structured import STRUCTURED

_SECRET, _RESTRICTED, _ORIGIN, _QUALITY = (
    f"QB39.4.5.{name}" for name in ("SECRET", "RESTRICTED", "ORIGIN", "QUALITY")
)
_CLAUSE_4 = Wording(
    "Quyết định số 39/2023/QĐ-UBND, Điều 4 khoản 4", "Decision 39/2023/QĐ-UBND, Article 4, clause 4"
)
_FORMATS = Wording(
    "Quyết định số 39/2023/QĐ-UBND, Điều 9 khoản 2; Thông tư số 39/2017/TT-BTTTT",
    "Decision 39/2023/QĐ-UBND, Article 9, clause 2; Circular 39/2017/TT-BTTTT",
)
_DOCUMENTS = Wording("Nghị định số 30/2020/NĐ-CP, Phụ lục I", "Decree 30/2020/NĐ-CP, Annex I")
_ACCESSIBILITY = Wording("WCAG 2.2, mức AA", "WCAG 2.2, level AA")

CHECKS: tuple[Reason, ...] = (
    Reason(
        "SECRECY_MARK",
        Wording(
            "Có dấu chỉ độ mật “{mark}” trong {where}. Nội dung không được nhận, không được lưu.",
            "There is a secrecy mark “{mark}” in {where}. The content was not accepted nor kept.",
        ),
        Wording(
            "Tài liệu có dấu mật phải chuyển qua văn thư bảo mật của cơ quan, không gửi qua hệ "
            "thống này. Nếu đây chỉ là từ ngữ thông thường, hãy viết bằng chữ thường rồi gửi lại.",
            "Send classified documents through your agency's secured registry, never through this "
            "system. If it is an ordinary word, write it in small letters and submit again.",
        ),
        ground=_SECRET,
        article=ARTICLE,
    ),
    Reason(
        "SECRECY_UNDECLARED",
        Wording(
            "Chưa có cam đoan nội dung không chứa bí mật nhà nước.",
            "It has not been declared that the content holds no state secret.",
        ),
        Wording(
            "Kiểm tra nội dung, rồi đánh dấu vào ô cam đoan không chứa bí mật nhà nước.",
            "Check the content, then tick the declaration that it holds no state secret.",
        ),
        ground=_SECRET,
        article=ARTICLE,
    ),
    Reason(
        "INTERNAL_CIRCULATION_MARK",
        Wording(
            "Có dấu “{mark}”: tài liệu này chỉ phổ biến trong phạm vi hẹp.",
            "There is a stamp “{mark}”: this document is for narrow circulation only.",
        ),
        Wording(
            "Không đăng tài liệu này, trừ khi cấp có thẩm quyền đã cho công khai; khi đó dùng bản "
            "không còn dấu.",
            "Do not publish it unless the competent authority has released it; then use the copy "
            "without the stamp.",
        ),
        ground=_RESTRICTED,
        article=ARTICLE,
    ),
    Reason(
        "EMBARGO_ACTIVE",
        Wording(
            "Chưa được công khai trước {until}.",
            "Not to be made public before {until}.",
        ),
        Wording(
            "Đặt thời điểm đăng từ {until} trở đi, hoặc sửa thời hạn chưa công khai nếu ghi nhầm.",
            "Schedule publication for {until} or later, or correct the embargo if it is wrong.",
        ),
        ground=_RESTRICTED,
        article=ARTICLE,
    ),
    Reason(
        "SOURCE_MISSING",
        Wording("Chưa ghi rõ nguồn của thông tin.", "The source of the information is not stated."),
        Wording(
            "Chọn loại nguồn (tự sản xuất, chính thức, sử dụng lại) và ghi tên cơ quan cung cấp.",
            "Choose the kind of source (own, official, reused) and name the agency it comes from.",
        ),
        ground=_ORIGIN,
        article=_CLAUSE_4,
    ),
    Reason(
        "REUSE_WITHOUT_PERMISSION",
        Wording(
            "Thông tin sử dụng lại nhưng chưa có văn bản chấp thuận của nơi cung cấp.",
            "Reused information without the provider's written consent.",
        ),
        Wording(
            "Ghi số, ngày của văn bản chấp thuận, hoặc căn cứ cho phép sử dụng lại.",
            "State number and date of the written consent, or the basis that allows the reuse.",
        ),
        ground=_ORIGIN,
        article=_CLAUSE_4,
    ),
    Reason(
        "AUTHOR_MISSING",
        Wording("Chưa ghi tác giả.", "The author is not named."),
        Wording(
            "Ghi tên tác giả; với văn bản của cơ quan, ghi tên cơ quan ban hành.",
            "Name the author; for an official document, the issuing agency.",
        ),
        ground=_ORIGIN,
        article=_CLAUSE_4,
    ),
    Reason(
        "FORMAT_NOT_ALLOWED",
        Wording(
            "Tệp “{file}” có định dạng không được phép ({media_type}).",
            "The file “{file}” is of a format that is not allowed ({media_type}).",
        ),
        Wording(
            "Chuyển sang định dạng được phép (PDF, DOCX, ODT, JPEG, PNG, MP3, MP4…) rồi tải lên.",
            "Convert the file to an allowed format (PDF, DOCX, ODT, JPEG, PNG, MP3, MP4…) and "
            "upload it again.",
        ),
        ground=_QUALITY,
        article=_FORMATS,
    ),
    Reason(
        "FILE_INFECTED",
        Wording("Tệp “{file}” chứa mã độc.", "The file “{file}” holds malicious code."),
        Wording(
            "Gỡ tệp này, quét mã độc trên máy của bạn, rồi tải lên bản sạch.",
            "Remove the file, scan your computer, and upload a clean copy.",
        ),
        ground=_QUALITY,
        article=ARTICLE,
    ),
    Reason(
        "LEGACY_ENCODING",
        Wording(
            "Văn bản gõ bằng bảng mã cũ ({encoding}), không phải Unicode, nên người đọc sẽ thấy "
            "sai chữ.",
            "The text is in a legacy encoding ({encoding}), not Unicode; readers would see wrong "
            "letters.",
        ),
        Wording(
            "Kiểm tra và dùng bản đã chuyển sang Unicode: “{proposal}”.",
            "Check and use the text converted to Unicode: “{proposal}”.",
        ),
        ground=_QUALITY,
        article=_FORMATS,
    ),
    Reason(
        "NOT_NFC",
        Wording(
            "Chữ có dấu được gõ ở dạng tách rời (Unicode tổ hợp); đã được chuyển sang dựng sẵn.",
            "Accented letters were typed as separate marks; they have been composed (NFC).",
        ),
        Wording("Không cần làm gì thêm.", "Nothing to do."),
        severity="info",
        ground=_QUALITY,
        article=_FORMATS,
    ),
    Reason(
        "ALT_TEXT_MISSING",
        Wording(
            "Hình “{file}” chưa có lời mô tả cho người không nhìn thấy hình.",
            "The picture “{file}” has no description for people who cannot see it.",
        ),
        Wording(
            "Viết một câu nói rõ hình thể hiện điều gì.",
            "Write one sentence that says what it shows.",
        ),
        overridable=True,
        ground=_QUALITY,
        article=_ACCESSIBILITY,
    ),
    Reason(
        "HEADING_ORDER",
        Wording(
            "Đề mục “{heading}” ở cấp {level}, bỏ qua cấp {expected}.",
            "The heading “{heading}” is at level {level} and skips level {expected}.",
        ),
        Wording(
            "Đặt đề mục này ở cấp {expected}; muốn chữ to hay nhỏ thì đừng dùng cấp đề mục.",
            "Set this heading to level {expected}; levels are not there to change the letter size.",
        ),
        overridable=True,
        ground=_QUALITY,
        article=_ACCESSIBILITY,
    ),
    Reason(
        "TABLE_HEADER_MISSING",
        Wording(
            "Bảng thứ {table} không có ô tiêu đề cho cột hoặc hàng.",
            "Table {table} has no header cells for its columns or rows.",
        ),
        Wording(
            "Đánh dấu hàng đầu (hoặc cột đầu) của bảng là tiêu đề.",
            "Mark the first row (or column) of the table as its header.",
        ),
        overridable=True,
        ground=_QUALITY,
        article=_ACCESSIBILITY,
    ),
    Reason(
        "LINK_TEXT_UNCLEAR",
        Wording(
            "Liên kết “{text}” không cho biết dẫn tới đâu.",
            "The link “{text}” does not say where it leads.",
        ),
        Wording(
            "Thay bằng tên của trang hoặc tệp được dẫn tới.",
            "Replace it with the name of the page or file it leads to.",
        ),
        overridable=True,
        ground=_QUALITY,
        article=_ACCESSIBILITY,
    ),
    Reason(
        "SCANNED_PDF_ONLY",
        Wording(
            "Tệp “{file}” chỉ là ảnh quét: không tìm kiếm được, phần mềm đọc màn hình không đọc "
            "được.",
            "The file “{file}” is a scan only: it cannot be searched nor read aloud.",
        ),
        Wording(
            "Đưa nội dung vào phần thân bài, hoặc đính kèm bản PDF có lớp văn bản.",
            "Put the content into the body, or attach a PDF that holds text.",
        ),
        overridable=True,
        ground=_QUALITY,
        article=_ACCESSIBILITY,
    ),
    Reason(
        "PERSONAL_DATA_SUSPECTED",
        Wording(
            "Có thể có dữ liệu cá nhân: {kind} ({count} chỗ).",
            "There may be personal data: {kind} ({count} places).",
        ),
        Wording(
            "Che hoặc bỏ dữ liệu của cá nhân, trừ khi pháp luật cho phép công khai.",
            "Mask or remove private persons' data unless the law allows making it public.",
        ),
        severity="warn",
        article=Wording("Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15", "Law 91/2025/QH15"),
    ),
    Reason(
        "SIGNATURE_INVALID",
        Wording(
            "Chữ ký số trên tệp “{file}” không hợp lệ: tệp đã bị sửa sau khi ký, hoặc chứng thư đã "
            "bị thu hồi.",
            "The digital signature on “{file}” is not valid: the file was changed after signing, "
            "or the certificate was revoked.",
        ),
        Wording(
            "Xin lại bản gốc đã ký từ cơ quan ban hành rồi thay tệp này.",
            "Ask the issuing agency for the signed original and replace the file.",
        ),
        severity="warn",
        ground="QB39.4.5.ORIGIN",
    ),
    Reason(
        "DUPLICATE_SUSPECTED",
        Wording(
            "Giống {percent}% với hồ sơ {reference} “{title}”.",
            "{percent}% alike to {reference} “{title}”.",
        ),
        Wording(
            "Xem hồ sơ kia; nếu là bản sửa, hãy gửi dưới dạng đính chính thay thế bản cũ.",
            "Look at the other item; if this is a correction, submit it as one that replaces it.",
        ),
        severity="warn",
    ),
    Reason(
        "NUMBER_MALFORMED",
        Wording(
            "Số, ký hiệu “{number}” không đúng thể thức.",
            "The number “{number}” is not in the prescribed form.",
        ),
        Wording(
            "Ghi như 05/QĐ-UBND hoặc 39/2023/QĐ-UBND: số nhỏ hơn 10 có số 0 đứng trước, không có "
            "khoảng trắng.",
            "Write it as 05/QĐ-UBND or 39/2023/QĐ-UBND: a leading 0 below 10, no spaces.",
        ),
        severity="warn",
        ground=_QUALITY,
        article=_DOCUMENTS,
    ),
    Reason(
        "DATE_IMPLAUSIBLE",
        Wording("Ngày “{date}” có vẻ không đúng.", "The date “{date}” looks wrong."),
        Wording(
            "Kiểm tra ngày ban hành và ngày có hiệu lực, ghi theo dạng năm-tháng-ngày.",
            "Check the dates of issue and of effect; write them as year-month-day.",
        ),
        severity="warn",
        ground=_QUALITY,
        article=_DOCUMENTS,
    ),
    *PLACES,
    *STRUCTURED,
)
