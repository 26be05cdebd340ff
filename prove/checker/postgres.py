"""A database of PostgreSQL, read past the server: as much of a client as that takes (protocol 3.0, simple queries)."""

import socket
import struct
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import unquote, urlsplit

from scram import Scram
from tables import read_rows

PREFIXES = ("postgres://", "postgresql://")
TIMEOUT_SECONDS = 60
VERSION = 3 << 16

# By the type's number in pg_type: bool, bytea, int8, int2, int4. All else is text.
READERS = {
    16: lambda text: text == "t",
    17: lambda text: bytes.fromhex(text[2:]),
    20: int,
    21: int,
    23: int,
}


def read_server(address: str) -> list[dict]:
    with closing(Session(address)) as session:
        # All tables as they were at one moment.
        list(session.query("begin isolation level repeatable read read only"))
        return list(read_rows(session.query))


class Session:
    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.user = unquote(parts.username or "postgres")
        self.password = unquote(parts.password or "")
        place = parts.hostname or "127.0.0.1", parts.port or 5432
        self.socket = socket.create_connection(place, TIMEOUT_SECONDS)
        self.incoming = self.socket.makefile("rb", 1 << 20)
        names = {"user": self.user, "database": unquote(parts.path[1:]) or self.user, "client_encoding": "UTF8"}
        pairs = b"".join(f"{name}\0{value}\0".encode() for name, value in names.items())
        self.send(b"", struct.pack("!i", VERSION) + pairs + b"\0")
        self.log_in()
        list(self.query("set bytea_output = hex"))

    def close(self) -> None:
        self.incoming.close()
        self.socket.close()

    def query(self, sql: str) -> Iterator[dict]:
        """To be read to its end before the next one."""
        self.send(b"Q", sql.encode() + b"\0")
        columns: list[tuple] = []
        for kind, body in self.until_ready():
            if kind == b"T":
                columns = read_columns(body)
            elif kind == b"D":
                yield read_row(body, columns)

    def log_in(self) -> None:
        scram = Scram(self.password)
        for kind, body in self.until_ready():
            if kind == b"R":
                self.answer(struct.unpack("!i", body[:4])[0], body[4:], scram)

    def answer(self, wanted: int, body: bytes, scram: Scram) -> None:
        if wanted == 10:
            if b"SCRAM-SHA-256" not in body.split(b"\0"):
                raise ValueError("the server offers no login with SCRAM-SHA-256")
            first = scram.first()
            self.send(b"p", b"SCRAM-SHA-256\0" + struct.pack("!i", len(first)) + first)
        elif wanted == 11:
            self.send(b"p", scram.final(body))
        elif wanted == 12:
            scram.verify(body)
        elif wanted != 0:
            raise ValueError(f"the server wants a login of kind {wanted}; trust and SCRAM-SHA-256 are known")

    def until_ready(self) -> Iterator[tuple[bytes, bytes]]:
        while True:
            kind, body = self.receive()
            if kind == b"E":
                raise ValueError(f"PostgreSQL: {read_error(body)}")
            if kind == b"Z":
                return
            yield kind, body

    def send(self, kind: bytes, body: bytes) -> None:
        self.socket.sendall(kind + struct.pack("!i", len(body) + 4) + body)

    def receive(self) -> tuple[bytes, bytes]:
        head = self.incoming.read(5)
        if len(head) < 5:
            raise OSError("PostgreSQL closed the connection")
        size = struct.unpack("!i", head[1:])[0] - 4
        body = self.incoming.read(size)
        if len(body) < size:
            raise OSError("PostgreSQL closed the connection")
        return head[:1], body


def read_columns(body: bytes) -> list[tuple]:
    """Name and reader of each."""
    columns, at = [], 2
    for _ in range(struct.unpack("!h", body[:2])[0]):
        end = body.index(b"\0", at)
        kind = struct.unpack("!i", body[end + 7 : end + 11])[0]
        columns.append((body[at:end].decode(), READERS.get(kind, str)))
        at = end + 19
    return columns


def read_row(body: bytes, columns: list[tuple]) -> dict:
    row, at = {}, 2
    for name, read in columns:
        size = struct.unpack_from("!i", body, at)[0]
        at += 4
        if size < 0:
            row[name] = None
            continue
        row[name] = read(body[at : at + size].decode())
        at += size
    return row


def read_error(body: bytes) -> str:
    fields = {part[:1]: part[1:].decode() for part in body.split(b"\0") if part}
    return f"{fields.get(b'M', 'an error without words')} ({fields.get(b'C', '')})"
