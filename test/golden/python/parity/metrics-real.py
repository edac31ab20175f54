"""Metrics of real models' predictions of the test rows. Each call is kept with its answer, so that ours repeats it by name."""

import re

import numpy as np
import pandas as pd
from sklearn import metrics
from sklearn.calibration import calibration_curve
from sklearn.cluster import KMeans
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from datasets import load, split, table

functions = {**vars(metrics), "calibration_curve": calibration_curve}
WEIGHTED = [{}, {"sample_weight": True}]
AVERAGES = [{"average": average} for average in ("micro", "macro", "weighted", None)]


def golden() -> dict:
    return {
        "regression": {name: regression(name) for name in ("diabetes", "ames")},
        "binary": {"breast-cancer": binary(*fitted("breast-cancer")), "credit": binary(*credit(), pos_label="bad")},
        "multiclass": {name: multiclass(name) for name in ("wine", "iris", "digits")},
        "clustering": {name: clustering(name) for name in ("wine", "digits")},
    }


def regression(name: str) -> dict:
    X, X_test, y, y_test = split(name)
    predicted = HistGradientBoostingRegressor(max_iter=30, random_state=0).fit(X, y).predict(X_test).round(6)
    names = ["mean_squared_error", "root_mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error"]
    names += ["median_absolute_error", "r2_score", "explained_variance_score", "mean_poisson_deviance", "mean_pinball_loss"]
    calls = [Call(name, y_test, predicted, **weight) for name in names for weight in WEIGHTED]
    calls += [Call("mean_pinball_loss", y_test, predicted, alpha=0.9, **weight) for weight in WEIGHTED]
    return {"predicted": predicted.tolist(), "calls": [*map(dict, calls), dict(Call("max_error", y_test, predicted))]}


