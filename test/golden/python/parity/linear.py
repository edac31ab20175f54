"""Linear models on real data. Scaled features have the mean 0 and the deviation 1 on the training rows."""

import numpy as np
from sklearn.linear_model import ElasticNet, Lasso, LinearRegression, LogisticRegression, Ridge, SGDClassifier, SGDRegressor
from sklearn.metrics import accuracy_score, r2_score, roc_auc_score
from sklearn.svm import LinearSVC, LinearSVR

from datasets import split

SEEDS = range(5)


def golden() -> dict:
    tight = {"tol": 1e-12, "max_iter": 1_000_000}
    lbfgs = {"tol": 1e-9, "max_iter": 100_000}
    saga = {"solver": "saga", "tol": 1e-9, "max_iter": 100_000, "random_state": 0}
    slow = {"learning_rate": "constant", "eta0": 0.001, "max_iter": 50, "tol": None}
    return {
        "linearRegression": {name: fitted(LinearRegression(), name, scaled=False) for name in ("diabetes", "ames")},
        "weightedLinearRegression": {"diabetes": fitted(LinearRegression(), "diabetes", scaled=False, weighted=True)},
        "ridge": {name: fitted(Ridge(solver="cholesky"), name, scaled=False) for name in ("diabetes", "ames")},
        "weightedRidge": {"ames": fitted(Ridge(alpha=50, solver="cholesky"), "ames", weighted=True)},
        "lasso": {name: fitted(Lasso(alpha=0.1, **tight), name, scaled=name == "ames") for name in ("diabetes", "ames")},
        "elasticNet": {name: fitted(ElasticNet(alpha=0.1, **tight), name, weighted=name == "ames") for name in ("diabetes", "ames")},
        "logisticRegression": {
            name: fitted(LogisticRegression(**lbfgs), name) for name in ("breast-cancer", "credit", "wine", "iris", "digits")
        },
        "balancedLogisticRegression": {
            name: fitted(LogisticRegression(class_weight="balanced", **lbfgs), name, weighted=True) for name in ("credit", "iris")
        },
        "l1LogisticRegression": {
            name: fitted(LogisticRegression(l1_ratio=1, C=0.2, **saga), name) for name in ("breast-cancer", "wine")
        },
        "elasticLogisticRegression": {"credit": fitted(LogisticRegression(l1_ratio=0.5, C=0.05, **saga), "credit")},
        "linearSVC": {name: fitted(LinearSVC(dual=False, C=0.1, **tight), name) for name in ("breast-cancer", "credit", "wine")},
        "hingeLinearSVC": {
            name: fitted(LinearSVC(loss="hinge", dual=True, C=0.01, tol=1e-9, max_iter=1_000_000), name) for name in ("breast-cancer", "iris")
        },
        "linearSVR": {
            name: fitted(LinearSVR(epsilon=0.5, dual=True, C=0.1, tol=1e-9, max_iter=1_000_000), name) for name in ("diabetes", "ames")
        },
        "squaredLinearSVR": {
            name: fitted(LinearSVR(loss="squared_epsilon_insensitive", epsilon=0.5, dual=False, C=0.1, **tight), name)
            for name in ("diabetes", "ames")
        },
        "sgdClassifier": {
            "hinge": {name: quality(SGDClassifier(alpha=0.01, average=True, **slow), name) for name in ("credit", "digits")},
            "log_loss": {
                name: quality(SGDClassifier(loss="log_loss", penalty="elasticnet", alpha=0.01, **slow), name)
                for name in ("breast-cancer", "credit")
            },
            "modified_huber": {
                name: quality(SGDClassifier(loss="modified_huber", penalty="l1", alpha=0.001, **slow), name)
                for name in ("breast-cancer", "digits")
            },
        },
        "sgdRegressor": {
            "squared_error": {name: quality(SGDRegressor(average=True), name) for name in ("diabetes", "ames")},
            "huber": {
                name: quality(SGDRegressor(loss="huber", epsilon=20, learning_rate="adaptive", max_iter=2000), name)
                for name in ("diabetes", "ames")
            },
            "epsilon_insensitive": {
                "ames": quality(SGDRegressor(loss="epsilon_insensitive", epsilon=5, average=True, alpha=0.001), "ames")
            },
        },
    }


def data(name: str, scaled: bool):
    X, X_test, y, y_test = split(name)
    whole, whole_test = ~np.isnan(X).any(axis=1), ~np.isnan(X_test).any(axis=1)
    X, y, X_test, y_test = X[whole], y[whole], X_test[whole_test], y_test[whole_test]
    if scaled:
        mean, deviation = X.mean(axis=0), X.std(axis=0)
        deviation[deviation == 0] = 1
        X, X_test = (X - mean) / deviation, (X_test - mean) / deviation
    return X, X_test, y, y_test


def fitted(model, name: str, scaled=True, weighted=False) -> dict:
    X, X_test, y, _ = data(name, scaled)
    model.fit(X, y, sample_weight=1.0 + np.arange(len(X)) % 3 if weighted else None)
    answer = next(getattr(model, name) for name in ("predict_proba", "decision_function", "predict") if hasattr(model, name))
    return {"coef": model.coef_.ravel().tolist(), "intercept": np.ravel(model.intercept_).tolist(), "answers": np.ravel(answer(X_test[:50])).tolist()}


def quality(model, name: str) -> float:
    """AUC of two classes, accuracy of more, R² of numbers: the mean over the seeds."""
    X, X_test, y, y_test = data(name, scaled=True)
    values = []
    for seed in SEEDS:
        model.set_params(random_state=seed).fit(X, y)
        if hasattr(model, "classes_"):
            is_binary = len(model.classes_) == 2
            auc = lambda: roc_auc_score(y_test == model.classes_[1], model.decision_function(X_test))
            values.append(auc() if is_binary else accuracy_score(y_test, model.predict(X_test)))
        else:
            values.append(r2_score(y_test, model.predict(X_test)))
    return float(np.mean(values))
