"""The little of the wire that the tables hold too: ids, and the fields of a message's protobuf bytes."""

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def identify(prefix: str, key: int) -> str:
    """The id that stands for a number of the tables."""
    digits = (ALPHABET[key >> shift & 31] for shift in range(50, -5, -5))
    return f"{prefix}_{''.join(digits)}"


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def read_fields(data: bytes) -> list[tuple[int, int | bytes]]:
    """Numbers and bytes by field number, in the order in which they stand."""
    found: list[tuple[int, int | bytes]] = []
    at = 0
    while at < len(data):
        tag, at = read_varint(data, at)
        kind = tag & 7
        if kind == 0:
            value, at = read_varint(data, at)
        else:
            size, at = read_varint(data, at) if kind == 2 else ({1: 8, 5: 4}[kind], at)
            value = data[at : at + size]
            at += size
        found.append((tag >> 3, value))
    return found


def read_content(data: bytes) -> dict:
    """Text and reactions of a message's content column: fields 9 and 16 of Message."""
    text, reactions = "", {}
    for number, value in read_fields(data):
        if number == 9:
            text = value.decode()
        elif number == 16:
            fields = dict(read_fields(value))
            reactions[fields[1].decode()] = fields.get(2, 0)
    return {"text": text, "reactions": reactions}


def read_users(data: bytes | None) -> list[str]:
    """Whom a notice names: field 8 of Notice."""
    return [value.decode() for number, value in read_fields(data or b"") if number == 8]
