"""Binary logistic regression: scikit-learn's optimum, converged far below the tolerance that is compared."""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss


def golden() -> dict:
    rng = np.random.default_rng(5)
    x = rng.normal(size=(150, 4)).round(3)
    chance = 1 / (1 + np.exp(-(x @ [1.5, -2, 0.5, 0] + 0.3)))
    y = (rng.random(150) < chance).astype(int)
    scale, shift = np.array([1e-3, 1, 100, 1e5]), np.array([0, 5, -300, 1e6])
    correlated = np.column_stack([x, x[:, 0] + 0.01 * rng.normal(size=150).round(3)])
    return {
        "cases": {
            "C = 1": case(x, y),
            "a strong penalty": case(x, y, c=0.001),
            "a weak penalty": case(x, y, c=1000),
            "without intercept": case(x, y, fit_intercept=False),
            "features that are not scaled": case(x * scale + shift, y),
            "features that are not scaled, a weak penalty": case(x * scale + shift, y, c=1000),
            "nearly dependent columns": case(correlated, y),
            "columns that mirror each other": case(np.column_stack([x[:, 0], -x[:, 0], x[:, 1], -x[:, 1]]), y),
            "a constant column": case(np.column_stack([x, np.full(150, 0.1)]), y),
            "one positive row of 150": case(x, (np.arange(150) == 17).astype(int)),
            "classes that a line separates": case(x, (x[:, 0] > 0).astype(int)),
        }
    }


def case(x: np.ndarray, y: np.ndarray, c: float = 1.0, fit_intercept: bool = True) -> dict:
    coef, intercept = optimum(x, y, c, fit_intercept)
    probability = 1 / (1 + np.exp(-(x @ coef + intercept)))
    return {
        "X": x.tolist(),
        "y": y.tolist(),
        "C": c,
        "fitIntercept": fit_intercept,
        "coef": coef.tolist(),
        "intercept": intercept,
        "logLoss": log_loss(y, probability),
        "probabilities": probability.tolist(),
    }


def optimum(x: np.ndarray, y: np.ndarray, c: float, fit_intercept: bool) -> tuple[np.ndarray, float]:
    """
    scikit-learn's own solution, polished by Newton's method on its objective. The data is centred first, which only
    moves the intercept: scikit-learn's solvers give up early on columns far from zero.
    """
    mean = x.mean(axis=0) if fit_intercept else np.zeros(x.shape[1])
    z = x - mean
    model = LogisticRegression(C=c, fit_intercept=fit_intercept, solver="newton-cholesky", tol=1e-12, max_iter=10_000).fit(z, y)
    ones = np.ones((len(z), 1)) if fit_intercept else np.zeros((len(z), 1))
    design = np.hstack([z, ones])
    weights = np.append(model.coef_[0], model.intercept_[0] if fit_intercept else 0.0)
    penalty = np.append(np.full(x.shape[1], 1 / c), 0 if fit_intercept else 1)
    for _ in range(20):
        p = 1 / (1 + np.exp(-(design @ weights)))
        gradient = design.T @ (p - y) + penalty * weights
        hessian = (design * (p * (1 - p))[:, None]).T @ design + np.diag(penalty)
        scale = 1 / np.sqrt(np.diag(hessian))
        weights = weights - scale * np.linalg.solve(hessian * scale[:, None] * scale, scale * gradient)
    assert np.abs(scale * gradient).max() < 1e-9, gradient
    assert np.allclose(weights[:-1], model.coef_[0], rtol=1e-3, atol=1e-6 / np.sqrt(np.diag(hessian)[:-1]).min()), (weights, model.coef_)
    return weights[:-1], float(weights[-1] - weights[:-1] @ mean) if fit_intercept else 0.0
