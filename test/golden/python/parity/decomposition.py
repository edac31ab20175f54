"""Components, discriminants and embeddings of real data. Signs of discriminants are those that make the largest weight positive."""

import numpy as np
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.manifold import TSNE, trustworthiness

from cluster import SEEDS, standard
from datasets import split


def golden() -> dict:
    return {
        "pca": {name: pca(name) for name in ("wine", "breast-cancer", "diabetes")},
        "truncatedSvd": {name: truncated(name) for name in ("digits", "breast-cancer")},
        "discriminant": {name: discriminant(name) for name in ("wine", "breast-cancer", "iris")},
        "tsne": {name: tsne(name) for name in ("iris", "wine")},
        "trustworthiness": {name: trust(name) for name in ("breast-cancer", "digits")},
    }


def pca(name: str) -> dict:
    X, X_test = standard(name)
    model = PCA().fit(X)
    # Few rows: by singular values, not by the covariance.
    few = PCA(svd_solver="full").fit(X[: 2 * X.shape[1]])
    white = PCA(3, whiten=True).fit(X)
    raw, _, _, _ = split(name)
    return {
        "components": model.components_.ravel().tolist(),
        "explainedVariance": model.explained_variance_.tolist(),
        "explainedVarianceRatio": model.explained_variance_ratio_.tolist(),
        "singularValues": model.singular_values_.tolist(),
        "few": [few.components_[:4].ravel().tolist(), few.explained_variance_.tolist()],
        "whitened": white.transform(X_test[:30]).ravel().tolist(),
        "inverse": white.inverse_transform(white.transform(X_test[:10])).ravel().tolist(),
        "noiseVariance": white.noise_variance_,
        "raw": PCA(2).fit(raw).transform(raw[:40]).ravel().tolist(),
        "counts": [int(PCA(n, svd_solver="full").fit(X).n_components_) for n in (0.5, 0.9, 0.99, "mle")],
    }


def truncated(name: str) -> dict:
    X, X_test, _, _ = split(name)
    model = TruncatedSVD(4, algorithm="arpack", random_state=0).fit(X)
    seeds = [TruncatedSVD(8, random_state=seed).fit(X).explained_variance_ratio_.sum() for seed in SEEDS]
    return {
        "components": model.components_.ravel().tolist(),
        "singularValues": model.singular_values_.tolist(),
        "explainedVarianceRatio": model.explained_variance_ratio_.tolist(),
        "transform": model.transform(X_test[:40]).ravel().tolist(),
        "quality": float(np.mean(seeds)),
    }


def discriminant(name: str) -> dict:
    X, X_test, y, _ = split(name)
    model = LinearDiscriminantAnalysis().fit(X, y)
    signs = np.sign(model.scalings_[np.abs(model.scalings_).argmax(0), range(model.scalings_.shape[1])])
    k = len(model.classes_)
    priors = np.arange(1, k + 1) / (k * (k + 1) / 2)
    # Of the data as it is, the covariance's condition costs scikit-learn more than eight digits.
    Z, Z_test = standard(name)
    shrunk = [LinearDiscriminantAnalysis(solver="lsqr", shrinkage=s).fit(Z, y).predict_proba(Z_test) for s in ("auto", 0.2)]
    return {
        "coef": model.coef_.ravel().tolist(),
        "intercept": model.intercept_.tolist(),
        "predictProba": model.predict_proba(X_test).ravel().tolist(),
        "transform": (model.transform(X_test) * signs[: k - 1]).ravel().tolist(),
        "explainedVarianceRatio": model.explained_variance_ratio_.tolist(),
        "priors": LinearDiscriminantAnalysis(priors=priors).fit(X, y).predict_proba(X_test).ravel().tolist(),
        "auto": shrunk[0].ravel().tolist(),
        "shrunk": shrunk[1].ravel().tolist(),
        "lsqr": LinearDiscriminantAnalysis(solver="lsqr").fit(Z, y).predict_proba(Z_test).ravel().tolist(),
    }


def tsne(name: str) -> dict:
    X, _ = standard(name)
    models = [TSNE(init="random", perplexity=20, random_state=seed) for seed in SEEDS]
    return {"trust": float(np.mean([trustworthiness(X, model.fit_transform(X), n_neighbors=10) for model in models]))}


def trust(name: str) -> list[float]:
    X, _ = standard(name)
    return [float(trustworthiness(X, PCA(2).fit_transform(X), n_neighbors=n)) for n in (5, 20)]
