"""Nearest neighbors on real data, of which both sides scale the features alike. Digits and iris stay as they are: many of their rows are equally far.

Left out are rows whose last neighbor is as far as the next: which of them counts is up to the algorithm, of which
scikit-learn's do not agree with each other. Ours takes the first.
"""

import numpy as np
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

from datasets import split
from scaled import scaled

CLASSIFIERS = {
    "uniform": {},
    "distance": {"weights": "distance", "n_neighbors": 7},
    "manhattan": {"p": 1, "algorithm": "kd_tree"},
    "minkowski": {"p": 3, "n_neighbors": 4, "weights": "distance", "algorithm": "brute"},
}
REGRESSORS = {"uniform": {}, "distance": {"weights": "distance", "n_neighbors": 9}, "chebyshev": {"metric": "chebyshev", "n_neighbors": 3}}


def golden() -> dict:
    return {
        "classifiers": {
            name: {key: classifier(name, params) for key, params in CLASSIFIERS.items()} for name in ("breast-cancer", "wine", "digits", "iris")
        },
        "regressors": {name: {key: regressor(name, params) for key, params in REGRESSORS.items()} for name in ("diabetes", "ames")},
    }


def rows(name: str):
    if name not in ("digits", "iris"):
        return scaled(name)
    X, X_test, y, y_test = split(name)
    return X, X_test[:: 7 if name == "digits" else 1], y, y_test


def classifier(name: str, params: dict) -> dict:
    X, X_test, y, _ = rows(name)
    model = KNeighborsClassifier(**params).fit(X, y)
    clear = unambiguous(model, X_test)
    X_test = X_test[clear]
    return {"rows": clear.tolist(), "predict": model.predict(X_test).tolist(), "predictProba": model.predict_proba(X_test).ravel().tolist()}


def regressor(name: str, params: dict) -> dict:
    X, X_test, y, _ = rows(name)
    model = KNeighborsRegressor(**params).fit(X, y)
    clear = unambiguous(model, X_test)
    distances, _ = model.kneighbors(X_test[:20])
    own, _ = model.kneighbors(n_neighbors=2)
    return {"rows": clear.tolist(), "predict": model.predict(X_test[clear]).tolist(), "distances": distances.ravel().tolist(), "own": own[:50].ravel().tolist()}


def unambiguous(model, X_test) -> np.ndarray:
    k = model.n_neighbors
    distances, _ = model.kneighbors(X_test, k + 1)
    return np.flatnonzero(distances[:, k] - distances[:, k - 1] > 1e-9)
