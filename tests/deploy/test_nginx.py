"""nginx with our configuration gives the same answers as the application, and some without it."""

import gzip
import http.client
import shutil
import subprocess
import threading
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from core.platform.processes import free_port, is_free, wait_until
from publishing.web.baked import BakedSites
from scripts.check_deployment import nginx_configuration

PAGE = "<!doctype html><title>Tin</title>" + "nội dung " * 400
FILES = {
    "stttt/index.html": PAGE,
    "stttt/404.html": "<title>Không thấy</title>",
    "stttt/tin/index.html": PAGE,
    "stttt/tin/index.html.gz": gzip.compress(PAGE.encode()),
    "stttt/tin/attachments/0123-so-lieu.xlsx": "xlsx",
    "stttt/tin/attachments/0123-anh.png": "png",
    "stttt/xoa/gone.html": "<title>Đã gỡ</title>",
    "stttt/chuyen/moved.txt": "/sites/stttt/tin/",
    "stttt/assets/portal.0123.css": "body {}",
    "stttt/feed.xml": "<rss/>",
    "stttt/.locks/0": "lock",
    "tinh/index.html": "<title>Cổng</title>",
    "tinh/404.html": "<title>Không thấy</title>",
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("nginx"),
    pytest.mark.skipif(shutil.which("nginx") is None, reason="apt-get install nginx-light"),
]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments):
        """Say nothing."""


def application(environ, start_response):
    size = int(environ.get("CONTENT_LENGTH") or 0)
    body = f"application {environ['PATH_INFO']} {len(environ['wsgi.input'].read(size))}".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    root = tmp_path_factory.mktemp("portal")
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    (root / "by-host").mkdir()
    (root / "by-host" / "stttt.example.vn").symlink_to("../stttt")
    (root / "by-host" / "_default").symlink_to("../tinh")
    return root


