"""Words for signatures made elsewhere and the certificates people sign with."""

from approvals.reasons.model import Reason, refusal

SIGNATURES: tuple[Reason, ...] = (
    refusal(
        "SIGNATURE_WRONG",
        "Chữ ký không khớp: khóa khác, hoặc ký trên dữ liệu khác.",
        "The signature does not match: another key, or other data was signed.",
        "Tải lại dữ liệu cần ký, ký bằng khóa của chứng thư đã đăng ký rồi tải chữ ký lên.",
        "Download the data again, sign it with the key of the registered certificate, upload it.",
    ),
    refusal(
        "ALREADY_SIGNED",
        "Hồ sơ này đã có chữ ký của bạn.",
        "This record already has your signature.",
        "Không cần làm gì thêm.",
        "Nothing more has to be done.",
    ),
    refusal(
        "DIGEST_STALE",
        "Dữ liệu bạn ký không còn là hồ sơ này: bản in đã được lập lại.",
        "What you signed is no longer this record: the printable was made anew.",
        "Tải dữ liệu mới trong trang Chờ ký số và ký lại.",
        "Download the new data from the page of signatures and sign again.",
    ),
    refusal(
        "SIGNATURE_AWAITED",
        "Hồ sơ chờ chữ ký số của {reason}.",
        "The record waits for the signature of {reason}.",
        "Người ký mở trang Chờ ký số.",
        "The signer opens the page of signatures.",
    ),
    refusal(
        "PERSON_CERTIFICATE_MISSING",
        "{reason} chưa đăng ký chứng thư chữ ký số.",
        "{reason} has registered no signing certificate.",
        "Đăng ký chứng thư trong trang Chờ ký số.",
        "Register the certificate on the page of signatures.",
    ),
    refusal(
        "CERTIFICATE_UNREADABLE",
        "Tệp không phải chứng thư đọc được.",
        "The file is not a readable certificate.",
        "Chọn tệp chứng thư (.pem, .crt, .cer), không phải tệp khóa.",
        "Choose the certificate (.pem, .crt, .cer), not the key.",
    ),
    refusal(
        "CERTIFICATE_KEY_WEAK",
        "Khóa của chứng thư quá yếu hoặc loại không dùng được.",
        "The certificate's key is too weak or of a kind that cannot be used.",
        "Dùng chứng thư RSA từ 2048 bit hoặc ECDSA.",
        "Use a certificate with RSA of 2,048 bits or more, or ECDSA.",
    ),
    refusal(
        "CERTIFICATE_EXPIRED",
        "Chứng thư chưa hoặc không còn hiệu lực hôm nay.",
        "The certificate is not valid today.",
        "Xin cấp hoặc gia hạn chứng thư.",
        "Ask for a new certificate.",
    ),
    refusal(
        "CERTIFICATE_NOT_FOR_SIGNING",
        "Chứng thư này không dùng để ký.",
        "The certificate is not meant for signing.",
        "Chọn chứng thư chữ ký số của bạn.",
        "Choose your signing certificate.",
    ),
    refusal(
        "CERTIFICATE_NOT_TRUSTED",
        "Chứng thư không do tổ chức được tin cậy cấp, hoặc đã bị thu hồi.",
        "The certificate was not issued by a trusted authority, or was revoked.",
        "Hỏi quản trị về danh sách tổ chức chứng thực được tin cậy.",
        "Ask the administrator which authorities are trusted.",
    ),
)
