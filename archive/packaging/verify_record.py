#!/usr/bin/env python3
"""Checks an archive record offline: python verify_record.py package.zip [--key KEY]

Needs Python 3.9 or newer and nothing else; signers' keys are checked where the package
`cryptography` is installed, and it says so where they are not. Exit code 0: valid. 1: not valid, and says what.
2: the files agree, but the ledger that would prove them has not been signed yet.
Formats: RFC 6962/9162 (Merkle tree), RFC 8032 (Ed25519), C2SP signed-note and tlog-checkpoint.
"""

import argparse
import base64
import hashlib
import json
import os
import re
import sys
import zipfile

VALID, INVALID, PENDING = 0, 1, 2
MANIFEST = "manifest.json"
REQUIRED = ("record.pdf", "content.json", "decision.json", "proof.json", "README.txt", "verify_record.py")
SEALED = ("record.pdf", "content.json", "decision.json", "attachments/", "signatures/")
DECIDING = {"published": ("approve", "fast_track"), "rejected": ("reject",)}
CHUNK = 1 << 20
MAX_JSON = 256 << 20


class Damaged(Exception):
    """Something cannot be read; the message says what, in both languages."""


# ---- reading -----------------------------------------------------------------------------------


class Source:
    """The files of a package, from a zip or a folder."""

    def __init__(self, path):
        self.zip = None
        if os.path.isdir(path):
            self.root, self.names = path, _walk(path)
            return
        try:
            self.zip = zipfile.ZipFile(path)
            self.names = [info.filename for info in self.zip.infolist() if not info.is_dir()]
        except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError) as error:
            raise Damaged("không mở được gói / cannot open the package: %s" % error)
        twice = sorted({name for name in self.names if self.names.count(name) > 1})
        if twice:
            raise Damaged("tên tệp lặp lại trong gói / file name twice in the package: %s" % ", ".join(twice))

    def open(self, name):
        return self.zip.open(name) if self.zip else open(os.path.join(self.root, *name.split("/")), "rb")

    def digest(self, name):
        """Return SHA-256 and size; damaged data is reported, not raised as it comes."""
        digest, size = hashlib.sha256(), 0
        try:
            with self.open(name) as file:
                for chunk in iter(lambda: file.read(CHUNK), b""):
                    digest.update(chunk)
                    size += len(chunk)
        except Exception as error:  # zip, zlib and the file system raise a dozen kinds
            raise Damaged("%s: không đọc được / cannot be read: %s" % (name, error))
        return digest.hexdigest(), size

    def json(self, name):
        try:
            with self.open(name) as file:
                data = file.read(MAX_JSON + 1)
            if len(data) > MAX_JSON:
                raise ValueError("too large")
            value = json.loads(data.decode("utf-8"))
        except Exception as error:
            raise Damaged("%s: không phải JSON đọc được / not readable JSON: %s" % (name, error))
        if not isinstance(value, dict):
            raise Damaged("%s: không phải đối tượng JSON / not a JSON object" % name)
        return value


def _walk(root):
    names = []
    for folder, folders, files in os.walk(root):
        for name in files + [name for name in folders if os.path.islink(os.path.join(folder, name))]:
            full = os.path.join(folder, name)
            relative = os.path.relpath(full, root).replace(os.sep, "/")
            if os.path.islink(full):
                raise Damaged("%s: là liên kết, không phải tệp / is a link, not a file" % relative)
            names.append(relative)
    return names


# ---- the Merkle tree (RFC 9162) ----------------------------------------------------------------


def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def included(leaf, index, size, proof, root):
    if not 0 <= index < size:
        return False
    node, last, current = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node % 2 or node == last:
            current = node_hash(sibling, current)
            while node and not node % 2:
                node, last = node // 2, last // 2
        else:
            current = node_hash(current, sibling)
        node, last = node // 2, last // 2
    return last == 0 and current == root


# ---- Ed25519 (RFC 8032, verification only) -----------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def _add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    x, y, z, t = f - e, h - g, h + g, f + e
    return (x * y % P, z * t % P, y * z % P, x * t % P)


def _multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point, scalar = _add(point, point), scalar >> 1
    return result


