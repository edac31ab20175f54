"""Encoders of the text columns of real data. Credit has missing ones."""

import warnings

import numpy as np
import sklearn.preprocessing as sk
from sklearn.model_selection import KFold, StratifiedKFold

from datasets import load, table
from preprocessing import SNAKE, thin

NAMES = ["ames", "credit"]
CASES = [
    ("OneHotEncoder", {"handleUnknown": "ignore"}),
    ("OneHotEncoder", {"drop": "first", "handleUnknown": "ignore"}),
    ("OneHotEncoder", {"drop": "if_binary", "handleUnknown": "ignore"}),
    ("OneHotEncoder", {"minFrequency": 50, "handleUnknown": "infrequent_if_exist"}),
    ("OneHotEncoder", {"minFrequency": 0.05, "maxCategories": 4, "handleUnknown": "infrequent_if_exist", "drop": "first"}),
    ("OrdinalEncoder", {"handleUnknown": "use_encoded_value", "unknownValue": -2}),
    ("OrdinalEncoder", {"handleUnknown": "use_encoded_value", "unknownValue": -2, "encodedMissingValue": -1, "maxCategories": 3}),
]
TARGETS = [
    ("ames", "target", {}),
    ("ames", "target", {"smooth": 20}),
    ("ames", "Bldg_Type", {}),
    ("credit", "target", {}),
    ("credit", "Price", {"targetType": "continuous"}),
    ("credit", "Marital", {"smooth": 5}),
]


def golden() -> dict:
    warnings.simplefilter("ignore")
    return {
        "cases": [encoded(name, options, dataset) for name, options in CASES for dataset in NAMES],
        "targets": [target(*case) for case in TARGETS],
        "labels": [labels(dataset) for dataset in ("credit", "digits")],
    }


def texts(dataset: str, without: str = "target"):
    """Train and test rows of the columns of text."""
    frame = table(dataset).drop(columns={"target", without}).select_dtypes(exclude="number")
    X = frame.astype(object).where(frame.notna(), np.nan).to_numpy(dtype=object)
    test = np.arange(len(X)) % 4 == 3
    return X[~test], X[test]


def encoded(name: str, options: dict, dataset: str) -> dict:
    X, X_test = texts(dataset)
    more = {"sparse_output": False} if name == "OneHotEncoder" else {}
    model = getattr(sk, name)(**{key.translate(SNAKE): value for key, value in options.items()}, **more).fit(X)
    transformed = model.transform(X_test)
    # scikit-learn's OrdinalEncoder of rare categories takes its own codes for ones out of bounds.
    has_inverse = not (name == "OrdinalEncoder" and "maxCategories" in options)
    back = model.inverse_transform(transformed.copy())[::20] if has_inverse else []
    back = [["" if one is None or one != one else str(one) for one in row] for row in back]
    names = [str(one) for one in model.get_feature_names_out()]
    return {"estimator": name, "options": options, "dataset": dataset, "transform": sums(transformed), "names": names, "back": back}


def sums(values) -> list:
    """Of every column, and of every tenth row its sum weighted by the column: no cell can differ unseen."""
    values = np.where(np.isnan(values), -9, values)
    return values.sum(axis=0).tolist() + (values @ np.arange(1, values.shape[1] + 1))[::10].tolist()


def target(dataset: str, column: str, options: dict) -> dict:
    X, X_test = texts(dataset, column)
    frame = table(dataset)
    frame["y"] = frame[column].fillna("none") if frame[column].dtype.kind not in "iuf" else frame[column]
    test = np.arange(len(frame)) % 4 == 3
    y = frame["y"][~test].to_numpy()
    is_continuous = frame["y"].dtype.kind in "iuf"
    cv = KFold(5) if is_continuous else StratifiedKFold(5)
    model = sk.TargetEncoder(**{key.translate(SNAKE): value for key, value in options.items()}, cv=cv)
    crossed = model.fit_transform(X, y)
    return {
        "dataset": dataset,
        "target": column,
        "options": options,
        "targetMean": np.atleast_1d(model.target_mean_).tolist(),
        "encodings": thin(np.concatenate(model.encodings_), 200),
        "fitTransform": thin(crossed, 300),
        "transform": thin(model.transform(X_test)),
        "names": [str(one) for one in model.get_feature_names_out()],
    }


def labels(dataset: str) -> dict:
    _, y = load(dataset)
    model = sk.LabelEncoder().fit(y)
    return {"dataset": dataset, "classes": model.classes_.tolist(), "transform": model.transform(y)[::10].tolist()}
