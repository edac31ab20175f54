"""Imputation, scaling and one-hot encoding of single columns, as scikit-learn does them."""

import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler


def golden() -> dict:
    rng = np.random.default_rng(11)
    plain = rng.normal(50, 10, 41).round(2).tolist()
    numbers = {
        "numbers": plain,
        "with missing values": [None if i % 5 == 0 else value for i, value in enumerate(plain)],
        "an even count": plain[:10],
        "modes that tie": [3, 1, 3, 1, 2, None],
        "one value": [4.25],
        "constant": [7.0] * 9,
        "constant, not exact in binary": [0.1] * 10,
        "constant and large": [123456789.1] * 30,
        "far from zero (NIST NumAcc4)": [10000000.2] + [10000000.1, 10000000.3] * 500,
        "farther from zero": (1e9 + rng.normal(size=200)).tolist(),
        "tiny": (1e-12 * rng.normal(size=50)).tolist(),
        "huge": (1e150 * rng.normal(size=50)).tolist(),
        "negative": [-5.0, -1.0, -3.5],
    }
    texts = {
        "texts": ["b", "a", "c", "a", "b", "b"],
        "modes that tie": ["z", "y", "z", "y", "x"],
        "missing values": [None, "q", "p", None, "p"],
        "one category": ["only"] * 3,
        "capitals, signs and letters beyond ASCII": ["b", "B", "ä", "-", "10", "9", "", "b"],
    }
    return {
        "numbers": {name: number(values) for name, values in numbers.items()},
        "texts": {name: text(values) for name, values in texts.items()},
        "numbersAsCategories": codes([10, 9, 2, 10, 1.5, -3]),
    }


def number(values: list) -> dict:
    column = np.array(values, dtype=float).reshape(-1, 1)
    made = {"values": values}
    for strategy in ("mean", "median", "most_frequent"):
        imputer = SimpleImputer(strategy=strategy).fit(column)
        filled = imputer.transform(column)
        standard, minmax = StandardScaler().fit(filled), MinMaxScaler().fit(filled)
        made[strategy.replace("_", "-")] = {
            "fill": float(imputer.statistics_[0]),
            "mean": float(standard.mean_[0]),
            "scale": float(standard.scale_[0]),
            "standard": standard.transform(filled)[:, 0].tolist()[:12],
            "min-max": minmax.transform(filled)[:, 0].tolist()[:12],
        }
    return made


def text(values: list) -> dict:
    column = pd.DataFrame({"column": pd.Series(values, dtype=object)})
    imputer = SimpleImputer(strategy="most_frequent", missing_values=None).fit(column)
    encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(imputer.transform(column))
    asked = [*values, "never seen"]
    rows = imputer.transform(pd.DataFrame({"column": pd.Series(asked, dtype=object)}))
    return {
        "values": values,
        "fill": str(imputer.statistics_[0]),
        "categories": [str(name) for name in encoder.categories_[0]],
        "asked": asked,
        "encoded": encoder.transform(rows).astype(int).tolist(),
    }


def codes(values: list) -> dict:
    column = np.array(values, dtype=float).reshape(-1, 1)
    encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(column)
    asked = [*values, 4]
    return {
        "values": values,
        "categories": encoder.categories_[0].tolist(),
        "asked": asked,
        "encoded": encoder.transform(np.array(asked, float).reshape(-1, 1)).astype(int).tolist(),
    }
