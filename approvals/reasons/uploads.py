"""Words for files and mails that cannot be taken in."""

from approvals.reasons.model import Reason, refusal

UPLOADS: tuple[Reason, ...] = (
    refusal(
        "UPLOAD_REFUSED",
        "Không nhận được tệp “{file}”.",
        "The file “{file}” cannot be accepted.",
        "Mở thử tệp trên máy của bạn, lưu lại ở định dạng được phép rồi tải lên.",
        "Open the file on your computer, save it in an allowed format and upload it again.",
    ),
    refusal(
        "FILE_EMPTY",
        "Tệp “{file}” không có nội dung.",
        "The file “{file}” is empty.",
        "Chọn lại tệp có nội dung.",
        "Choose the file that has content.",
    ),
    refusal(
        "FILE_BROKEN",
        "Tệp “{file}” bị hỏng, không đọc được.",
        "The file “{file}” is damaged and cannot be read.",
        "Mở tệp bằng phần mềm đã tạo ra nó, lưu lại rồi tải lên.",
        "Open it in the program that made it, save it again and upload it.",
    ),
    refusal(
        "FILE_ENCRYPTED",
        "Tệp “{file}” có mật khẩu nên không đọc được.",
        "The file “{file}” is protected by a password and cannot be read.",
        "Bỏ mật khẩu rồi tải lên lại.",
        "Remove the password and upload it again.",
    ),
    refusal(
        "TYPE_MISMATCH",
        "Tệp “{file}” mang đuôi {declared} nhưng nội dung là {found}.",
        "The file “{file}” is named {declared} but its content is {found}.",
        "Đặt lại đúng đuôi tệp, hoặc chọn đúng tệp.",
        "Give the file its right ending, or choose the right file.",
    ),
    refusal(
        "TYPE_NOT_ALLOWED",
        "Không nhận tệp loại {found} (“{file}”).",
        "Files of type {found} are not accepted (“{file}”).",
        "Chuyển sang định dạng được phép: MD, TXT, HTML, DOCX, PDF, EML; hình ảnh JPEG, PNG.",
        "Convert it to an allowed format: MD, TXT, HTML, DOCX, PDF, EML; pictures as JPEG or PNG.",
    ),
    refusal(
        "TEXT_TOO_LONG",
        "Văn bản dài quá giới hạn {limit}.",
        "The text is longer than the limit of {limit}.",
        "Rút gọn phần thân bài, hoặc đính kèm phần còn lại dưới dạng tệp.",
        "Shorten the body, or attach the rest as a file.",
    ),
    refusal(
        "FILE_TOO_LARGE",
        "Tệp “{file}” lớn quá giới hạn {limit}.",
        "The file “{file}” is larger than the limit of {limit}.",
        "Nén hình ảnh, chia nhỏ tệp, hoặc liên hệ quản trị nếu thật sự cần.",
        "Compress the pictures, split the file, or ask the administrator if it must be so large.",
    ),
    refusal(
        "TOO_LARGE",
        "Dữ liệu gửi lên lớn quá giới hạn {limit}.",
        "What was sent is larger than the limit of {limit}.",
        "Giảm dung lượng rồi gửi lại.",
        "Make it smaller and send it again.",
    ),
    refusal(
        "MAIL_WITHOUT_BODY",
        "Thư “{file}” không có nội dung và không có tệp đính kèm đọc được.",
        "The mail “{file}” has neither text nor an attachment that can be read.",
        "Gửi lại thư có nội dung hoặc có tệp đính kèm.",
        "Send the mail again with its text or an attachment.",
    ),
    refusal(
        "ZIP_BOMB",
        "Tệp “{file}” giải nén ra lớn bất thường nên bị từ chối.",
        "The file “{file}” unpacks to an abnormal size and was refused.",
        "Lưu lại tệp bằng phần mềm soạn thảo rồi tải lên.",
        "Save the file again in an office program and upload it.",
    ),
    refusal(
        "PICTURE_TOO_LARGE",
        "Hình “{file}” có quá nhiều điểm ảnh ({limit} là tối đa).",
        "The picture “{file}” has too many pixels ({limit} at most).",
        "Thu nhỏ hình rồi tải lên lại.",
        "Scale the picture down and upload it again.",
    ),
)
