"""Words for pins of the search and for feeds of partners."""

from approvals.reasons.model import Reason, refusal

EXCHANGE: tuple[Reason, ...] = (
    refusal(
        "PIN_WORDS_MISSING",
        "Chưa có từ khóa để ghim.",
        "There are no words to pin the item to.",
        "Ghi một hay vài từ người dân hay gõ, không cần dấu.",
        "Give a few words that people type; tones are not needed.",
    ),
    refusal(
        "PIN_TARGET_MISSING",
        "Không có bài nào đang đăng tại địa chỉ này.",
        "Nothing is online at this address.",
        "Mở bài trên trang rồi dán cả địa chỉ vào đây.",
        "Open the item on its site and paste the whole address.",
    ),
    refusal(
        "PIN_DATES_REVERSED",
        "Ngày kết thúc ghim ở trước ngày bắt đầu.",
        "The pin would end before it begins.",
        "Sửa một trong hai ngày, hoặc bỏ trống ngày kết thúc.",
        "Change one of the days, or leave the last one empty.",
    ),
    refusal(
        "FEED_ADDRESS_REFUSED",
        "Không lấy tin từ địa chỉ này.",
        "Nothing is fetched from this address.",
        "Dùng địa chỉ https:// hoặc http:// công khai, cổng 80 hoặc 443.",
        "Use a public https:// or http:// address, port 80 or 443.",
    ),
    refusal(
        "FEED_PERMISSION_MISSING",
        "Chưa ghi căn cứ được dùng lại tin của nguồn này.",
        "It is not said on what ground this source may be reused.",
        "Ghi văn bản thỏa thuận hoặc quy định cho phép.",
        "Name the agreement or the rule that permits it.",
    ),
    refusal(
        "FEED_KNOWN_ALREADY",
        "Trang đã lấy tin từ địa chỉ này.",
        "The site fetches from this address already.",
        "Mở nguồn tin đã có trong danh sách.",
        "Open the feed that is on the list.",
    ),
    refusal(
        "FEED_UNREACHABLE",
        "Máy chủ của nguồn tin không trả lời.",
        "The server of the feed does not answer.",
        "Hệ thống tự thử lại; nếu kéo dài, hỏi cơ quan đối tác.",
        "It is tried again; if it lasts, ask the partner.",
    ),
    refusal(
        "FEED_TOO_SLOW",
        "Nguồn tin trả lời quá chậm.",
        "The feed answers too slowly.",
        "Hệ thống tự thử lại; nếu kéo dài, hỏi cơ quan đối tác.",
        "It is tried again; if it lasts, ask the partner.",
    ),
    refusal(
        "FEED_TOO_LARGE",
        "Nguồn tin lớn hơn 2 MB.",
        "The feed is larger than 2 MB.",
        "Xin cơ quan đối tác địa chỉ chỉ chứa tin mới.",
        "Ask the partner for an address with new items only.",
    ),
    refusal(
        "FEED_ANSWERED_ERROR",
        "Máy chủ của nguồn tin báo lỗi.",
        "The server of the feed answers with an error.",
        "Mở địa chỉ bằng trình duyệt để xem; sửa địa chỉ nếu đã đổi.",
        "Open the address in a browser; correct it if it has moved.",
    ),
    refusal(
        "FEED_UNREADABLE",
        "Địa chỉ này không trả về RSS hay Atom đọc được.",
        "What stands at this address is no RSS or Atom that can be read.",
        "Kiểm tra địa chỉ của nguồn tin.",
        "Check the address of the feed.",
    ),
)
