"""Metrics, with ties, certain probabilities and missing denominators."""

import warnings

import numpy as np
from sklearn import metrics as sk


def golden() -> dict:
    rng = np.random.default_rng(13)
    actual = rng.normal(100, 20, 200).round(2)
    labels = rng.integers(0, 2, 300)
    graded = np.clip(labels * 0.2 + rng.random(300) * 0.8, 0, 1)
    regression = {
        "errors": (actual, (actual + rng.normal(0, 7, 200)).round(2)),
        "perfect": (actual, actual),
        "worse than the mean": (actual, -actual),
        "a constant target": (np.full(10, 0.1), np.full(10, 0.1)),
        "a constant target, missed": (np.full(10, 0.1), np.full(10, 0.3)),
        "far from zero": (1e9 + actual, 1e9 + actual + rng.normal(0, 7, 200).round(2)),
    }
    classification = {
        "graded": (labels, graded),
        "ties": (labels, graded.round(1)),
        "only 0 and 1": (labels, (graded > 0.6).astype(float)),
        "all alike": (labels, np.full(300, 0.3)),
        "at the threshold": (np.array([0, 1, 0, 1]), np.array([0.5, 0.5, np.nextafter(0.5, 1), np.nextafter(0.5, 0)])),
        "perfect": (labels, labels.astype(float)),
        "always wrong": (labels, 1.0 - labels),
        "nothing predicted positive": (labels, graded * 0.4),
        "nearly certain": (labels, np.where(labels == 1, 1 - 1e-12, 1e-300)),
    }
    one_class = {
        "no positive row": (np.zeros(5, int), np.array([0.1, 0.9, 0.4, 0.6, 0.2])),
        "no negative row": (np.ones(5, int), np.array([0.1, 0.9, 0.4, 0.6, 0.2])),
    }
    warnings.simplefilter("ignore")
    return {
        "regression": {name: regress(*pair) for name, pair in regression.items()},
        "classification": {name: {**classify(*pair), "auc": sk.roc_auc_score(*pair)} for name, pair in classification.items()},
        "oneClass": {name: classify(*pair) for name, pair in one_class.items()},
    }


def regress(actual: np.ndarray, predicted: np.ndarray) -> dict:
    return {
        "actual": actual.tolist(),
        "predicted": predicted.tolist(),
        "mse": sk.mean_squared_error(actual, predicted),
        "rmse": sk.root_mean_squared_error(actual, predicted),
        "mae": sk.mean_absolute_error(actual, predicted),
        "r2": sk.r2_score(actual, predicted),
    }


def classify(actual: np.ndarray, probability: np.ndarray) -> dict:
    predicted = (probability > 0.5).astype(int)
    return {
        "actual": actual.tolist(),
        "probability": probability.tolist(),
        "accuracy": sk.accuracy_score(actual, predicted),
        "precision": sk.precision_score(actual, predicted, zero_division=0),
        "recall": sk.recall_score(actual, predicted, zero_division=0),
        "f1": sk.f1_score(actual, predicted, zero_division=0),
        "logLoss": sk.log_loss(actual, probability, labels=[0, 1]),
    }
