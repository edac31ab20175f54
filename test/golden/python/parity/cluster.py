"""Clusters of real data. Labels are numbered by their first rows, as what a cluster is called does not matter."""

import numpy as np
from sklearn.cluster import DBSCAN, AgglomerativeClustering, KMeans, MiniBatchKMeans
from sklearn.mixture import GaussianMixture

from datasets import split

SEEDS = range(5)


def golden() -> dict:
    return {
        "kMeans": {name: k_means(name, k) for name, k in (("wine", 3), ("breast-cancer", 5), ("digits", 10))},
        "miniBatch": {name: mini_batch(name, k) for name, k in (("wine", 3), ("breast-cancer", 2), ("iris", 3))},
        "dbscan": {name: dbscan(name, eps, least) for name, eps, least in (("iris", 0.6, 5), ("wine", 2.2, 4))},
        "agglomerative": {name: agglomerative(name, k) for name, k in (("breast-cancer", 4), ("diabetes", 5))},
        "gaussianMixture": {name: mixture(name, k) for name, k in (("iris", 3), ("breast-cancer", 2))},
    }


def standard(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Training and test rows, each column less its mean and divided by its deviation, where it has one."""
    X, X_test, _, _ = split(name)
    mean, scale = X.mean(0), X.std(0)
    scale[scale == 0] = 1
    return (X - mean) / scale, (X_test - mean) / scale


def k_means(name: str, k: int) -> dict:
    X, X_test = standard(name)
    model = KMeans(k, init=X[:k], n_init=1).fit(X)
    weight = 1.0 + np.arange(len(X)) % 3
    weighted = KMeans(k, init=X[:k], n_init=1, tol=0).fit(X, sample_weight=weight)
    return {
        "k": k,
        "centers": model.cluster_centers_.ravel().tolist(),
        "inertia": model.inertia_,
        "nIter": model.n_iter_,
        "labels": model.labels_.tolist(),
        "predict": model.predict(X_test).tolist(),
        "transform": model.transform(X_test[:20]).ravel().tolist(),
        "weighted": weighted.inertia_,
        "quality": mean_quality(lambda seed: KMeans(k, n_init=10, random_state=seed), X),
    }


def mini_batch(name: str, k: int) -> dict:
    """Numbers of clusters for which there is one best clustering: else the mean says which seeds were lucky."""
    X, _ = standard(name)
    return {"k": k, "quality": mean_quality(lambda seed: MiniBatchKMeans(k, n_init=10, random_state=seed), X)}


def mean_quality(make, X: np.ndarray) -> float:
    """The share of the variance that clusters leave, the mean of five seeds."""
    return float(np.mean([make(seed).fit(X).inertia_ for seed in SEEDS]) / (X**2).sum())


def dbscan(name: str, eps: float, least: int) -> dict:
    X, _ = standard(name)
    model = DBSCAN(eps=eps, min_samples=least).fit(X)
    return {"eps": eps, "minSamples": least, "labels": model.labels_.tolist(), "cores": model.core_sample_indices_.tolist()}


def agglomerative(name: str, k: int) -> dict:
    X, _ = standard(name)
    found = {}
    for linkage in ("ward", "complete", "average", "single"):
        model = AgglomerativeClustering(k, linkage=linkage, compute_distances=True).fit(X)
        found[linkage] = {"labels": by_first(model.labels_), "distances": model.distances_.tolist(), "children": np.sort(model.children_, 1).ravel().tolist()}
    for metric in ("manhattan", "cosine"):
        model = AgglomerativeClustering(None, linkage="average", metric=metric, distance_threshold=0.9).fit(X)
        found[metric] = {"labels": by_first(model.labels_), "nClusters": int(model.n_clusters_)}
    return {"k": k, **found}


def by_first(labels: np.ndarray) -> list[int]:
    known: dict[int, int] = {}
    return [known.setdefault(int(label), len(known)) for label in labels]


def mixture(name: str, k: int) -> dict:
    X, X_test = standard(name)
    X, X_test = X[:, :10], X_test[:, :10]
    found = {}
    for kind in ("full", "tied", "diag", "spherical"):
        p = X.shape[1]
        eye = {"full": np.array([np.eye(p)] * k), "tied": np.eye(p), "diag": np.ones((k, p)), "spherical": np.ones(k)}[kind]
        # The first shares do not matter where the first components are given.
        start = {"weights_init": np.full(k, 1 / k), "means_init": X[:k], "precisions_init": eye, "init_params": "random_from_data"}
        model = GaussianMixture(k, covariance_type=kind, tol=1e-6, max_iter=200, random_state=0, **start).fit(X)
        found[kind] = {
            "weights": model.weights_.tolist(),
            "means": model.means_.ravel().tolist(),
            "covariances": model.covariances_.ravel().tolist(),
            "nIter": model.n_iter_,
            "lowerBound": model.lower_bound_,
            "predict": model.predict(X_test).tolist(),
            "scoreSamples": model.score_samples(X_test).tolist(),
            "criteria": [model.bic(X), model.aic(X)],
        }
    seeds = [GaussianMixture(k, n_init=10, random_state=seed).fit(X).score(X_test) for seed in SEEDS]
    return {"k": k, **found, "quality": float(np.mean(seeds))}
