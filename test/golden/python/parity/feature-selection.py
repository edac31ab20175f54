"""Scores and choices of feature selectors on real data."""

import math

import numpy as np
from sklearn import feature_selection as fs
from sklearn.feature_selection import (
    RFE, RFECV, SelectFromModel, SelectKBest, SelectPercentile, SequentialFeatureSelector, VarianceThreshold,
)  # fmt: skip
from sklearn.linear_model import LinearRegression

from datasets import load

CLASSES = ("breast-cancer", "wine", "digits")
NUMBERS = ("diabetes", "ames")
# Of few values each. Of values that two to seven rows have, scikit-learn finds neighbours by squares, x² - 2xy + y², the rounding of
# which decides whether the last neighbour counts as nearer than itself; ours takes the distances themselves.
DISCRETE = {"diabetes": [1], "ames": [9, 10, 11, 12]}


class Noise(np.random.RandomState):
    """The noise that mutual information adds, from the generator of layers/learn/random.ts."""

    def __init__(self, seed: int):
        super().__init__(seed)
        self.state = seed & 0xFFFFFFFF

    def random_number(self) -> float:
        self.state = (self.state + 0x6D2B79F5) & 0xFFFFFFFF
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 15)) * (1 | mixed)) & 0xFFFFFFFF
        mixed ^= (mixed + (((mixed ^ (mixed >> 7)) * (61 | mixed)) & 0xFFFFFFFF)) & 0xFFFFFFFF
        return (mixed ^ (mixed >> 14)) / 4_294_967_296

    def normal_number(self) -> float:
        while True:
            x, y = 2 * self.random_number() - 1, 2 * self.random_number() - 1
            square = x * x + y * y
            if 0 < square < 1:
                return x * math.sqrt(-2 * math.log(square) / square)

    def standard_normal(self, size):
        return np.array([self.normal_number() for _ in range(np.prod(size))]).reshape(size)


def golden() -> dict:
    return {
        "scores": {name: classified(name) for name in CLASSES} | {name: numbered(name) for name in NUMBERS},
        "univariate": {name: univariate(name) for name in ("breast-cancer", "wine")},
        "varianceThreshold": {name: variance(name) for name in ("digits", "wine")},
        "wrappers": {name: wrappers(name) for name in NUMBERS},
    }


def classified(name: str) -> dict:
    X, y = load(name)
    # Constant features have no score there.
    X = X[:, X.std(axis=0) > 0]
    f, chi = fs.f_classif(X, y), fs.chi2(X, y)
    return {
        "fClassif": listed(f),
        "chi2": listed(chi),
        "mutualInfoClassif": [fs.mutual_info_classif(X, y, random_state=Noise(7)).tolist()] if name != "digits" else [],
        "mutualInfoClassifDiscrete": [fs.mutual_info_classif(X, y, discrete_features=True).tolist()],
        "mutualInfoClassifOfFive": [fs.mutual_info_classif(X, y, n_neighbors=5, random_state=Noise(3)).tolist()] if name == "wine" else [],
    }


def numbered(name: str) -> dict:
    X, y = load(name)
    return {
        "fRegression": listed(fs.f_regression(X, y)),
        "rRegression": [fs.r_regression(X, y).tolist()],
        "mutualInfoRegression": [
            fs.mutual_info_regression(X, y, discrete_features=DISCRETE[name], random_state=Noise(7)).tolist()
        ],
    }


def univariate(name: str) -> dict:
    X, y = load(name)
    fitted = {f"k{k}": SelectKBest(k=k).fit(X, y) for k in (1, 5, 10)}
    fitted |= {f"chi{k}": SelectKBest(fs.chi2, k=k).fit(X, y) for k in (1, 5)}
    fitted |= {f"percentile{p}": SelectPercentile(percentile=p).fit(X, y) for p in (10, 33, 75)}
    return {key: selector.get_support(indices=True).tolist() for key, selector in fitted.items()}


def variance(name: str) -> dict:
    X, _ = load(name)
    selectors = {threshold: VarianceThreshold(threshold).fit(X) for threshold in (0, 0.1, 5)}
    return {
        "variances": selectors[0.1].variances_.tolist(),
        "support": {str(threshold): selector.get_support(indices=True).tolist() for threshold, selector in selectors.items()},
    }


def wrappers(name: str) -> dict:
    X, y = load(name)
    model = LinearRegression()
    rfe = {str(step): RFE(model, n_features_to_select=3, step=step).fit(X, y).ranking_.tolist() for step in (1, 2, 0.3)}
    rfecv = RFECV(model, cv=4).fit(X, y)
    forward = SequentialFeatureSelector(model, n_features_to_select=4, cv=3).fit(X, y)
    backward = SequentialFeatureSelector(model, n_features_to_select=6, direction="backward", cv=3).fit(X, y)
    auto = SequentialFeatureSelector(model, tol=0.01, cv=3).fit(X, y)
    thresholds = {str(t): SelectFromModel(model, threshold=t).fit(X, y) for t in (None, "median", "1.25*mean", 0.5)}
    return {
        "rfe": rfe,
        "rfecv": {"ranking": rfecv.ranking_.tolist(), "mean": rfecv.cv_results_["mean_test_score"].tolist()},
        "sequential": {key: s.get_support(indices=True).tolist() for key, s in (("forward", forward), ("backward", backward), ("auto", auto))},
        "fromModel": {key: selector.get_support(indices=True).tolist() for key, selector in thresholds.items()},
        "fromModelMost": SelectFromModel(model, max_features=2).fit(X, y).get_support(indices=True).tolist(),
    }


def listed(scored) -> list:
    return [part.tolist() for part in scored]
