"""Hosts against the dated rules of the acts."""

from datetime import date

import pytest

from approvals.rulepacks.domain_names import Asked, findings

OLD, NEW = date(2026, 6, 30), date(2026, 7, 1)
PORTAL = "quangtri.gov.vn"


def codes(host, level, on, **said):
    asked = Asked(host=host, level=level, portal_host=PORTAL, **said)
    return [found.code for found in findings(asked, on=on)]


@pytest.mark.parametrize(
    ("host", "level", "on", "expected"),
    [
        ("quangtri.gov.vn", "province", NEW, []),
        ("cong.quangtri.gov.vn", "province", NEW, ["HOST_LEVEL"]),
        ("sokhcn.quangtri.gov.vn", "department", OLD, []),
        ("donghoi.quangtri.gov.vn", "commune", NEW, []),
        ("donghoi.quangtri.gov.vn", "commune", OLD, ["HOST_LEVEL"]),
        ("an.dong.quangtri.gov.vn", "commune", OLD, []),
        ("an.dong.quangtri.gov.vn", "commune", NEW, ["HOST_LEVEL"]),
        ("dong.quangtri.gov.vn", "district", NEW, ["HOST_LEVEL_GONE"]),
        ("soyte.hue.gov.vn", "department", NEW, ["HOST_NOT_UNDER_PORTAL"]),
        ("soyte.com", "department", NEW, ["HOST_NOT_GOV"]),
        ("sởytế.quangtri.gov.vn", "department", NEW, ["HOST_NOT_ASCII"]),
        ("xn--syt-hwa.quangtri.gov.vn", "department", NEW, ["HOST_NOT_ASCII"]),
        ("-so.quangtri.gov.vn", "department", NEW, ["HOST_SHAPE"]),
        ("https://so.gov.vn", "department", NEW, ["HOST_SHAPE"]),
        ("so.localhost", "department", NEW, []),
        ("so-bat-ky.vn", "department", date(2020, 1, 1), []),
    ],
)
def test_each_rule_of_each_day(host, level, on, expected):
    assert codes(host, level, on) == expected


def test_the_proposal_is_the_agencys_name_below_the_portal():
    asked = Asked(
        "x.y.z.gov.vn", "commune", "Ủy ban nhân dân phường Đồng Hới", "UBND phường", PORTAL
    )

    found = findings(asked, on=NEW)[0]

    assert found.params["proposal"] == "donghoi.quangtri.gov.vn"
    assert found.params["article"]["vi"] == "Nghị định số 224/2026/NĐ-CP, Điều 11 khoản 4"
