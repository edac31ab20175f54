"""Writes the reference values in test/golden/*.json: what scikit-learn and scipy make of the same data.

    npm run golden     # installs requirements.txt into .peers/ first, and hands over the pipeline's own splits

The same packages give the same bytes. Floats are written so that they read back to the very same doubles.
"""

import json
import platform
import sys
from importlib.metadata import version
from pathlib import Path

import dates
import drift
import examples
import linear
import logistic
import metrics
import preprocessing
import splits

TOPICS = {
    "linear": linear.golden,
    "logistic": logistic.golden,
    "preprocessing": preprocessing.golden,
    "metrics": metrics.golden,
    "splits": splits.golden,
    "dates": dates.golden,
    "drift": drift.golden,
    "examples": lambda: examples.golden(json.loads(Path(sys.argv[1]).read_text())),
}


def main() -> None:
    versions = {name: version(name) for name in ("scikit-learn", "scipy", "numpy", "pandas")}
    made_by = {"python": platform.python_version(), **versions}
    for topic, golden in TOPICS.items():
        values = {"madeBy": made_by, **golden()}
        lines = ",\n".join(f"{json.dumps(key)}:{compact(value)}" for key, value in values.items())
        path = Path(__file__).parents[1] / f"{topic}.json"
        path.write_text(f"{{\n{lines}\n}}\n")
        print(f"{path.name}: {path.stat().st_size} bytes")


def compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


main()
