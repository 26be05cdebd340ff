"""Judges each history named by the arguments, in one process, and prints what was found broken in it."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "prove" / "checker"))

from history import read_history  # noqa: E402
from store import Store  # noqa: E402
from verdict import judge  # noqa: E402

for path in sys.argv[1:]:
    history = read_history(path)
    found = {(one.invariant, one.conversation, one.device) for one in judge(history, Store(history.stored))}
    print(json.dumps({"file": path, "breaks": sorted(found)}))
