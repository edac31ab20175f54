"""Gradient boosting on real data: what it predicts without chance, and how well with it."""

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.metrics import accuracy_score, mean_pinball_loss, r2_score, roc_auc_score

from datasets import split, table

SEEDS = range(5)
SCORES = {
    "accuracy": lambda y, model, X: accuracy_score(y, model.predict(X)),
    "AUC": lambda y, model, X: roc_auc_score(y, model.predict_proba(X)[:, 1]),
    "R2": lambda y, model, X: r2_score(y, model.predict(X)),
    "pinball": lambda y, model, X: mean_pinball_loss(y, model.predict(X), alpha=0.8),
}


def golden() -> dict:
    classifiers = {
        "breast-cancer": predictions(HistGradientBoostingClassifier, "breast-cancer"),
        "wine": predictions(HistGradientBoostingClassifier, "wine", max_iter=30),
        "digits": predictions(HistGradientBoostingClassifier, "digits", max_iter=10, min_samples_leaf=5),
    }
    regressors = {
        loss: {name: predictions(HistGradientBoostingRegressor, name, loss=loss) for name in ("ames", "diabetes")}
        for loss in ("squared_error", "poisson", "gamma")
    }
    constrained = {
        "ames": predictions(HistGradientBoostingRegressor, "ames", monotonic_cst=[1] * 16, interaction_cst="no_interactions"),
        "diabetes": predictions(HistGradientBoostingRegressor, "diabetes", monotonic_cst=[0, 0, 0, 0, 0, 0, -1, 0, 0, 0]),
    }
    # Gradients of 1 and -1 give splits of the very same gain, of which rounding errors choose one.
    signs = {
        "absolute_error": {name: quality(HistGradientBoostingRegressor, name, "R2", loss="absolute_error") for name in ("ames", "diabetes")},
        "quantile": {
            name: quality(HistGradientBoostingRegressor, name, "pinball", loss="quantile", quantile=0.8) for name in ("ames", "diabetes")
        },
    }
    drawn = {"max_features": 0.5, "early_stopping": True}
    qualities = {
        "credit": quality(HistGradientBoostingClassifier, "credit", "AUC"),
        "breast-cancer drawn": quality(HistGradientBoostingClassifier, "breast-cancer", "AUC", **drawn),
        "credit drawn": quality(HistGradientBoostingClassifier, "credit", "AUC", **drawn),
        "digits drawn": quality(HistGradientBoostingClassifier, "digits", "accuracy", max_iter=40, **drawn),
        "ames drawn": quality(HistGradientBoostingRegressor, "ames", "R2", **drawn),
    }
    return {"classifiers": classifiers, "regressors": regressors, "constrained": constrained, "signs": signs, "qualities": qualities}


def parts(name: str):
    """Texts of ames and credit are categories."""
    frame = table(name)
    X = frame.drop(columns="target")
    texts = X.select_dtypes(exclude="number").columns
    X[texts] = X[texts].astype("category")
    test = np.arange(len(X)) % 4 == 3
    return X[~test], X[test], frame["target"][~test].to_numpy(), frame["target"][test].to_numpy()


def predictions(estimator, name: str, **options) -> list:
    X, X_test, y, _ = split(name) if "monotonic_cst" in options else parts(name)
    model = estimator(early_stopping=False, **options).fit(X, y)
    if estimator is HistGradientBoostingRegressor:
        return np.round(model.predict(X_test), 9).tolist()
    return np.round(model.predict_proba(X_test)[:, 1], 9).tolist()


def quality(estimator, name: str, score: str, **options) -> float:
    X, X_test, y, y_test = parts(name)
    options = {"early_stopping": False, **options}
    seeds = SEEDS if options["early_stopping"] else [0]
    models = [estimator(random_state=seed, **options).fit(X, y) for seed in seeds]
    return float(np.mean([SCORES[score](y_test, model, X_test) for model in models]))