@pytest.fixture(scope="module")
def web(portal):
    server = make_server("127.0.0.1", 0, BakedSites(application, portal), WSGIServer, Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def start(portal, tmp_path_factory):
    """Return a function that starts nginx before a web on some port, and returns its own port."""
    running = []

    def begin(web):
        folder, port = tmp_path_factory.mktemp("nginx"), free_port()
        main = nginx_configuration(folder, listen=port, portal=portal, web=f"127.0.0.1:{web}")
        command = ["nginx", "-c", str(main), "-e", str(folder / "error.log")]
        running.append(subprocess.Popen(command, stderr=subprocess.DEVNULL))
        assert wait_until(lambda: not is_free(port), seconds=10), (folder / "error.log").read_text()
        return port

    yield begin
    for process in running:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(scope="module")
def nginx(start, web):
    return start(web)


def ask(port, path, *, method="GET", host="127.0.0.1", body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", host)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


SAME = (
    *("Location", "Cache-Control", "Content-Disposition", "Content-Encoding"),
    *("X-Content-Type-Options", "Referrer-Policy", "Content-Security-Policy", "Content-Type"),
)


@pytest.mark.parametrize(
    ("path", "host"),
    [
        ("/sites/stttt/", "x"),
        ("/sites/stttt", "x"),
        ("/sites/stttt/tin/", "x"),
        ("/sites/stttt/tin", "x"),
        ("/sites/stttt/tin/index.html", "x"),
        ("/sites/stttt/tin/attachments/0123-so-lieu.xlsx", "x"),
        ("/sites/stttt/tin/attachments/0123-anh.png", "x"),
        ("/sites/stttt/tin/attachments/khong-co.png", "x"),
        ("/sites/stttt/xoa/", "x"),
        ("/sites/stttt/xoa/attachments/0123-anh.png", "x"),
        ("/sites/stttt/xoa/gone.html", "x"),
        ("/sites/stttt/chuyen/", "x"),
        ("/sites/stttt/assets/portal.0123.css", "x"),
        ("/sites/stttt/khong-co/", "x"),
        ("/sites/stttt/.locks/0", "x"),
        ("/sites/khong-co/", "x"),
        ("/sites/stttt/search", "x"),
        ("/", "stttt.example.vn"),
        ("/tin/", "stttt.example.vn"),
        ("/tin", "stttt.example.vn"),
        ("/xoa/", "stttt.example.vn"),
        ("/chuyen/", "stttt.example.vn"),
        ("/assets/portal.0123.css", "stttt.example.vn"),
        ("/khong-co/", "stttt.example.vn"),
        ("/desk/", "stttt.example.vn"),
        ("/search", "stttt.example.vn"),
        ("/", "x"),
        ("/desk/", "x"),
        ("/somewhere/", "x"),
    ],
)
def test_nginx_answers_like_the_application(nginx, web, path, host):
    expected_status, expected, expected_body = ask(web, path, host=host, Accept_Encoding="gzip")

    status, headers, body = ask(nginx, path, host=host, Accept_Encoding="gzip")

    assert status == expected_status
    assert body == expected_body or status in {301, 302} or expected_body == b"404"
    compared = [name for name in SAME if name in expected and body == expected_body]
    assert {name: headers.get(name) for name in compared} == {
        name: expected[name] for name in compared
    }


def test_redirect_leads_where_the_application_leads(nginx, web):
    for path in ("/sites/stttt", "/sites/stttt/tin", "/sites/stttt/chuyen/"):
        assert ask(nginx, path)[1]["Location"] == ask(web, path)[1]["Location"], path


def test_compressed_page_says_that_it_varies(nginx):
    _, headers, body = ask(nginx, "/sites/stttt/tin/", Accept_Encoding="gzip")

    assert (headers["Content-Encoding"], headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(body).decode() == PAGE


def test_page_is_not_sent_again_to_who_has_it(nginx):
    _, headers, _ = ask(nginx, "/sites/stttt/tin/")

    status, _, body = ask(nginx, "/sites/stttt/tin/", If_None_Match=headers["ETag"])

    assert (status, body) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/sites/stttt/../../etc/passwd", "/sites/%2e%2e/%2e%2e/etc/passwd"]
)
def test_nothing_outside_the_portal_is_served(nginx, path):
    status, _, body = ask(nginx, path)

    assert status in {200, 400, 404}
    assert b"root:" not in body


def test_page_refuses_to_be_written(nginx):
    assert ask(nginx, "/sites/stttt/tin/", method="POST", body=b"x")[0] == 405


def test_upload_reaches_the_application_whole(nginx):
    status, _, body = ask(nginx, "/api/v1/submissions/", method="POST", body=b"x" * 3_000_000)

    assert (status, body) == (200, b"application /api/v1/submissions/ 3000000")


def test_upload_beyond_the_limit_is_refused(nginx):
    connection = http.client.HTTPConnection("127.0.0.1", nginx, timeout=10)
    connection.putrequest("POST", "/api/v1/submissions/")
    connection.putheader("Content-Length", str(200 * 1024 * 1024))
    connection.endheaders()

    assert connection.getresponse().status == 413
    connection.close()


def test_signing_in_again_and_again_is_slowed_down(nginx):
    answers = {ask(nginx, "/desk/sign-in/", method="POST", body=b"x")[0] for _ in range(40)}

    assert answers == {200, 429}


def test_metrics_are_not_for_the_public(nginx):
    assert ask(nginx, "/metrics")[0] == 404


def test_https_at_the_front_is_passed_on_as_strict_transport_security(nginx):
    _, plain, _ = ask(nginx, "/sites/stttt/")
    _, secure, _ = ask(nginx, "/sites/stttt/", X_Forwarded_Proto="https")

    assert "Strict-Transport-Security" not in plain
    assert secure["Strict-Transport-Security"].startswith("max-age=31536000")


def test_pages_stay_up_while_the_application_is_away(start):
    port = start(free_port())

    assert ask(port, "/sites/stttt/tin/")[::2] == (200, PAGE.encode())
    assert ask(port, "/sites/stttt/xoa/")[0] == 410
    assert ask(port, "/tin/", host="stttt.example.vn")[0] == 200
    status, _, body = ask(port, "/desk/")
    assert (status, "tạm thời gián đoạn" in body.decode()) == (503, True)
