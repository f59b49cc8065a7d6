#!/usr/bin/env python
"""Management commands; without DATABASE_URL they talk to the instance of DUYET_HOME."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

from core.platform.instance import load_instance


def main() -> None:
    """Run the command of the command line."""
    if "DATABASE_URL" not in os.environ:
        environment = load_instance().environment()
        Path(environment["TMPDIR"]).mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ.update(environment)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