def fitted(name: str, model=None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Classes of the test rows, predictions, and the probabilities of each class."""
    X, X_test, y, y_test = split(name)
    model = make_pipeline(StandardScaler(), model or LogisticRegression()).fit(X, y)
    return y_test, model.predict(X_test), model.predict_proba(X_test)


def credit() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Classes are texts; rows with a missing value are left out."""
    frame = table("credit").dropna()
    X, y = frame.drop(columns="target").select_dtypes("number").to_numpy(float), frame["target"].to_numpy()
    test = np.arange(len(X)) % 4 == 3
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(X[~test], y[~test])
    # The first of the classes counts as positive.
    return y[test], model.predict(X[test]), model.predict_proba(X[test])[:, ::-1]


def binary(y, predicted, probabilities, pos_label=1) -> dict:
    score = probabilities[:, 1].round(2)
    positive = {} if pos_label == 1 else {"pos_label": pos_label}
    calls = [Call("confusion_matrix", y, predicted, normalize=how, **w) for how in ("true", "pred", "all", None) for w in WEIGHTED]
    for weight in WEIGHTED:
        calls += [Call(name, y, predicted, **weight) for name in ("accuracy_score", "balanced_accuracy_score")]
        calls += [Call("balanced_accuracy_score", y, predicted, adjusted=True, **weight)]
        calls += [Call("accuracy_score", y, predicted, normalize=False, **weight)]
        calls += [Call(name, y, predicted, **weight) for name in ("matthews_corrcoef", "cohen_kappa_score")]
        for name in ("precision_score", "recall_score", "f1_score"):
            calls += [Call(name, y, predicted, **positive, **weight)]
            calls += [Call(name, y, predicted, **average, **weight) for average in AVERAGES]
        calls += [Call("fbeta_score", y, predicted, beta=beta, **positive, **weight) for beta in (0.5, 2.0)]
        calls += [Call("average_precision_score", y, score, **positive, **weight)]
        calls += [Call("brier_score_loss", y, score, **positive, **weight)]
        curves = [(name, drop) for name in ("roc", "precision_recall") for drop in (True, False)]
        calls += [Call(f"{name}_curve", y, score, drop_intermediate=drop, **positive, **weight) for name, drop in curves]
        if not positive:
            calls += [Call("log_loss", y, score, **weight), Call("log_loss", y, score, normalize=False, **weight)]
            calls += [Call("roc_auc_score", y, score, **weight), Call("roc_auc_score", y, score, max_fpr=0.2, **weight)]
        else:
            calls += [Call("roc_auc_score", y, 1 - score, **weight)]
    calls += [Call("calibration_curve", y, score, strategy=how, n_bins=n, **positive) for how in ("uniform", "quantile") for n in (5, 8)]
    return {"predicted": predicted.tolist(), "score": score.tolist(), "calls": [*map(dict, calls)]}


def multiclass(name: str) -> dict:
    y, predicted, probabilities = fitted(name, GaussianNB())
    calls = []
    for weight in WEIGHTED:
        for metric in ("precision_score", "recall_score", "f1_score"):
            calls += [Call(metric, y, predicted, **average, **weight) for average in AVERAGES]
            calls += [Call(metric, y, predicted, average=average, labels=[2, 0], **weight) for average in ("micro", "macro", None)]
        for metric in ("accuracy_score", "balanced_accuracy_score", "matthews_corrcoef", "confusion_matrix"):
            calls += [Call(metric, y, predicted, **weight)]
        calls += [Call("confusion_matrix", y, predicted, labels=[2, 0], normalize="true", **weight)]
        calls += [Call("cohen_kappa_score", y, predicted, weights=how, **weight) for how in (None, "linear", "quadratic")]
    if name == "digits":
        return {"predicted": predicted.tolist(), "calls": [*map(dict, calls)]}
    # Rounded so that the file is short; the last class gets the rest, so that they sum to 1.
    probabilities = probabilities.round(4)
    probabilities[:, -1] = 1 - probabilities[:, :-1].sum(axis=1)
    probabilities = probabilities.clip(0, 1)
    for weight in WEIGHTED:
        calls += [Call("log_loss", y, probabilities, **weight), Call("brier_score_loss", y, probabilities, **weight)]
        calls += [Call("average_precision_score", y, probabilities, **average, **weight) for average in AVERAGES]
        calls += [Call("roc_auc_score", y, probabilities, multi_class="ovr", **average, **weight) for average in AVERAGES]
    calls += [Call("roc_auc_score", y, probabilities, multi_class="ovo", average=average) for average in ("macro", "weighted")]
    return {"predicted": predicted.tolist(), "score": probabilities.tolist(), "calls": [*map(dict, calls)]}


def clustering(name: str) -> dict:
    X, y = load(name)
    labels = KMeans(5, random_state=0, n_init=2).fit_predict(X)
    calls = [Call(metric, X, labels) for metric in ("silhouette_score", "davies_bouldin_score", "calinski_harabasz_score")]
    if name == "wine":
        calls += [Call("silhouette_samples", X, labels)]
    names = ["adjusted_rand_score", "normalized_mutual_info_score", "mutual_info_score"]
    names += ["homogeneity_score", "completeness_score", "v_measure_score"]
    calls += [Call(metric, y, labels) for metric in names] + [Call("v_measure_score", y, labels, beta=0.5)]
    for how in ("min", "max", "geometric"):
        calls += [Call("normalized_mutual_info_score", y, labels, average_method=how)]
    return {"predicted": labels.tolist(), "calls": [*map(dict, calls)]}


class Call:
    """A call of scikit-learn's, as ours is named, with what it is given besides the target and the answer."""

    def __init__(self, name: str, truth, given, **options):
        self.name, self.options = name, options
        self.given = "score" if np.asarray(given).dtype.kind == "f" and np.ndim(truth) == 1 else "predicted"
        values = dict(options)
        if "sample_weight" in values:
            values["sample_weight"] = 1 + np.arange(len(truth)) % 4 / 2
        answer = functions[name](truth, given, **values)
        self.answer = np.concatenate([np.ravel(part) for part in answer]) if isinstance(answer, tuple) else np.ravel(answer)

    def __iter__(self):
        yield "metric", camel(self.name)
        yield "given", self.given
        yield "options", {camel(key): value for key, value in self.options.items()}
        yield "answer", [None if np.isinf(value) else value for value in self.answer.tolist()]


def camel(name: str) -> str:
    return re.sub("_(.)", lambda match: match[1].upper(), name)
