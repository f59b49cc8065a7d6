"""Asking Prefect's server what happened, over its API and nothing else."""

import base64
import json
import urllib.request
from typing import Any


class Clock:
    """The server as an operator's script would see it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._url = environment["PREFECT_API_URL"]
        self._password = environment["PREFECT_API_AUTH_STRING"]
        self.instance = environment["DUYET_INSTANCE"]

    def post(self, path: str, body: Any = None, *, method: str = "POST") -> Any:
        request = urllib.request.Request(self._url + path, method=method)
        word = base64.b64encode(self._password.encode()).decode()
        request.add_header("Authorization", f"Basic {word}")
        request.add_header("Content-Type", "application/json")
        data = json.dumps(body or {}).encode() if method != "DELETE" else None
        with urllib.request.urlopen(request, data, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def deployments(self) -> dict[str, Any]:
        """Return the deployments of this instance by entrypoint."""
        wanted = {"deployments": {"name": {"any_": [self.instance]}}}
        return {row["entrypoint"]: row for row in self.post("/deployments/filter", wanted)}

    def runs(self, **states: Any) -> list[Any]:
        """Return the runs of this instance, oldest first."""
        body = {"deployments": {"name": {"any_": [self.instance]}}, "sort": "START_TIME_ASC"}
        if states:
            body["flow_runs"] = {"state": {"type": {"any_": states["types"]}}}
        return self.post("/flow_runs/filter", body)

    def run(self, entrypoint: str) -> str:
        """Ask for one run of a deployment now; returns its id."""
        key = self.deployments()[entrypoint]["id"]
        return self.post(f"/deployments/{key}/create_flow_run", {"state": {"type": "SCHEDULED"}})[
            "id"
        ]

    def state(self, run: str) -> tuple[str, str]:
        """Return how a run stands, and its message."""
        row = self.post("/flow_runs/filter", {"flow_runs": {"id": {"any_": [run]}}})[0]
        return row["state"]["name"], row["state"]["message"] or ""