def _recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def _point(data):
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = _recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (_recover_x(BASE_Y, 0), BASE_Y, 1, _recover_x(BASE_Y, 0) * BASE_Y % P)


def signed(public_key, message, signature):
    if len(public_key) != 32 or len(signature) != 64:
        return False
    key, commitment = _point(public_key), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= L:
        return False
    challenge = hashlib.sha512(signature[:32] + public_key + message).digest()
    left = _multiply(scalar, BASE)
    right = _add(commitment, _multiply(int.from_bytes(challenge, "little") % L, key))
    return not (left[0] * right[2] - right[0] * left[2]) % P and not (left[1] * right[2] - right[1] * left[2]) % P


# ---- checkpoints (C2SP) ------------------------------------------------------------------------


def parse_key(text):
    """Return name and key of `name+id+base64`; a bare base64 or hexadecimal key has no name."""
    if re.fullmatch("[0-9a-fA-F]{64}", text):
        return None, bytes.fromhex(text)
    try:
        if "+" in text and text.count("+") >= 2 and not re.fullmatch("[A-Za-z0-9+/]{43}=", text):
            name, identifier, encoded = text.split("+", 2)
            blob = base64.b64decode(encoded, validate=True)
            expected = hashlib.sha256(name.encode() + b"\n" + blob).hexdigest()[:8]
            if blob[:1] != b"\x01" or len(blob) != 33 or identifier != expected:
                raise ValueError("the key does not fit its id")
            return name, blob[1:]
        key = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Damaged("khóa công khai hỏng / the public key is damaged: %s" % error)
    if len(key) != 32:
        raise Damaged("khóa công khai hỏng / the public key is damaged: wrong length")
    return None, key


def open_checkpoint(text, key):
    """Return (origin, size, root, signature holds)."""
    try:
        body, separator, tail = text.rpartition("\n\n")
        body += "\n"
        origin, size, root = body.split("\n")[:3]
        blob = base64.b64decode(root, validate=True)
        if not separator or not re.fullmatch("0|[1-9][0-9]{0,18}", size) or len(blob) != 32:
            raise ValueError("not a checkpoint")
        identifier = hashlib.sha256(origin.encode() + b"\n\x01" + key).digest()[:4]
        for line in tail.splitlines():
            dash, name, encoded = line.split(" ")
            signature = base64.b64decode(encoded, validate=True)
            if dash == "\u2014" and name == origin and signature[:4] == identifier:
                return origin, int(size), blob, signed(key, body.encode(), signature[4:])
        return origin, int(size), blob, False
    except (ValueError, AttributeError) as error:
        raise Damaged("chốt sổ hỏng / the checkpoint is damaged: %s" % error)


# ---- the checks --------------------------------------------------------------------------------


class Report:
    """Prints one line a check and remembers what failed."""

    def __init__(self):
        self.failed, self.pending = [], False

    def check(self, holds, what, detail=""):
        print("[%s] %s%s" % (" OK " if holds else "SAI!", what, "" if holds or not detail else ": " + detail))
        if not holds:
            self.failed.append(what + (": " + detail if detail else ""))
        return holds

    def note(self, text):
        print("[ -- ] " + text)


def check_files(source, report):
    """Compare the files with the manifest and return the digests that were found."""
    manifest = source.json(MANIFEST)
    listed = {}
    for item in manifest.get("files") if isinstance(manifest.get("files"), list) else []:
        if not isinstance(item, dict) or not isinstance(item.get("path"), str) or item["path"] in listed:
            raise Damaged("manifest.json: dòng hỏng / a damaged line")
        listed[item["path"]] = item
    report.check(manifest.get("format") == "duyet/manifest/1", "manifest.json: định dạng / format")
    present = set(source.names) - {MANIFEST}
    missing = sorted((set(listed) | set(REQUIRED)) - present)
    extra = sorted(present - set(listed))
    report.check(not missing, "không thiếu tệp / no file is missing", ", ".join(missing))
    report.check(not extra, "không thừa tệp / no extra file", ", ".join(extra))
    digests = {}
    for name in sorted(present & set(listed)):
        try:
            digests[name], size = source.digest(name)
        except Damaged as error:
            report.check(False, str(error))
            continue
        same = digests[name] == listed[name].get("sha256") and size == listed[name].get("size")
        report.check(same, "%s: SHA-256" % name, "khác với manifest / differs from the manifest")
    return digests


