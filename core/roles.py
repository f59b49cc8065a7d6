"""Roles of the field; who holds which role where is data, what a role may do is code."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is to a unit (design: words)."""

    CONTRIBUTOR = "contributor"
    EDITOR = "editor"
    SECRETARY = "secretary"
    AGENCY_HEAD = "agency_head"
    BOARD_HEAD = "board_head"
    ARCHIVIST = "archivist"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SITE_ADMINISTRATOR = "site_administrator"


ROLE_LABELS: dict[Role, str] = {
    Role.CONTRIBUTOR: "Cộng tác viên",
    Role.EDITOR: "Biên tập viên",
    Role.SECRETARY: "Thư ký biên tập",
    Role.AGENCY_HEAD: "Thủ trưởng cơ quan",
    Role.BOARD_HEAD: "Trưởng Ban Biên tập",
    Role.ARCHIVIST: "Cán bộ lưu trữ",
    Role.AUDITOR: "Thanh tra",
    Role.ADMINISTRATOR: "Quản trị",
    Role.SITE_ADMINISTRATOR: "Quản trị trang",
}

READS_EVERYTHING = frozenset({Role.AUDITOR, Role.ARCHIVIST, Role.ADMINISTRATOR})
# Who proposes and confirms disposals, and holds records.
KEEPS_ARCHIVE = frozenset({Role.ARCHIVIST, Role.ADMINISTRATOR})
