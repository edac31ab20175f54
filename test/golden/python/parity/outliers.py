"""Outliers by numpy's quartiles and scipy's z-scores, as scikit-learn has none of these rules. Credit has missing values."""

import numpy as np
from scipy.stats import zscore

from datasets import split


def golden() -> dict:
    return {name: {"iqr": iqr(name), "zScore": z_score(name)} for name in ("breast-cancer", "credit")}


def iqr(name: str) -> dict:
    X, X_test, _, _ = split(name)
    low, high = np.nanpercentile(X, [25, 75], axis=0)
    lower, upper = low - 1.5 * (high - low), high + 1.5 * (high - low)
    out = (X_test < lower) | (X_test > upper)
    replaced = np.where(out, np.nanmedian(X, axis=0), X_test)
    kept = ~((X < lower) | (X > upper)).any(axis=1)
    return {
        "lower": lower.tolist(),
        "upper": upper.tolist(),
        "clip": np.nansum(np.clip(X_test, lower, upper), axis=0).tolist(),
        "replace": np.nansum(replaced, axis=0).tolist(),
        "flag": out.sum(axis=0).tolist(),
        "drop": np.flatnonzero(kept)[::5].tolist(),
    }


def z_score(name: str) -> dict:
    X, _, _, _ = split(name)
    out = np.abs(zscore(X, axis=0, nan_policy="omit")) > 3
    return {"flag": np.asarray(out).sum(axis=0).tolist(), "drop": np.flatnonzero(~np.asarray(out).any(axis=1))[::5].tolist()}