def check_content(source, digests, report):
    """Tie content, decision and attachments together; return decision and content hash."""
    content, decision = source.json("content.json"), source.json("decision.json")
    digest = digests.get("content.json", "")
    what = "content.json: mã băm nội dung = decision.json / content hash = decision.json"
    report.check(bool(digest) and decision.get("content_hash") == digest, what)
    items = content.get("attachments")
    expected = {"attachments/%s" % item.get("file_name"): item.get("sha256") for item in items or []}
    found = {name: value for name, value in digests.items() if name.startswith("attachments/")}
    wrong = sorted(name for name in set(expected) | set(found) if expected.get(name) != found.get(name))
    report.check(not wrong, "attachments: đúng như content.json / as content.json says", ", ".join(wrong))
    return decision, digest


def check_ledger(source, decision, content_hash, digests, pinned, report):
    """Verify checkpoint, inclusion proofs and the deciding entry."""
    ledger = source.json("proof.json").get("ledger")
    if not isinstance(ledger, dict):
        raise Damaged("proof.json: không có sổ cái / no ledger")
    if ledger.get("pending") is True:
        report.pending = True
        report.note("proof.json: sổ cái chưa chốt / the ledger has not been signed yet")
        return
    name, key = parse_key(str(ledger.get("public_key", "")))
    if pinned is not None:
        report.check(pinned == key, "proof.json: đúng khóa đã cho / the key that was given")
        key = pinned
    origin, size, root, holds = open_checkpoint(ledger.get("checkpoint", ""), key)
    report.check(holds, "proof.json: chữ ký chốt sổ / checkpoint signature")
    same = origin == ledger.get("origin") and size == ledger.get("tree_size") and name in (None, origin)
    report.check(same, "proof.json: chốt sổ đúng sổ này / the checkpoint is of this ledger")
    entries = [check_entry(item, size, root, report) for item in ledger.get("entries") or []]
    check_decision([entry for entry in entries if entry], decision, content_hash, digests, report)
    if pinned is None:
        report.note("khóa lấy từ chính gói này; hãy so với khóa cơ quan công bố (--key) / "
                    "key taken from the package itself; compare it with the published one (--key)")
        report.note("khóa / key: %s" % ledger.get("public_key"))


def check_entry(item, size, root, report):
    """Return the entry when it is proven to be in the ledger."""
    try:
        number, text = item["number"], item["entry"]
        proof = [bytes.fromhex(step) for step in item["inclusion_proof"]]
        entry = json.loads(text)
        holds = included(leaf_hash(text.encode()), int(item["leaf_index"]), size, proof, root)
        holds = holds and isinstance(entry, dict) and entry.get("number", number) == number
    except Exception as error:
        report.check(False, "proof.json: bút toán hỏng / a damaged entry: %r" % error)
        return None
    what = "bút toán %s: có trong sổ cái / entry %s: is in the ledger" % (number, number)
    return entry if report.check(holds, "proof.json: " + what) else None


def check_decision(entries, decision, content_hash, digests, report):
    """Find the act that decided on exactly this content, and the seal of exactly these files."""
    verbs = DECIDING.get(str(decision.get("outcome")), ())
    subject = decision.get("submission_id")
    acts = [entry for entry in entries if entry.get("verb") in verbs and entry.get("content_hash") == content_hash]
    if subject is not None:
        acts = [entry for entry in acts if entry.get("subject_id") == subject]
    what = "sổ cái: quyết định về đúng nội dung này / the ledger: a decision on exactly this content"
    report.check(bool(acts) and bool(content_hash), what, "outcome %s" % decision.get("outcome"))
    sealed = sorted(name for name in digests if name.startswith(SEALED))
    digest = hashlib.sha256("".join("%s  %s\n" % (digests[name], name) for name in sealed).encode()).hexdigest()
    details = [entry.get("details") for entry in entries]
    seals = [item["package_sha256"] for item in details if isinstance(item, dict) and "package_sha256" in item]
    if seals:
        report.check(digest in seals, "sổ cái: niêm phong đúng các tệp này / the ledger: the seal of these files")
    else:
        report.note("sổ cái chưa niêm phong record.pdf và decision.json: chỉ manifest bảo vệ hai tệp này / "
                    "no seal in the ledger: record.pdf and decision.json rest on the manifest alone")


