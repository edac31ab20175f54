"""Support vector machines on real data, of which both sides scale the features alike. The tolerance is tight, so that the optimum is compared."""

import warnings

import numpy as np
from sklearn.metrics import log_loss
from sklearn.svm import SVC, SVR

from scaled import scaled

CLASSIFIERS = {
    "breast-cancer": {
        "rbf": {},
        "linear": {"kernel": "linear", "C": 0.5, "class_weight": "balanced"},
        "poly": {"kernel": "poly", "degree": 2, "coef0": 1, "gamma": "auto", "C": 2},
        "sigmoid": {"kernel": "sigmoid", "gamma": 0.01, "coef0": -0.5, "shrinking": False},
    },
    "wine": {
        "rbf": {"decision_function_shape": "ovo"},
        "poly": {"kernel": "poly", "class_weight": {0: 1, 1: 3, 2: 0.5}},
    },
    "digits": {"rbf": {"C": 10}},
}
REGRESSORS = {
    "diabetes": {
        "rbf": {"C": 20, "epsilon": 5},
        "linear": {"kernel": "linear", "C": 2, "epsilon": 10},
        "sigmoid": {"kernel": "sigmoid", "gamma": 0.01, "shrinking": False},
    },
    "ames": {"rbf": {"C": 50, "epsilon": 10}, "poly": {"kernel": "poly", "coef0": 1, "degree": 2, "epsilon": 20}},
}


def golden() -> dict:
    warnings.filterwarnings("ignore", category=FutureWarning)
    return {
        "classifiers": {name: {key: classifier(name, params) for key, params in all.items()} for name, all in CLASSIFIERS.items()},
        "regressors": {name: {key: regressor(name, params) for key, params in all.items()} for name, all in REGRESSORS.items()},
        "weighted": weighted(),
        "logLoss": {name: probabilities(name) for name in ("breast-cancer", "wine")},
    }


def classifier(name: str, params: dict) -> dict:
    X, X_test, y, _ = scaled(name)
    model = SVC(tol=1e-10, **params).fit(X, y)
    return {
        "decisionFunction": model.decision_function(X_test).ravel().tolist(),
        "predict": model.predict(X_test).tolist(),
        "intercept": model.intercept_.tolist(),
        "nSupport": model.n_support_.tolist(),
        "dualCoef": [] if name == "digits" else model.dual_coef_.ravel().tolist(),
    }


def regressor(name: str, params: dict) -> dict:
    X, X_test, y, _ = scaled(name)
    model = SVR(tol=1e-10, **params).fit(X, y)
    return {"predict": model.predict(X_test).tolist(), "intercept": model.intercept_.tolist(), "nSupport": len(model.support_)}


def weighted() -> dict:
    X, X_test, y, _ = scaled("wine")
    weights = np.arange(len(y)) % 4 / 2
    model = SVC(tol=1e-10).fit(X, y, sample_weight=weights)
    found = {"svc": model.decision_function(X_test).ravel().tolist(), "support": model.support_.tolist()}
    X, X_test, y, _ = scaled("diabetes")
    weights = np.arange(len(y)) % 4 / 2
    return {**found, "svr": SVR(tol=1e-10, C=20).fit(X, y, sample_weight=weights).predict(X_test).tolist()}


def probabilities(name: str) -> float:
    X, X_test, y, y_test = scaled(name)
    losses = [log_loss(y_test, SVC(probability=True, random_state=seed).fit(X, y).predict_proba(X_test)) for seed in range(5)]
    return float(np.mean(losses))
