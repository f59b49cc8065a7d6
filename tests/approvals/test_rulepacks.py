"""Packs are dated: each day has its pack, and an old verdict finds its own again."""

from datetime import date

import pytest

from approvals import rulepacks
from approvals.reasons import GROUNDS
from approvals.rulepacks import BrokenRulePack, NoRulePack, parse_pack

SEED = rulepacks.pack("QB-39-2023")
SECOND = """
code = "ND-900-2030"
version = "{version}"
valid_from = {valid_from}
valid_to = {valid_to}
required_fields = ["title"]
[instrument]
number = "900/2030/NĐ-CP"
issued_on = 2030-01-01
title_vi = "Nghị định thử"
title_en = "A decree for tests"
[fast_track]
confirm_working_hours = 4
[duplicates]
percent = 80
[[grounds]]
code = "ND900.1"
article_vi = "Điều 1"
article_en = "Article 1"
[checks]
AUTHOR_MISSING = {{ severity = "{severity}", ground = "{ground}", overridable = {overridable} }}
[formats]
text = ["text/plain"]
[[categories]]
code = "news"
vi = "Tin"
en = "News"
clock = "{clock}"
[[clocks]]
code = "at-once"
event = "change"
working_days = 2
source = "Điều 2"
"""
GOOD = {
    "version": "1.0",
    "valid_from": "2030-01-01",
    "valid_to": "2030-12-31",
    "severity": "block",
    "ground": "ND900.1",
    "overridable": "true",
    "clock": "at-once",
}


def second(**changes):
    return parse_pack(SECOND.format(**{**GOOD, **changes}))


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2023, 12, 7), "QB-39-2023"),
        (date(2029, 12, 31), "QB-39-2023"),
        (date(2030, 1, 1), "ND-900-2030"),
        (date(2030, 12, 31), "ND-900-2030"),
        (date(2031, 1, 1), "QB-39-2023"),
    ],
)
def test_pack_in_force_newest_that_covers_the_day_wins(day, code):
    assert rulepacks.pack_in_force(day, [SEED, second()]).code == code


def test_pack_in_force_before_the_first_pack_is_refused():
    with pytest.raises(NoRulePack, match="2023-12-06"):
        rulepacks.pack_in_force(date(2023, 12, 6))


def test_pack_in_force_amended_version_of_the_same_day_wins():
    packs = [second(version="1.10"), second(version="1.9")]

    assert rulepacks.pack_in_force(date(2030, 6, 1), packs).version == "1.10"


def test_pack_finds_the_exact_version_a_verdict_names():
    old, new = second(version="1.0"), second(version="1.1", severity="warn", overridable="false")

    assert rulepacks.pack(old.identity, [old, new]) == old
    assert rulepacks.pack("ND-900-2030@1.0", [old, new]) == old
    assert rulepacks.pack("ND-900-2030", [old, new]) == new


def test_pack_unknown_name_is_refused():
    with pytest.raises(NoRulePack, match="QB-1"):
        rulepacks.pack("QB-1")


def test_identity_any_change_of_content_changes_it():
    assert second().identity == second().identity
    assert second().content_hash != second(severity="warn", overridable="false").content_hash


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"severity": "fatal", "overridable": "false"}, "severity fatal"),
        ({"ground": "X"}, "ground X"),
        ({"severity": "warn"}, "overridden"),
        ({"clock": "never"}, "clock never"),
        ({"valid_to": "2029-01-01"}, "ends before"),
        ({"version": "one"}, "version one"),
    ],
)
def test_parse_pack_contradiction_is_refused(changes, fault):
    with pytest.raises(BrokenRulePack, match=fault):
        second(**changes)


def test_parse_pack_missing_part_is_refused():
    with pytest.raises(BrokenRulePack, match="instrument"):
        parse_pack(SECOND.format(**GOOD).replace("[instrument]", "[act]"))


def test_parse_pack_no_time_to_confirm_is_refused():
    with pytest.raises(BrokenRulePack, match="time to be confirmed"):
        parse_pack(SECOND.format(**GOOD).replace("hours = 4", "hours = 0"))


def test_load_packs_same_code_and_version_twice_is_refused(tmp_path):
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(SECOND.format(**GOOD), "utf-8")

    with pytest.raises(BrokenRulePack, match="share code and version"):
        rulepacks.load_packs(tmp_path)


