"""The client's side of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding."""

import hashlib
import hmac
from base64 import b64decode, b64encode
from secrets import token_urlsafe


class Scram:
    def __init__(self, password: str) -> None:
        self.password = password.encode()
        # PostgreSQL takes the user's name from the start of the session.
        self.bare = f"n=,r={token_urlsafe(18)}"
        self.wanted = b""

    def first(self) -> bytes:
        return f"n,,{self.bare}".encode()

    def final(self, challenge: bytes) -> bytes:
        said = challenge.decode()
        fields = dict(part.split("=", 1) for part in said.split(","))
        if not fields["r"].startswith(self.bare[5:]):
            raise ValueError("the server answered somebody else's login")
        salted = hashlib.pbkdf2_hmac("sha256", self.password, b64decode(fields["s"]), int(fields["i"]))
        key = sign(salted, b"Client Key")
        plain = f"c=biws,r={fields['r']}"
        whole = f"{self.bare},{said},{plain}".encode()
        mask = sign(hashlib.sha256(key).digest(), whole)
        proof = bytes(a ^ b for a, b in zip(key, mask, strict=True))
        self.wanted = sign(sign(salted, b"Server Key"), whole)
        return f"{plain},p={b64encode(proof).decode()}".encode()

    def verify(self, said: bytes) -> None:
        if said != b"v=" + b64encode(self.wanted):
            raise ValueError("the server does not know the password either")


def sign(key: bytes, text: bytes) -> bytes:
    return hmac.digest(key, text, "sha256")
