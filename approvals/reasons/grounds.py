"""The seven grounds for refusal of Decision 39/2023/QĐ-UBND, Article 4, clause 5."""

from approvals.reasons.model import Ground, Wording

ARTICLE = Wording(
    "Quyết định số 39/2023/QĐ-UBND, Điều 4 khoản 5", "Decision 39/2023/QĐ-UBND, Article 4, clause 5"
)
_WORDINGS = {
    "QB39.4.5.SCOPE": Wording(
        "Không thuộc phạm vi, vai trò, chức năng của Cổng TTĐT tỉnh và Trang TTĐT thành phần",
        "Outside the scope, role and function of the provincial portal and its component sites",
    ),
    "QB39.4.5.POLICY": Wording(
        "Không phù hợp với quan điểm, chủ trương, đường lối của Đảng, chính sách và pháp luật của "
        "Nhà nước",
        "Not in line with the viewpoints, guidelines and policies of the Party, the policies and "
        "laws of the State",
    ),
    "QB39.4.5.SECRET": Wording(
        "Thuộc danh mục bí mật nhà nước", "On the list of state secrets"
    ),
    "QB39.4.5.RESTRICTED": Wording(
        "Được cấp có thẩm quyền quyết định chưa phổ biến công khai hoặc chỉ phổ biến trong phạm vi "
        "hẹp",
        "Decided by the competent authority as not yet public, or for narrow circulation only",
    ),
    "QB39.4.5.UNTRUE": Wording("Không đúng sự thật", "Not true"),
    "QB39.4.5.ORIGIN": Wording("Không rõ nguồn gốc", "Of unknown origin"),
    "QB39.4.5.QUALITY": Wording(
        "Không bảo đảm chất lượng theo yêu cầu của Cổng TTĐT tỉnh và Trang TTĐT thành phần",
        "Below the quality that the provincial portal and its component sites require",
    ),
}  # fmt: skip
GROUNDS: dict[str, Ground] = {
    code: Ground(code, wording, ARTICLE) for code, wording in _WORDINGS.items()
}
