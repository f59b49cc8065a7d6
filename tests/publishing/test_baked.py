"""The baked pages over HTTP: the right file, the right headers, no way out of the folder."""

import io

import pytest

from publishing.web.baked import BakedSites


@pytest.fixture
def root(tmp_path):
    site = tmp_path / "stttt"
    (site / "news" / "bai").mkdir(parents=True)
    (site / "index.html").write_text("trang chủ", "utf-8")
    (site / "404.html").write_text("không thấy", "utf-8")
    (site / "news" / "bai" / "index.html").write_text("bài", "utf-8")
    (site / "news" / "bai" / "index.html.gz").write_bytes(b"gz")
    (site / "news" / "gone").mkdir()
    (site / "news" / "gone" / "gone.html").write_text("đã gỡ", "utf-8")
    (site / "news" / "moved").mkdir()
    (site / "news" / "moved" / "gone.html").write_text("đã chuyển", "utf-8")
    (site / "news" / "moved" / "moved.txt").write_text("/sites/stttt/news/bai/", "utf-8")
    (site / "assets").mkdir()
    (site / "assets" / "a.css").write_text("p{}", "utf-8")
    (site / "news" / "bai" / "attachments").mkdir()
    (site / "news" / "bai" / "attachments" / "tep.docx").write_bytes(b"PK")
    (tmp_path / "secret.txt").write_text("không được đọc", "utf-8")
    hosts = tmp_path / "by-host"
    hosts.mkdir()
    (hosts / "so.example.vn").symlink_to("../stttt")
    (hosts / "_default").symlink_to("../stttt")
    return tmp_path


def ask(root, path, *, host="127.0.0.1:8000", method="GET", **headers):
    said = {}

    def start_response(status, fields):
        said["status"], said["headers"] = int(status.split()[0]), dict(fields)

    def application(_environ, start):
        start("299 Application", [])
        return [b"application"]

    environ = {"PATH_INFO": path, "HTTP_HOST": host, "REQUEST_METHOD": method,
               "wsgi.input": io.BytesIO()} | headers  # fmt: skip
    body = b"".join(BakedSites(application, root)(environ, start_response))
    return said["status"], said["headers"], body.decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("path", "host", "status", "body"),
    [
        ("/sites/stttt/", "x", 200, "trang chủ"),
        ("/", "so.example.vn", 200, "trang chủ"),
        ("/", "so.example.vn:443", 200, "trang chủ"),
        ("/news/bai/", "so.example.vn", 200, "bài"),
        ("/sites/stttt/news/bai/", "x", 200, "bài"),
        ("/sites/stttt/news/gone/", "x", 410, "đã gỡ"),
        ("/sites/stttt/news/gone/attachments/a.pdf", "x", 410, "đã gỡ"),
        ("/sites/stttt/nowhere/", "x", 404, "không thấy"),
        ("/sites/stttt/news/moved/moved.txt", "x", 410, "đã chuyển"),
        ("/sites/none/", "x", 404, "404"),
        ("/sites/stttt/search", "x", 299, "application"),
        ("/desk/", "so.example.vn", 299, "application"),
        ("/api/v1/", "x", 299, "application"),
    ],
)
def test_address_answers_with_the_right_file(root, path, host, status, body):
    found = ask(root, path, host=host)

    assert (found[0], found[2]) == (status, body)


@pytest.mark.parametrize(
    "path", ["/sites/stttt/../secret.txt", "/sites/stttt/%2e%2e/secret.txt", "/sites/../secret.txt",
             "/sites/stttt/.locks/x", "/sites/stttt/./../../secret.txt"],
)  # fmt: skip
def test_no_way_out_of_the_site(root, path):
    assert "không được đọc" not in ask(root, path)[2]


def test_folder_without_slash_and_moved_item_redirect(root):
    assert ask(root, "/sites/stttt/news/bai")[1]["Location"] == "/sites/stttt/news/bai/"
    assert ask(root, "/sites/stttt")[1]["Location"] == "/sites/stttt/"
    assert ask(root, "/")[1]["Location"] == "/sites/stttt/"
    status, headers, _ = ask(root, "/sites/stttt/news/moved/")
    assert (status, headers["Location"]) == (301, "/sites/stttt/news/bai/")


def test_headers_of_pages_assets_and_files(root):
    _, page, _ = ask(root, "/sites/stttt/news/bai/")
    _, asset, _ = ask(root, "/sites/stttt/assets/a.css")
    _, file, _ = ask(root, "/sites/stttt/news/bai/attachments/tep.docx")

    assert page["Cache-Control"] == "no-cache"
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'self'" in page["Content-Security-Policy"]
    assert "immutable" in asset["Cache-Control"]
    assert file["Content-Disposition"].startswith("attachment")
    assert file["X-Content-Type-Options"] == "nosniff"


def test_known_etag_is_answered_304_and_head_without_body(root):
    _, headers, _ = ask(root, "/sites/stttt/news/bai/")

    again = ask(root, "/sites/stttt/news/bai/", HTTP_IF_NONE_MATCH=headers["ETag"])
    head = ask(root, "/sites/stttt/news/bai/", method="HEAD")

    assert (again[0], again[2]) == (304, "")
    assert (head[0], head[2], head[1]["Content-Length"]) == (200, "", "4")


def test_compressed_copy_is_sent_to_who_takes_it(root):
    status, headers, body = ask(root, "/sites/stttt/news/bai/", HTTP_ACCEPT_ENCODING="gzip, br")

    assert (status, headers["Content-Encoding"], body) == (200, "gzip", "gz")
    assert headers["Vary"] == "Accept-Encoding"
