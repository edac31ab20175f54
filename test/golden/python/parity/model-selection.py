"""Splits, cross-validation, learning and validation curves on real data. A split is kept as the fold that holds each row out."""

import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import (
    GridSearchCV, GroupKFold, KFold, StratifiedKFold, TimeSeriesSplit, cross_val_predict, cross_validate, learning_curve, validation_curve,
)  # fmt: skip

from datasets import load, table

SCORERS = [
    "r2", "explained_variance", "neg_max_error", "neg_mean_absolute_error", "neg_mean_absolute_percentage_error",
    "neg_mean_squared_error", "neg_median_absolute_error", "neg_root_mean_squared_error",
]  # fmt: skip


def golden() -> dict:
    return {
        "splits": [split(name, folds, grouped) for name, folds, grouped in splitters()],
        "timeSeries": [time_series(name, **options) for name in ("iris", "wine") for options in TIME],
        "crossValidation": {name: cross_validation(name) for name in ("diabetes", "ames")},
    }


TIME = [{}, {"n_splits": 3, "gap": 2}, {"n_splits": 4, "test_size": 10}, {"max_train_size": 30, "test_size": 8, "gap": 5}]


def splitters():
    for name in ("wine", "breast-cancer", "credit"):
        for k in (2, 5, 7):
            yield name, KFold(k), None
            yield name, StratifiedKFold(k), None
    for k in (2, 3, 5):
        yield "credit", GroupKFold(k), "Time"
        yield "credit", GroupKFold(k), "Job"
        yield "ames", GroupKFold(k), "Neighborhood"


def split(name: str, splitter, grouped: str | None) -> dict:
    X, y = load(name)
    groups = table(name)[grouped].fillna("?").to_numpy() if grouped else None
    fold_of = np.full(len(y), -1)
    for fold, (_, test) in enumerate(splitter.split(X, y, groups)):
        fold_of[test] = fold
    # One digit a row.
    answer = "".join(map(str, fold_of))
    return {"splitter": type(splitter).__name__, "dataset": name, "nSplits": splitter.n_splits, "groups": grouped, "foldOf": answer}


def time_series(name: str, **options) -> dict:
    X, _ = load(name)
    ends = [[int(part[at]) for part in parts for at in (0, -1)] for parts in TimeSeriesSplit(**options).split(X)]
    named = {"n_splits": "nSplits", "gap": "gap", "test_size": "testSize", "max_train_size": "maxTrainSize"}
    return {"dataset": name, "options": {named[key]: value for key, value in options.items()}, "ends": ends}


def cross_validation(name: str) -> dict:
    X, y = load(name)
    model = LinearRegression()
    scores = cross_validate(model, X, y, cv=4, scoring=SCORERS, return_train_score=True)
    sizes, train, test = learning_curve(model, X, y, cv=3, scoring="neg_mean_squared_error")
    flags = validation_curve(model, X, y, param_name="fit_intercept", param_range=[True, False], cv=3)
    search = GridSearchCV(model, {"fit_intercept": [True, False]}, cv=4, scoring="r2").fit(X, y)
    return {
        "test": {scorer: scores[f"test_{scorer}"].tolist() for scorer in SCORERS},
        "train": {scorer: scores[f"train_{scorer}"].tolist() for scorer in SCORERS},
        "predict": cross_val_predict(model, X, y, cv=5)[::5].tolist(),
        "learningCurve": {"sizes": sizes.tolist(), "train": train.ravel().tolist(), "test": test.ravel().tolist()},
        "validationCurve": {"train": flags[0].ravel().tolist(), "test": flags[1].ravel().tolist()},
        "gridSearch": {
            "mean": search.cv_results_["mean_test_score"].tolist(),
            "std": search.cv_results_["std_test_score"].tolist(),
            "rank": search.cv_results_["rank_test_score"].tolist(),
        },
    }
