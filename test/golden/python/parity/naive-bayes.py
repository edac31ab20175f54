"""Naive Bayes on real data."""

from sklearn.naive_bayes import BernoulliNB, GaussianNB, MultinomialNB

from datasets import split


def golden() -> dict:
    return {
        "GaussianNB": {name: fitted(GaussianNB(), name) for name in ("breast-cancer", "wine", "digits")},
        "MultinomialNB": {name: fitted(MultinomialNB(alpha=0.5), name) for name in ("digits", "wine")},
        "BernoulliNB": {name: fitted(BernoulliNB(binarize=8.0), name) for name in ("digits", "wine")},
    }


def fitted(model, name: str) -> dict:
    X, X_test, y, _ = split(name)
    model.fit(X, y)
    logs = model.predict_joint_log_proba(X_test)
    return {"proba": model.predict_proba(X_test).ravel().round(17).tolist(), "joint": logs[::4].ravel().tolist(), "predict": model.predict(X_test).tolist()}
