"""Where a path of a site stands on the disk; nothing leads out of the site's folder."""

from functools import lru_cache
from os.path import realpath
from pathlib import Path

from core.errors import DomainError


class PathRefused(DomainError):  # noqa: N818 - the family is named by what happened
    """A path that leads outside the site's folder, or into the writer's own files."""

    default_code = "PATH_REFUSED"


def inside(root: Path, relative_path: str) -> Path:
    """Return the place of a path below `root`; refuses what leaves it, links too."""
    parts = relative_path.split("/")
    hidden = any(part in ("", ".", "..") or part.startswith(".") for part in parts)
    if hidden or "\\" in relative_path or not relative_path.isprintable():
        raise PathRefused(path=relative_path)
    base = _resolved(str(root))
    folder = base
    for part in parts[:-1]:
        folder = f"{folder}/{part}"
        # A link inside the site could still lead out of it.
        if Path(folder).is_symlink() and not Path(folder).resolve().is_relative_to(base):
            raise PathRefused(path=relative_path)
    path = Path(f"{folder}/{parts[-1]}")
    if path.is_symlink():
        raise PathRefused(path=relative_path)
    return path


@lru_cache(maxsize=256)
def _resolved(root: str) -> str:
    """Return where a site's folder is; it is no link that changes while we run."""
    return realpath(root)
