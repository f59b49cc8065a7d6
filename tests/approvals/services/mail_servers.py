"""Real mail servers for tests: Debian's dovecot on loopback, and an SMTP server that keeps mail."""

import imaplib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from core.platform.processes import free_port, is_free, wait_until

DOVECOT = shutil.which("dovecot", path="/usr/sbin:/usr/bin")
USER, PASSWORD = "banbientap", "mot-mat-khau"
CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={user_group} home={folder}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
namespace inbox {{
  inbox = yes
{namespace}
}}
"""


@dataclass
class Imap:
    """A running IMAP server with one mailbox."""

    port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"imap://{USER}:{PASSWORD}@127.0.0.1:{self.port}/INBOX?tls=0"

    @contextmanager
    def session(self) -> Iterator[imaplib.IMAP4]:
        server = imaplib.IMAP4("127.0.0.1", self.port)
        server.login(USER, PASSWORD)
        try:
            yield server
        finally:
            server.logout()

    def deliver(self, message: bytes) -> None:
        with self.session() as server:
            status, _ = server.append("INBOX", None, None, message.replace(b"\n", b"\r\n"))
            assert status == "OK"

    def subjects(self, name: str) -> list[str]:
        """Return the decoded subjects of the messages in a folder."""
        with self.session() as server:
            if server.select(name, readonly=True)[0] != "OK":
                return []
            uids = server.uid("SEARCH", "ALL")[1][0].split()
            bodies = [server.uid("FETCH", uid, "(BODY.PEEK[])")[1][0][1] for uid in uids]
        return [str(message_from_bytes(b, policy=policy.default)["Subject"]) for b in bodies]

    def bytes_on_disk(self) -> bytes:
        """Return everything the server keeps, for tests that look for traces."""
        files = [path for path in (self.folder / "mail").rglob("*") if path.is_file()]
        return b"".join(path.read_bytes() for path in files)

    def empty(self) -> None:
        shutil.rmtree(self.folder / "mail", ignore_errors=True)
        _writable(self.folder / "mail")


@contextmanager
def imap_server(*, prefix: str = "") -> Iterator[Imap]:
    """Run dovecot in the foreground on a free port; folders begin with `prefix`."""
    assert DOVECOT
    folder = Path(tempfile.mkdtemp(prefix="duyet-imap-"))
    folder.chmod(0o755)
    port = free_port()
    for name in ("mail", "home"):
        _writable(folder / name)
    me = pwd.getpwuid(os.geteuid())
    root = me.pw_uid == 0
    path = folder / "dovecot.conf"
    path.write_text(
        CONFIGURATION.format(
            folder=folder,
            port=port,
            password=PASSWORD,
            internal="dovecot" if root else me.pw_name,
            login="dovenull" if root else me.pw_name,
            group="dovecot" if root else me.pw_gid,
            user=_owner().pw_uid,
            user_group=_owner().pw_gid,
            namespace=f"  prefix = {prefix}\n  separator = ." if prefix else "",
        )
    )
    server = subprocess.Popen([DOVECOT, "-F", "-c", str(path)], start_new_session=True)
    try:
        log = folder / "dovecot.log"
        ready = wait_until(lambda: not is_free(port), seconds=20)
        assert ready, log.read_text() if log.exists() else "dovecot did not start"
        yield Imap(port, folder)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def _writable(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    os.chown(folder, _owner().pw_uid, _owner().pw_gid)


@dataclass
class Keeper:
    """What an SMTP server does with mail here: keep it, or refuse it with `answer`."""

    messages: list[Any] = field(default_factory=list)
    answer: str = "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answer


@contextmanager
def smtp_server() -> Iterator[tuple[Keeper, int]]:
    """Run aiosmtpd in a thread."""
    from aiosmtpd.controller import Controller

    keeper = Keeper()
    controller = Controller(keeper, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield keeper, controller.port
    finally:
        controller.stop()
