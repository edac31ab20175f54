"""Least squares: scikit-learn's LinearRegression, and the exact solution where the data is ill-conditioned."""

from fractions import Fraction

import numpy as np
from sklearn.linear_model import LinearRegression

# NIST StRD, J. W. Longley (1967), "An Appraisal of Least Squares Programs for the Electronic Computer".
LONGLEY_Y = [60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513, 68655, 69564, 69331, 70551]
LONGLEY_X = np.column_stack(
    [
        [83, 88.5, 88.2, 89.5, 96.2, 98.1, 99, 100, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7, 116.9],
        [234289, 259426, 258054, 284599, 328975, 346999, 365385, 363112, 397469, 419180, 442769, 444546, 482704, 502601, 518173, 554894],
        [2356, 2325, 3682, 3351, 2099, 1932, 1870, 3578, 2904, 2822, 2936, 4681, 3813, 3931, 4806, 4007],
        [1590, 1456, 1616, 1650, 3099, 3594, 3547, 3350, 3048, 2857, 2798, 2637, 2552, 2514, 2572, 2827],
        [107608, 108632, 109773, 110929, 112075, 113270, 115094, 116219, 117388, 118734, 120445, 121950, 123366, 125368, 127852, 130081],
        range(1947, 1963),
    ]
)


def golden() -> dict:
    rng = np.random.default_rng(3)
    tall = rng.normal(size=(40, 5)).round(3)
    noise = rng.normal(size=40).round(3)
    target = (tall @ [3, -2, 0.5, 0, 10] + 7 + noise).round(3)
    cases = {
        "full rank": case(tall, target),
        "without intercept": case(tall, target, fit_intercept=False),
        "columns of very different scale": case(tall * [1e-6, 1, 1e3, 1e6, 1e9], target, exact=True),
        "far from zero": case(tall + 1e6, target + 1e8, exact=True),
        "one-hot columns, which depend on each other": case(*one_hot(rng)),
        "more columns than rows": case(rng.normal(size=(8, 12)).round(3), rng.normal(size=8).round(3)),
        "a column twice": case(np.column_stack([tall, tall[:, 0]]), target),
        "a constant column": case(np.column_stack([tall, np.full(40, 0.1)]), target),
        "one feature": case(tall[:, :1], target),
        "one row": case(tall[:1], target[:1]),
        "Longley": case(LONGLEY_X, np.array(LONGLEY_Y, float), exact=True),
        "Wampler's polynomial of degree 5": case(*wampler(), exact=True),
        "powers of x up to 8 (Vandermonde)": case(*vandermonde(rng, 8), exact=True),
        "nearly the same column twice": case(*twins(rng), exact=True),
    }
    return {"cases": cases}


def case(x: np.ndarray, y: np.ndarray, fit_intercept: bool = True, exact: bool = False) -> dict:
    model = LinearRegression(fit_intercept=fit_intercept).fit(x, y)
    made = {
        "X": x.tolist(),
        "y": y.tolist(),
        "fitIntercept": fit_intercept,
        "coef": model.coef_.tolist(),
        "intercept": float(model.intercept_),
        "rank": int(model.rank_),
        "predictions": model.predict(x).tolist(),
    }
    return {**made, "exact": exact_solution(x, y)} if exact else made


def exact_solution(x: np.ndarray, y: np.ndarray) -> list[float]:
    """Intercept and weights in rational arithmetic: the normal equation without any rounding."""
    rows = [[Fraction(1)] + [Fraction(float(value)) for value in row] for row in x]
    size = len(rows[0])
    target = [Fraction(float(value)) for value in y]
    system = [
        [sum(row[i] * row[j] for row in rows) for j in range(size)] + [sum(row[i] * t for row, t in zip(rows, target))]
        for i in range(size)
    ]
    for pivot in range(size):
        chosen = next(i for i in range(pivot, size) if system[i][pivot] != 0)
        system[pivot], system[chosen] = system[chosen], system[pivot]
        for i in range(size):
            if i != pivot:
                factor = system[i][pivot] / system[pivot][pivot]
                system[i] = [a - factor * b for a, b in zip(system[i], system[pivot])]
    return [float(system[i][size] / system[i][i]) for i in range(size)]


def one_hot(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    colour, town = rng.integers(0, 3, 60), rng.integers(0, 4, 60)
    number = rng.normal(size=60).round(3)
    x = np.column_stack([number, np.eye(3)[colour], np.eye(4)[town]])
    return x, (2 * number + colour - 3 * town + rng.normal(size=60)).round(3)


def wampler() -> tuple[np.ndarray, np.ndarray]:
    x = np.arange(21.0)
    powers = np.column_stack([x**k for k in range(1, 6)])
    return powers, 1 + powers.sum(axis=1)


def vandermonde(rng: np.random.Generator, degree: int) -> tuple[np.ndarray, np.ndarray]:
    x = np.linspace(0, 1, 30)
    return np.column_stack([x**k for k in range(1, degree + 1)]), (np.exp(x) + 0.01 * rng.normal(size=30)).round(4)


def twins(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    x = rng.normal(size=50)
    return np.column_stack([x, x + 1e-5 * rng.normal(size=50)]), (x + 0.1 * rng.normal(size=50)).round(4)