def test_load_packs_reads_every_file_oldest_first(tmp_path):
    (tmp_path / "a.toml").write_text(SECOND.format(**{**GOOD, "version": "2.0"}), "utf-8")
    (tmp_path / "b.toml").write_text(SECOND.format(**GOOD), "utf-8")

    assert [pack.version for pack in rulepacks.load_packs(tmp_path)] == ["1.0", "2.0"]


def test_seed_pack_holds_what_the_regulation_says():
    assert SEED.valid_from == date(2023, 12, 7)
    assert SEED.valid_to is None
    assert SEED.instrument.number == "39/2023/QĐ-UBND"
    assert set(SEED.grounds) == set(GROUNDS)
    assert {
        "news", "legal-documents", "direction", "guidance", "plans", "announcements",
        "introduction",
    } <= set(SEED.categories)  # fmt: skip


def test_seed_pack_posting_clocks_follow_the_category():
    assert SEED.posting_clock("legal-documents").working_days == 5
    assert SEED.posting_clock("news").working_days is None
    assert SEED.posting_clock("gossip") is None


@pytest.mark.parametrize(
    ("media_type", "allowed"),
    [
        ("application/pdf", True),
        ("message/rfc822", True),
        ("text/markdown", True),
        ("image/png", True),
        ("image/svg+xml", False),
        ("application/zip", False),
        ("application/x-msdownload", False),
    ],
)
def test_seed_pack_formats_exclude_active_content(media_type, allowed):
    assert (media_type in SEED.media_types) is allowed


FRAME = """
kind = "decree"
code = "ND-901-2030"
version = "1.0"
valid_from = 2030-07-01
[instrument]
number = "901/2030/NĐ-CP"
issued_on = 2030-06-01
title_vi = "Nghị định thử"
title_en = "A decree for tests"
[english]
categories = ["news"]
site_kinds = ["portal"]
[[clocks]]
code = "at-once"
event = "change"
source = "Điều 9"
[[duties]]
vi = "Tin"
en = "News"
article_vi = "Điều 9"
article_en = "Article 9"
category = "news"
"""


@pytest.fixture
def two_acts(tmp_path):
    (tmp_path / "a.toml").write_text(SECOND.format(**GOOD), "utf-8")
    (tmp_path / "b.toml").write_text(FRAME, "utf-8")
    return rulepacks.load_packs(tmp_path)


def test_decree_stands_beside_the_regulation_from_its_first_day(two_acts):
    before, after = (
        rulepacks.pack_in_force(date(2030, m, d), two_acts) for m, d in [(6, 30), (7, 1)]
    )

    assert (before.code, after.code) == ("ND-900-2030", "ND-900-2030+ND-901-2030")
    assert after.grounds == before.grounds
    assert (before.posting_clock("news").source, after.posting_clock("news").source) == (
        "Điều 2",
        "Điều 9",
    )
    assert not before.asks_for_english("news", "portal")
    assert after.asks_for_english("news", "portal")
    assert not after.asks_for_english("news", "component")
    assert after.valid_to == date(2030, 12, 31)
    assert rulepacks.pack(after.identity, two_acts) == after


def test_decree_naming_a_category_nobody_knows_is_refused(tmp_path):
    (tmp_path / "a.toml").write_text(SECOND.format(**GOOD), "utf-8")
    (tmp_path / "b.toml").write_text(FRAME.replace('["news"]', '["gossip"]'), "utf-8")

    with pytest.raises(BrokenRulePack, match="no category gossip"):
        rulepacks.load_packs(tmp_path)


@pytest.mark.parametrize(
    ("day", "decree"),
    [
        (date(2023, 12, 7), "ND-42-2022"),
        (date(2026, 6, 30), "ND-42-2022"),
        (date(2026, 7, 1), "ND-224-2026"),
    ],
)
def test_packs_of_the_law_change_at_the_end_of_june_2026(day, decree):
    found = rulepacks.pack_in_force(day)

    assert found.code == f"QB-39-2023+{decree}"
    assert set(found.grounds) == set(GROUNDS)


def test_first_version_is_still_the_one_old_verdicts_name():
    assert rulepacks.pack("QB-39-2023@1.0.0#81afa6f2bb6e").version == "1.0.0"
