"""Isotonic regression on one column, and classifiers calibrated by stratified folds that are not shuffled."""

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier

from datasets import split

# The column of each: bmi, s3 (which falls), the living area, the year built.
ISOTONIC = {
    "diabetes": {
        "rising": (2, {}),
        "falling": (6, {"increasing": False}),
        "auto": (6, {"increasing": "auto"}),
        "bounded": (2, {"y_min": 100.0, "y_max": 200.0}),
    },
    "ames": {"rising": (8, {}), "auto": (2, {"increasing": "auto"})},
}
METHODS = {
    "sigmoid": {"method": "sigmoid"},
    "isotonic": {"method": "isotonic"},
    "one sigmoid": {"method": "sigmoid", "ensemble": False},
    "one isotonic": {"method": "isotonic", "ensemble": False, "cv": 3},
    "temperature": {"method": "temperature"},
    "one temperature": {"method": "temperature", "ensemble": False},
}


def golden() -> dict:
    return {
        "isotonic": {name: {case: isotonic(name, *what) for case, what in cases.items()} for name, cases in ISOTONIC.items()},
        "calibrated": {name: calibrated(name) for name in ("breast-cancer", "wine")},
    }


def isotonic(name: str, column: int, params: dict) -> dict:
    X, X_test, y, _ = split(name)
    X, X_test = X[:, column], X_test[:, column]
    plain = IsotonicRegression(out_of_bounds="clip", **params).fit(X, y)
    weighted = IsotonicRegression(out_of_bounds="clip", **params).fit(X, y, sample_weight(len(X)))
    return {
        "predict": plain.predict(X_test[:150]).tolist(),
        "weighted": weighted.predict(X_test[:150]).tolist(),
        "thresholds": [*plain.X_thresholds_.tolist(), *plain.y_thresholds_.tolist()],
    }


def sample_weight(n: int) -> np.ndarray:
    return np.arange(n) % 3 + 0.5


def estimators() -> dict:
    """Tolerances below which nothing changes; a tree of one feature is the same whatever the order of features."""
    return {
        "LogisticRegression": LogisticRegression(tol=1e-10, max_iter=10_000),
        "LinearSVC": LinearSVC(tol=1e-10, max_iter=100_000, random_state=0),
        "DecisionTreeClassifier": DecisionTreeClassifier(max_depth=2, random_state=0),
    }


def calibrated(name: str) -> dict:
    X, X_test, y, _ = split(name)
    scaler = StandardScaler().fit(X)
    X, X_test = scaler.transform(X), scaler.transform(X_test)
    values = {}
    for method, params in METHODS.items():
        for kind, estimator in estimators().items():
            columns = slice(0, 1) if kind == "DecisionTreeClassifier" else slice(None)
            model = CalibratedClassifierCV(estimator, **params)
            plain = model.fit(X[:, columns], y).predict_proba(X_test[:, columns])
            weighted = model.fit(X[:, columns], y, sample_weight(len(X))).predict_proba(X_test[:, columns])
            values[f"{kind}, {method}"] = {"plain": plain[::3].ravel().tolist(), "weighted": weighted[::3].ravel().tolist()}
    return values
