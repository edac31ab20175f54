"""Writes test/golden/parity/<topic>.json: what scikit-learn makes of the real data sets. A module of this folder is a topic.

    make.py [topic …]     # all of them by default; part of `npm run golden`
"""

import importlib
import json
import sys
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]


def main() -> None:
    topics = sys.argv[1:] or sorted(path.stem for path in HERE.glob("*.py") if path.stem != "make")
    made_by = {name: version(name) for name in ("scikit-learn", "scipy", "numpy")}
    for topic in topics:
        values = {"madeBy": made_by, **importlib.import_module(topic).golden()}
        lines = ",\n".join(
            f"{json.dumps(key)}:{json.dumps(value, separators=(',', ':'), allow_nan=False)}" for key, value in values.items()
        )
        path = HERE.parents[1] / "parity" / f"{topic}.json"
        path.write_text(f"{{\n{lines}\n}}\n")
        print(f"parity/{path.name}: {path.stat().st_size} bytes")


main()
