"""The calendar's page: twelve months for everybody, an upload for administrators alone."""

from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import CalendarDay

GOOD = "from,kind,vi\n2028-02-29,holiday,Nhuận\n"


def upload(text=GOOD):
    return SimpleUploadedFile("x.csv", text.encode())


def test_calendar_shows_twelve_months_with_words_in_special_cells(client_for):
    page = client_for("contributor").get("/desk/calendar/?year=2026").content.decode()

    assert page.count('<table class="calendar-month">') == 12
    assert '<td class="cal-holiday"><span class="cal-number">24</span>' in page
    assert "Ngày Văn hóa Việt Nam" in page
    assert 'type="file"' not in page


def test_calendar_upload_is_tried_then_taken_by_an_administrator(client_for):
    client = client_for("admin")

    tried = client.post("/desk/calendar/", {"file": upload(), "try": "1"}).content.decode()
    assert "Chạy thử: chưa ghi gì" in tried
    assert not CalendarDay.objects.exists()
    taken = client.post("/desk/calendar/?year=2028", {"file": upload()}).content.decode()

    assert "+ 29/02/2028 holiday Nhuận" in taken
    assert '<td class="cal-holiday"><span class="cal-number">29</span>' in taken
    assert CalendarDay.objects.count() == 1


def test_calendar_upload_with_wrong_lines_says_where(client_for):
    answer = client_for("admin").post("/desk/calendar/", {"file": upload("from,kind,vi\nx,a,b\n")})

    assert answer.status_code == 422
    assert "dòng 2: “x” không phải ngày" in answer.content.decode()


def test_calendar_upload_by_others_is_refused(client_for):
    answer = client_for("dept-head").post("/desk/calendar/", {"file": upload()})

    assert answer.status_code == 403
    assert not CalendarDay.objects.exists()
