"""Fits one estimator of a Python library and prints what it took, as JSON.

    python theirs.py FOLDER TASK DATA LIBRARY THREADS
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

folder, task, data, library, threads = Path(sys.argv[1]), *sys.argv[2:6]
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = threads

import numpy as np  # noqa: E402


def read(part: str) -> tuple[np.ndarray, np.ndarray]:
    shape = json.loads((folder / f"{data}.json").read_text())
    X = np.fromfile(folder / f"{data}-{part}-X.f64").reshape(shape[part], shape["columns"])
    return X, np.fromfile(folder / f"{data}-{part}-y.f64")


def estimator():
    if library == "lightgbm":
        import lightgbm

        return lightgbm.LGBMClassifier(n_estimators=100, num_leaves=31, learning_rate=0.1, max_bin=255, n_jobs=int(threads), verbose=-1)
    if library == "xgboost":
        import xgboost

        return xgboost.XGBClassifier(n_estimators=100, max_leaves=31, max_depth=0, grow_policy="lossguide", learning_rate=0.1, tree_method="hist", max_bin=255, n_jobs=int(threads))
    return scikit_learn[task]()


def hist_gradient_boosting():
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(max_iter=100, early_stopping=False, random_state=0)


def forest():
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(n_estimators=100, n_jobs=int(threads), random_state=0)


def tree():
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(random_state=0)


def linear(name: str, **options):
    def make():
        from sklearn import linear_model

        return getattr(linear_model, name)(**options)

    return make


def k_means():
    from sklearn.cluster import KMeans

    return KMeans(n_clusters=8, init=read("train")[0][:8], n_init=1, max_iter=100)


def pca():
    from sklearn.decomposition import PCA

    return PCA(n_components=5)


def t_sne():
    from sklearn.manifold import TSNE

    return TSNE(random_state=0)


scikit_learn = {
    "hist-gradient-boosting": hist_gradient_boosting,
    "random-forest": forest,
    "decision-tree": tree,
    "linear-regression": linear("LinearRegression"),
    "ridge": linear("Ridge"),
    "lasso": linear("Lasso", alpha=0.001),
    "logistic-regression": linear("LogisticRegression"),
    "k-means": k_means,
    "pca": pca,
    "t-sne": t_sne,
}


def quality(model, X: np.ndarray) -> float:
    """AUC of what predicts; inertia by row, share of the variance, or trustworthiness of the others."""
    if task == "k-means":
        return model.inertia_ / len(X)
    if task == "pca":
        return float(model.explained_variance_ratio_.sum())
    if task == "t-sne":
        from sklearn.manifold import trustworthiness

        return float(trustworthiness(X, model.embedding_))
    from sklearn.metrics import roc_auc_score

    X_test, y_test = read("test")
    scores = model.predict_proba(X_test)[:, 1] if hasattr(model, "predict_proba") else model.predict(X_test)
    return float(roc_auc_score(y_test, scores))


def main() -> None:
    X, y = read("train")
    model = estimator()
    wall, cpu = time.perf_counter(), time.process_time()
    model.fit(X, y) if task not in ("k-means", "pca", "t-sne") else model.fit(X)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": cpu, "wall": wall, "peak": peak, "quality": quality(model, X)}))


main()