# ---- signatures (PAdES: CMS, RFC 5652; time stamps, RFC 3161) ----------------------------------

DIGESTS = {"608648016503040201": "sha256", "608648016503040202": "sha384", "608648016503040203": "sha512"}
MESSAGE_DIGEST, TIME_STAMP = "2a864886f70d010904", "2a864886f70d010910020e"
RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def _element(data, at):
    """Return tag, where the content begins and where it ends (DER)."""
    length, start = data[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        length, start = int.from_bytes(data[start : start + count], "big"), start + count
    if not start <= start + length <= len(data):
        raise ValueError("not DER")
    return data[at], start, start + length


def _parts(data):
    """Return the elements inside one, each whole."""
    _, at, end = _element(data, 0)
    found = []
    while at < end:
        after = _element(data, at)[2]
        found.append(data[at:after])
        at = after
    return found


def _inside(data):
    _, start, end = _element(data, 0)
    return data[start:end]


def open_signature(cms):
    """Take a signature apart: signer's number, digest, what is signed, signature, stamp, certificates."""
    rows = _parts(_inside(_parts(cms)[1]))
    signer = _parts([row for row in rows if row[0] == 0x31][-1])[0]
    fields = _parts(signer)
    signed = next(row for row in fields if row[0] == 0xA0)
    known = {_inside(_parts(row)[0]).hex(): _parts(_parts(row)[1])[0] for row in _parts(signed)}
    loose = next((row for row in fields if row[0] == 0xA1), b"\xa1\x00")
    added = {_inside(_parts(row)[0]).hex(): _parts(_parts(row)[1])[0] for row in _parts(loose)}
    content = _parts(rows[2])
    return {
        "sid": fields[1],
        "digest": DIGESTS[_inside(_parts(fields[2])[0]).hex()],
        "message_digest": _inside(known[MESSAGE_DIGEST]),
        "signed": b"\x31" + signed[1:],
        "signature": _inside([row for row in fields if row[0] == 0x04][-1]),
        "stamp": added.get(TIME_STAMP),
        "content": _inside(_inside(content[1])) if len(content) > 1 else None,
        "certificates": [c for row in rows if row[0] == 0xA0 for c in _parts(row)],
    }


def key_holds(found):
    """Verify with the signer's key; None when the package `cryptography` is not installed."""
    try:
        from cryptography import x509
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec, padding
    except ImportError:
        return None, "", ""
    digest = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}[found["digest"]]()
    for data in found["certificates"]:
        certificate = x509.load_der_x509_certificate(data)
        issuer_and_serial = _parts(found["sid"])
        if certificate.issuer.public_bytes() != issuer_and_serial[0]:
            continue
        if certificate.serial_number != int.from_bytes(_inside(issuer_and_serial[1]), "big"):
            continue
        key = certificate.public_key()
        try:
            if isinstance(key, ec.EllipticCurvePublicKey):
                key.verify(found["signature"], found["signed"], ec.ECDSA(digest))
            else:
                key.verify(found["signature"], found["signed"], padding.PKCS1v15(), digest)
        except InvalidSignature:
            return False, certificate.subject.rfc4514_string(), certificate.issuer.rfc4514_string()
        return True, certificate.subject.rfc4514_string(), certificate.issuer.rfc4514_string()
    return False, "?", "?"


def check_stamp(token, stamped, report, what):
    """Check that a time stamp is of exactly these bytes; return the time it tells."""
    found = open_signature(token)
    info = _parts(found["content"])
    imprint = _parts(info[2])
    digest = hashlib.new(DIGESTS[_inside(_parts(imprint[0])[0]).hex()], stamped).digest()
    own = hashlib.new(found["digest"], found["content"]).digest()
    same = digest == _inside(imprint[1]) and own == found["message_digest"]
    holds, name, _ = key_holds(found)
    report.check(same and holds is not False, what + ": dấu thời gian / time stamp")
    report.note("thời điểm / time: %s, %s" % (_inside(info[4]).decode("ascii"), name or "?"))
    return holds


