from publishing.searching.questions import MOST_TERMS, Term, parse


def test_abbreviation_and_long_form_find_each_other():
    assert parse("UBND xã").terms == (Term(("ubnd", "ủy ban nhân dân")), Term(("xã",)))
    assert parse("uy ban nhan dan").terms == (Term(("uy ban nhan dan", "ubnd")),)


def test_phrase_stays_together_and_exclusion_is_marked():
    question = parse('"quyền sử dụng đất" -đấu giá')

    assert question.terms == (
        Term(("quyền sử dụng đất",)),
        Term(("đấu",), excluded=True),
        Term(("giá",)),
    )
    assert [term.wordings[0] for term in question.wanted] == ["quyền sử dụng đất", "giá"]


def test_minus_inside_a_number_excludes_nothing():
    assert [term.excluded for term in parse("39/2023/QĐ-XYZ").terms] == [False] * 4


def test_signs_alone_ask_for_nothing_and_long_questions_are_cut():
    assert parse('&|!():*\'\\ "" -').terms == ()
    assert len(parse("từ " * 500).terms) == MOST_TERMS


def test_decomposed_letters_are_composed():
    assert parse("nươ\u0301c").terms == (Term(("nước",)),)
