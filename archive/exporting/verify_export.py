#!/usr/bin/env python3
"""Checks a yearly export offline: python verify_export.py [folder] [--key KEY]

Needs Python 3.9 or newer and nothing else. Every file against SHA256SUMS, none missing or extra,
then every record by verify_record.py beside it. Exit code 0: valid. 1: names what is not.
"""

import argparse
import contextlib
import hashlib
import io
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SUMS = "SHA256SUMS"


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for chunk in iter(lambda: file.read(1 << 20), b""):
            digest.update(chunk)
    return digest.hexdigest()


def present(root):
    found = set()
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in files:
            found.add(os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/"))
    return found - {SUMS}


def check_sums(root):
    wrong, listed = [], {}
    with open(os.path.join(root, SUMS), encoding="utf-8") as file:
        for line in file:
            digest, _, name = line.rstrip("\n").partition("  ")
            listed[name] = digest
    there = present(root)
    wrong += ["%s: thiếu / missing" % name for name in sorted(set(listed) - there)]
    wrong += ["%s: thừa / extra" % name for name in sorted(there - set(listed))]
    names = sorted(set(listed) & there)
    for at, name in enumerate(names, start=1):
        if sha256(os.path.join(root, *name.split("/"))) != listed[name]:
            wrong.append("%s: khác SHA-256 / differs" % name)
        progress(at, len(names), "tệp / files")
    return wrong


def check_records(root, key):
    sys.dont_write_bytecode = True
    sys.path.insert(0, root)
    import verify_record

    wrong, folder = [], os.path.join(root, "records")
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    for at, name in enumerate(names, start=1):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = verify_record.verify(os.path.join(folder, name, "package"), key)
        if code != verify_record.VALID:
            last = said.getvalue().strip().splitlines()[-1:]
            wrong.append("records/%s: %s" % (name, " ".join(last)))
        progress(at, len(names), "hồ sơ / records")
    return wrong


def progress(at, of, what):
    if sys.stderr.isatty() and (at % 50 == 0 or at == of):
        sys.stderr.write("\r%d/%d %s " % (at, of, what))


def main():
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    parser = argparse.ArgumentParser(description="Kiểm tra bản xuất / checks an export")
    parser.add_argument("folder", nargs="?", default=HERE)
    parser.add_argument("--key", help="khóa công khai của sổ cái / the ledger's public key")
    options = parser.parse_args()
    try:
        wrong = check_sums(options.folder) + check_records(options.folder, options.key)
    except OSError as error:
        wrong = ["không đọc được / cannot be read: %s" % error]
    for line in wrong:
        print("  - " + line)
    print("KHÔNG HỢP LỆ / NOT VALID" if wrong else "HỢP LỆ / VALID")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
