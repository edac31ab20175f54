"""Two-sample tests of scipy, and the population stability index with the reference's quantiles as bins."""

import numpy as np
from scipy import special, stats


def golden() -> dict:
    rng = np.random.default_rng(17)
    base = rng.normal(size=300).round(4)
    samples = {
        "alike": (base, rng.normal(size=200).round(4)),
        "shifted": (base, (rng.normal(size=200) + 0.3).round(4)),
        "far apart": (base, (rng.normal(size=200) + 6).round(4)),
        "wider": (base, (rng.normal(size=200) * 2).round(4)),
        "ties": (base.round(0) + 0.0, rng.normal(size=150).round(0) + 0.0),
        "three rows": (base, np.array([-0.5, 0.1, 2.0])),
        "one row": (base, np.array([0.4])),
        "the same": (base, base),
        "constant in both": (np.full(50, 2.0), np.full(20, 2.0)),
        "constant, moved": (np.full(50, 2.0), np.full(20, 3.0)),
        "one wild value": (base, np.append(rng.normal(size=199).round(4), 1e9)),
        "skewed": (rng.exponential(size=300).round(4), (1.2 * rng.exponential(size=120)).round(4)),
    }
    tables = {
        "alike": ([50, 30, 20], [26, 14, 10]),
        "moved": ([50, 30, 20], [10, 14, 26]),
        "one unseen row": ([500, 300, 200, 0], [50, 30, 19, 1]),
        "two categories": ([90, 10], [40, 11]),
        "many categories": (rng.integers(1, 60, 40).tolist(), rng.integers(1, 20, 40).tolist()),
        "a hundredfold difference in size": ([100000, 50000], [60, 40]),
        "far apart": ([1000, 1], [1, 1000]),
    }
    tails = [(a, x) for a in (0.5, 1, 2.5, 10, 50, 200) for x in (1e-6, 0.1, 1, 5, 20, 60, 250, 700)]
    return {
        "kolmogorovSmirnov": {name: ks(*pair) for name, pair in samples.items()},
        "psi": {name: psi(*pair) for name, pair in samples.items()},
        "chiSquare": {name: chi2(*pair) for name, pair in tables.items()},
        "upperGamma": [[a, x, float(special.gammaincc(a, x))] for a, x in tails],
    }


def ks(a: np.ndarray, b: np.ndarray) -> dict:
    asymptotic, exact = (stats.ks_2samp(a, b, method=method) for method in ("asymp", "exact"))
    size = len(a) * len(b) / (len(a) + len(b))
    return {
        "a": a.tolist(),
        "b": b.tolist(),
        "statistic": float(asymptotic.statistic),
        "limit": float(special.kolmogorov(np.sqrt(size) * asymptotic.statistic)),
        "asymptotic": float(asymptotic.pvalue),
        "exact": float(exact.pvalue),
    }


def psi(reference: np.ndarray, current: np.ndarray) -> dict:
    """
    Bins begin at the reference's deciles, taken as order statistics; a value that fills a tenth has a bin of its own. Half a
    row is added to each bin that is not empty in both.
    """
    ordered = np.sort(reference)
    deciles = np.unique(ordered[[len(ordered) * k // 10 for k in range(1, 10)]])
    heavy = [v for v in deciles if (reference == v).sum() >= len(reference) / 10]
    above = [v + max(abs(v) * np.finfo(float).eps, 5e-324) for v in heavy]
    edges = np.unique(np.concatenate([deciles, above]))
    counts = [np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1) for values in (reference, current)]
    used = counts[0] + counts[1] > 0
    p, q = ((count[used] + 0.5) / (count[used] + 0.5).sum() for count in counts)
    return {"edges": edges.tolist(), "counts": [count.tolist() for count in counts], "psi": float(((q - p) * np.log(q / p)).sum())}


def chi2(reference: list[int], current: list[int]) -> dict:
    result = stats.chi2_contingency([reference, current], correction=False)
    return {"reference": reference, "current": current, "statistic": float(result.statistic), "p": float(result.pvalue)}
