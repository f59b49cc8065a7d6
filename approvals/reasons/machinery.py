"""Words for what the machinery could not do: store, database, pages, records."""

from approvals.reasons.keeping import KEEPING
from approvals.reasons.model import Reason, refusal

MACHINERY: tuple[Reason, ...] = (
    refusal(
        "PAGE_NOT_EQUAL",
        "Trang đã ghi không khớp với nội dung được duyệt nên chưa được đăng.",
        "The page written differs from the approved content, so it was not published.",
        "Hệ thống sẽ thử lại; nếu vẫn lỗi, báo quản trị.",
        "It will be tried again; if it persists, tell the administrator.",
    ),
    refusal(
        "RECORD_NOT_EQUAL",
        "Hồ sơ lưu trữ đọc lại không khớp nên chưa được niêm phong.",
        "The archive record read back differs, so it was not sealed.",
        "Hệ thống sẽ thử lại; nếu vẫn lỗi, báo người phụ trách lưu trữ.",
        "It will be tried again; if it persists, tell the archivist.",
    ),
    refusal(
        "OBJECT_MISSING",
        "Không tìm thấy tệp trong kho lưu trữ.",
        "The file is not in the store.",
        "Báo quản trị để khôi phục từ bản sao lưu.",
        "Tell the administrator, who can restore it from a backup.",
    ),
    refusal(
        "STORED_DIFFERENTLY",
        "Kho lưu trữ đã giữ một nội dung khác ở cùng chỗ.",
        "The store already holds other content in the same place.",
        "Báo quản trị; nội dung cũ không bị ghi đè.",
        "Tell the administrator; the older content was not overwritten.",
    ),
    refusal(
        "OBJECT_PROTECTED",
        "Tệp đang trong thời hạn bảo quản nên không xóa hay thay được.",
        "The file is under retention and can be neither deleted nor replaced.",
        "Chờ hết thời hạn bảo quản, hoặc hỏi người phụ trách lưu trữ.",
        "Wait until retention ends, or ask the archivist.",
    ),
    refusal(
        "OBJECT_DAMAGED",
        "Tệp trong kho lưu trữ không còn nguyên vẹn.",
        "The file in the store is no longer intact.",
        "Báo quản trị để khôi phục từ bản sao lưu.",
        "Tell the administrator, who can restore it from a backup.",
    ),
    refusal(
        "KEY_REFUSED",
        "Tên tệp trong kho lưu trữ không hợp lệ.",
        "The name of the stored file is not valid.",
        "Báo quản trị.",
        "Tell the administrator.",
    ),
    refusal(
        "PATH_REFUSED",
        "Đường dẫn trang không hợp lệ.",
        "The path of the page is not valid.",
        "Báo quản trị.",
        "Tell the administrator.",
    ),
    refusal(
        "BACKUP_NO_RECIPIENTS",
        "Chưa khai báo khóa công khai của người nhận bản sao lưu.",
        "No public key is set for whom backups are encrypted.",
        "Đặt BACKUP_RECIPIENTS rồi chạy lại; xem hướng dẫn vận hành.",
        "Set BACKUP_RECIPIENTS and run it again; see the operators' guide.",
    ),
    refusal(
        "BACKUP_KEY_WRONG",
        "Khóa này không mở được bản sao lưu.",
        "This key does not open the backup.",
        "Dùng tệp khóa ứng với BACKUP_RECIPIENTS lúc sao lưu.",
        "Use the key file that belongs to the BACKUP_RECIPIENTS of that time.",
    ),
    refusal(
        "PAGE_NOT_READABLE",
        "Không đọc lại được trang vừa ghi.",
        "The page just written cannot be read back.",
        "Chưa có gì bị mất; hệ thống sẽ thử lại. Nếu vẫn lỗi, báo quản trị.",
        "Nothing is lost; it will be tried again. If it persists, tell the administrator.",
    ),
    refusal(
        "READ_BACK_DIFFERS",
        "Trang vừa ghi đọc lại không khớp.",
        "The page just written reads back differently.",
        "Chưa có gì bị mất; hệ thống sẽ thử lại. Nếu vẫn lỗi, báo quản trị.",
        "Nothing is lost; it will be tried again. If it persists, tell the administrator.",
    ),
    refusal(
        "PRINTABLE_NOT_ARCHIVABLE",
        "Bản in không đạt chuẩn lưu trữ: {findings}.",
        "The printable does not meet the archive standard: {findings}.",
        "Báo quản trị kèm nội dung lỗi này.",
        "Tell the administrator and quote this message.",
    ),
    refusal(
        "STORAGE_FAILED",
        "Kho lưu trữ tạm thời không dùng được; chưa có gì bị thay đổi.",
        "The store cannot be used for the moment; nothing was changed.",
        "Thử lại sau ít phút; nếu vẫn lỗi, báo quản trị.",
        "Try again in a few minutes; if it persists, tell the administrator.",
    ),
    refusal(
        "DATABASE_AWAY",
        "Cơ sở dữ liệu tạm thời không dùng được; chưa có gì bị thay đổi.",
        "The database cannot be reached for the moment; nothing was changed.",
        "Thử lại sau ít phút; nếu vẫn lỗi, báo quản trị.",
        "Try again in a few minutes; if it persists, tell the administrator.",
    ),
    refusal(
        "REFUSED",
        "Yêu cầu bị từ chối.",
        "The request was refused.",
        "Thử lại; nếu vẫn bị từ chối, báo quản trị kèm thời điểm xảy ra.",
        "Try again; if it persists, tell the administrator when it happened.",
    ),
    refusal(
        "SIGNING_FAILED",
        "Chưa ký được hồ sơ ở mức đã đặt; không giữ lại bản có mức thấp hơn.",
        "The record could not be signed at the level configured; nothing lower is kept.",
        "Hệ thống sẽ thử lại; nếu vẫn lỗi, báo quản trị xem lý do ở phòng đọc.",
        "It will be tried again; if it persists, the administrator finds the reason in the "
        "reading room.",
    ),
    refusal(
        "SIGNER_AWAY",
        "Chưa có khóa, chứng thư hoặc dịch vụ dấu thời gian để ký.",
        "There is no key, certificate or time stamp service to sign with.",
        "Kiểm tra tệp khóa và địa chỉ dịch vụ dấu thời gian; hồ sơ được niêm phong khi có lại.",
        "Check the key file and the address of the time stamps; records are sealed once they are "
        "back.",
    ),
    *KEEPING,
)
