"""Legacy encodings are recognised and converted; real languages are left alone."""

import unicodedata

import pytest

from approvals.rules import legacy
from approvals.rules.syllables import is_syllable

TCVN3 = "Céng hßa x· héi chñ nghÜa ViÖt Nam"
VNI = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"
UNICODE = "Cộng hòa xã hội chủ nghĩa Việt Nam"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (TCVN3, "TCVN3"),
        ("QuyÕt ®Þnh", "TCVN3"),
        ("CéNG HßA X· HéI", "TCVN3"),
        ("nghÞ quyÕt cña Thñ t\u00adíng ChÝnh phñ", "TCVN3"),
        (VNI, "VNI"),
        ("COÄNG HOØA XAÕ HOÄI", "VNI"),
        ("Uûy ban nhaân daân tænh", "VNI"),
        (f"<p>{UNICODE}</p><p>{TCVN3}</p>", "TCVN3"),
        (f"{UNICODE}\n{VNI}", "VNI"),
        (UNICODE, ""),
        (unicodedata.normalize("NFD", UNICODE), ""),
        ("Ông Hà là cán bộ xã, có ý kiến về vấn đề này.", ""),
        ("Cô giáo và các em", ""),
        ("The cafe opens at 7 a.m. on 24 November.", ""),
        ("Où êtes-vous ? Le café a fermé dès l'été, déjà très tôt, à côté du château.", ""),
        ("L'Assemblée nationale a adopté à l'unanimité la loi relative à l'accès.", ""),
        ("Il a dû, bien sûr, goûter un fruit mûr né près de l'île.", ""),
        ("Über die größte Straße für Fußgänger", ""),
        ("El señor pidió más información este año", ""),
        ("São Paulo não é a capital, então", ""),
        ("£5 §3 ©2026 ±2 µm 20 °C ½", ""),
        ("", ""),
    ],
)
def test_detect_tells_encodings_from_languages(text, encoding):
    assert legacy.detect(text) == encoding


@pytest.mark.parametrize(
    ("text", "encoding", "converted"),
    [
        (TCVN3, "TCVN3", UNICODE),
        (VNI, "VNI", UNICODE),
        ("§éc lËp - Tù do - H¹nh phóc", "TCVN3", "Độc lập - Tự do - Hạnh phúc"),
        ("CéNG HßA X· HéI", "TCVN3", "CỘNG HÒA XÃ HỘI"),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", "VNI", "Độc lập - Tự do - Hạnh phúc"),
        (f"<p class='á'>{TCVN3}</p>", "TCVN3", f"<p class='á'>{UNICODE}</p>"),
        (f"<p>{UNICODE}</p><p>{VNI}</p>", "VNI", f"<p>{UNICODE}</p><p>{UNICODE}</p>"),
    ],
)
def test_propose_converts_what_is_legacy(text, encoding, converted):
    assert legacy.propose(text, encoding) == converted


VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]
LETTERS = [unicodedata.normalize("NFC", v + t) for v in VOWELS for t in TONES] + ["đ"]


def test_tcvn3_table_reaches_every_small_letter():
    reached = {legacy.from_tcvn3(chr(code)) for code in range(0xA1, 0xFF)}

    assert {letter for letter in LETTERS if not letter.isascii()} <= reached


@pytest.mark.parametrize("capital", [False, True])
def test_vni_table_reaches_every_letter(capital):
    table = legacy._VNI_TABLE.values()
    wanted = [letter.upper() if capital else letter for letter in LETTERS]
    drawn_as_latin1 = set("ìíÌÍ")  # VNI keeps these where Windows-1252 has them

    assert {w for w in wanted if not w.isascii()} - set(table) == (drawn_as_latin1 & set(wanted))


WORDS = "hòa hoà khỏe khoẻ thủy thuỷ quý quá gì giếng giết nghiêng khuỷu đường rượu huỳnh"


@pytest.mark.parametrize("word", WORDS.split())
def test_is_syllable_vietnamese_words_hold(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["xaõ", "aùc", "hoäi", "café", "été", "tst", "áà", ""])
def test_is_syllable_other_letters_fail(word):
    assert not is_syllable(word)
