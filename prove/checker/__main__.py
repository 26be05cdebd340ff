"""python3 prove/checker LOG [--database FILE or postgres://…] [--proof NAME] [--seed N] [--rounds N] [--json]

Judges what virtual devices saw of a server against what its database holds (docs/proofs.md). It knows the public wire and the
tables, and shares no code with server, SDK or driver. Exit code 0: every invariant holds; 1: one does not; 2: nothing was judged.
"""

import argparse
import gc
import json
import sys

from history import read_history
from invariants.violation import Violation
from postgres import PREFIXES, read_server
from sqlite import Damaged, read_file
from store import Store
from verdict import judge, summarize

SHOWN = 50


def main() -> int:
    arguments = parse()
    history = read_history(arguments.log)
    try:
        rows = read_database(arguments.database) if arguments.database else history.stored
        violations = judge(history, Store(rows))
    except Damaged as damage:
        violations = [Violation("I1", "", "", f"the database is damaged: {damage}")]
    for violation in violations[: None if arguments.json else SHOWN]:
        print(json.dumps(violation._asdict(), ensure_ascii=False))
    summary = summarize(history, violations)
    facts = {"proof": arguments.proof, "ok": not violations, "rounds": arguments.rounds}
    print(json.dumps({**facts, **summary, "seed": arguments.seed}, separators=(",", ":")))
    return 1 if violations else 0


def read_database(address: str) -> list[dict]:
    return read_server(address) if address.startswith(PREFIXES) else read_file(address)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="checker")
    parser.add_argument("log")
    parser.add_argument("--database", help="the SQLite file or postgres://…; without it, the log's own lines 'stored'")
    parser.add_argument("--proof", default="log")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="every violation, however many there are")
    return parser.parse_args()


if __name__ == "__main__":
    # Millions of tuples and no cycle among them: looking for some would take most of the time.
    gc.disable()
    try:
        sys.exit(main())
    except (OSError, ValueError, KeyError) as error:
        print(f"checker: {type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(2)
