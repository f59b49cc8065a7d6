"""A person's own machine, where a key is that never comes here."""

import subprocess

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

from archive.signing.demo import PASSWORD


class Elsewhere:
    """The person's own machine: the key, and openssl in another process."""

    def __init__(self, folder, bundle):
        found = pkcs12.load_pkcs12(bundle, PASSWORD)
        self.folder = folder
        self.pem = found.cert.certificate.public_bytes(Encoding.PEM)
        form = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "key.pem").write_bytes(found.key.private_bytes(*form))

    def sign(self, data, key="key.pem"):
        command = ["openssl", "dgst", "-sha256", "-sign", str(self.folder / key)]
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout
