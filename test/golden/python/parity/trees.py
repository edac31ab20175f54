"""Trees and forests on real data. A tree is compared number by number where it is the only one: none of its splits is a tie."""

import numpy as np
from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    IsolationForest,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.metrics import r2_score, roc_auc_score
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from datasets import load, split

CLASSIFIER_TREES = {
    "credit": {
        "plain": {"max_depth": 5, "min_samples_leaf": 20},
        "balanced": {"max_depth": 3, "class_weight": "balanced"},
        "pruned": {"ccp_alpha": 0.01},
    },
    "digits": {
        "plain": {"max_depth": 4, "min_samples_leaf": 10},
        "entropy": {"criterion": "entropy", "max_depth": 4},
        "pruned": {"ccp_alpha": 0.01},
    },
    "breast-cancer": {"entropy": {"criterion": "entropy", "max_depth": 2}},
    "wine": {"plain": {"max_depth": 2}},
}
REGRESSOR_TREES = {
    "diabetes": {
        "plain": {"max_depth": 4, "min_samples_leaf": 5},
        "absolute": {"criterion": "absolute_error", "max_depth": 3, "min_samples_leaf": 5},
        "leaves": {"max_leaf_nodes": 12},
        "pruned": {"ccp_alpha": 100.0},
    },
    "ames": {
        "plain": {"max_depth": 5},
        "absolute": {"criterion": "absolute_error", "max_depth": 2},
        "poisson": {"criterion": "poisson", "max_depth": 4},
        "decrease": {"min_impurity_decrease": 20.0},
    },
}
# As many as make the mean steady.
TREES = {"breast-cancer": 500, "credit": 100, "diabetes": 500, "ames": 30, "wine": 2000}
# More than ours, since the mean of few is a matter of luck.
SEEDS = range(10)


def golden() -> dict:
    return {
        "classifierTrees": trees(DecisionTreeClassifier, CLASSIFIER_TREES),
        "regressorTrees": trees(DecisionTreeRegressor, REGRESSOR_TREES),
        "randomForestClassifier": {name: auc(RandomForestClassifier, name) for name in ("breast-cancer", "credit")},
        "extraTreesClassifier": {name: auc(ExtraTreesClassifier, name) for name in ("breast-cancer", "credit")},
        "randomForestRegressor": {name: r2(RandomForestRegressor, name) for name in ("diabetes", "ames")},
        "extraTreesRegressor": {name: r2(ExtraTreesRegressor, name) for name in ("diabetes", "ames")},
        "isolationForest": {name: outliers(name) for name in ("breast-cancer", "wine")},
    }


def trees(estimator, cases: dict) -> dict:
    return {name: {case: only_tree(estimator, name, params) for case, params in of.items()} for name, of in cases.items()}


def only_tree(estimator, name: str, params: dict) -> dict:
    """Importances are left out where features that part the same rows share them by the seed."""
    X, X_test, y, _ = split(name)
    fitted = [estimator(**params, random_state=seed).fit(X, y) for seed in range(20)]
    predict = [answers(model, X_test) for model in fitted]
    assert is_same(predict), f"{name} {params}: the tree depends on the seed"
    importances = [model.feature_importances_ for model in fitted]
    return {
        "predict": predict[0].tolist(),
        "importances": importances[0].tolist() if is_same(importances) else None,
        "leaves": int(fitted[0].get_n_leaves()),
    }


def is_same(arrays: list) -> bool:
    return all(np.allclose(arrays[0], other, rtol=0, atol=1e-12 * np.abs(arrays[0]).max()) for other in arrays)


def answers(model, X: np.ndarray) -> np.ndarray:
    """Of classifiers the probability of the last class."""
    return model.predict_proba(X)[:, -1] if hasattr(model, "predict_proba") else model.predict(X)


def auc(estimator, name: str) -> float:
    """Of the last class in order."""
    X, X_test, y, y_test = split(name)
    fitted = (estimator(TREES[name], random_state=seed).fit(X, y) for seed in SEEDS)
    return float(np.mean([roc_auc_score(y_test == model.classes_[-1], model.predict_proba(X_test)[:, -1]) for model in fitted]))


def r2(estimator, name: str) -> float:
    X, X_test, y, y_test = split(name)
    fitted = (estimator(TREES[name], random_state=seed).fit(X, y) for seed in SEEDS)
    return float(np.mean([r2_score(y_test, model.predict(X_test)) for model in fitted]))


def outliers(name: str) -> float:
    """How well scores tell the last class of wine, or the malignant of breast-cancer, in few rows, from the others."""
    X, y = load(name)
    odd = y == (0 if name == "breast-cancer" else 2)
    keep = ~odd | (np.cumsum(odd) <= 20)
    X, odd = X[keep], odd[keep]
    fitted = (IsolationForest(n_estimators=TREES[name], random_state=seed).fit(X) for seed in SEEDS)
    return float(np.mean([roc_auc_score(odd, -model.score_samples(X)) for model in fitted]))