def check_signature(pdf, start, length, after, rest, what, report):
    """Check one signature; return whether the signer's key could be checked too."""
    what = "record.pdf: " + what
    found = bytes.fromhex(pdf[start + length + 1 : after - 1].decode("ascii"))
    found = found[: _element(found, 0)[2]]
    covered = pdf[start : start + length] + pdf[after : after + rest]
    opened = open_signature(found)
    if opened["content"] is not None:
        return check_stamp(found, covered, report, what) is not None
    same = hashlib.new(opened["digest"], covered).digest() == opened["message_digest"]
    report.check(same and start == 0, what + ": nguyên vẹn / intact", "đã bị sửa / changed after signing")
    holds, name, issuer = key_holds(opened)
    if holds is not None:
        report.check(holds, what + ": khóa của người ký / the signer's key")
        report.note("người ký / signed by: %s; cấp bởi / issued by: %s" % (name, issuer))
    if opened["stamp"]:
        check_stamp(opened["stamp"], opened["signature"], report, what)
    return holds is not None


def check_signatures(source, report):
    """Check every signature in record.pdf: the bytes, the time stamp, the key where it can be."""
    told = source.json("signatures/validation.json") if "signatures/validation.json" in source.names else {}
    with source.open("record.pdf") as file:
        pdf = file.read()
    ranges = [[int(number) for number in match.groups()] for match in RANGE.finditer(pdf)]
    # Words in a title may look like a range; a signature stands between its two halves.
    ranges = [r for r in ranges if pdf[r[0] + r[1] : r[0] + r[1] + 1] + pdf[r[2] - 1 : r[2]] == b"<>"]
    expected = len(told.get("signatures") or [])
    if not ranges and not expected:
        report.note("record.pdf: KHÔNG có chữ ký số / UNSIGNED")
        return
    report.check(len(ranges) >= expected, "record.pdf: đủ chữ ký / all signatures are there")
    if not ranges:
        return
    if told.get("status") == "demo":
        report.note("DEMO – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ / WITHOUT LEGAL VALUE")
    sure = [check_signature(pdf, *row, "chữ ký số %d / signature %d" % (at, at), report)
            for at, row in enumerate(ranges, start=1)]
    last = max(after + rest for _, _, after, rest in ranges)
    report.check(last == len(pdf), "record.pdf: không có gì thêm sau chữ ký cuối / nothing behind the last signature")
    if not all(sure):
        report.note("CHƯA kiểm tra khóa của người ký (cần gói Python cryptography) / "
                    "NOT checked: the signers' keys (needs the Python package cryptography)")
    report.note("KHÔNG kiểm tra ở đây: chứng thư có đáng tin và có bị thu hồi không; xem signatures/ / "
                "NOT checked here: whether certificates are trusted or revoked; see signatures/")


def verify(path, pinned_text):
    report = Report()
    try:
        pinned = parse_key(pinned_text)[1] if pinned_text else None
        source = Source(path)
        digests = check_files(source, report)
        decision, content_hash = check_content(source, digests, report)
        check_ledger(source, decision, content_hash, digests, pinned, report)
        check_signatures(source, report)
    except Damaged as error:
        report.check(False, str(error))
    except Exception as error:  # damage of a kind nobody thought of is still only damage
        report.check(False, "gói hỏng / the package is damaged: %s: %s" % (type(error).__name__, error))
    print()
    if report.failed:
        print("KHÔNG HỢP LỆ / NOT VALID")
        for what in report.failed:
            print("  - " + what)
        return INVALID
    if report.pending:
        print("CHƯA ĐỦ / NOT YET: các tệp khớp nhau, sổ cái chưa chốt / the files agree, the ledger is not signed yet")
        return PENDING
    print("HỢP LỆ / VALID")
    return VALID


def main():
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    parser = argparse.ArgumentParser(description="Kiểm tra hồ sơ lưu trữ / checks an archive record")
    parser.add_argument("package", help="package.zip, hoặc thư mục đã giải nén / or the unpacked folder")
    parser.add_argument("--key", help="khóa công khai của sổ cái / the ledger's public key")
    options = parser.parse_args()
    return verify(options.package, options.key)


if __name__ == "__main__":
    sys.exit(main())
