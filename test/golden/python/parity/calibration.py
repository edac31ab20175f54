"""Calibration on real data, of which both sides scale the features alike."""

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.isotonic import IsotonicRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

from datasets import split
from scaled import scaled


class Bayes(GaussianNB):
    """Probabilities as shares of the likeliest class's. Those near 1 differ from exp(x - logsumexp) in the last digits only, but
    that alone moves what scikit-learn calibrates by 1e-4: curves are steep there."""

    def predict_proba(self, X):
        joint = self.predict_joint_log_proba(X)
        shares = np.exp(joint - joint.max(axis=1, keepdims=True))
        return shares / shares.sum(axis=1, keepdims=True)


ESTIMATORS = {
    "svc": lambda: SVC(tol=1e-10),
    "bayes": lambda: Bayes(var_smoothing=1e-2),
    "neighbors": lambda: KNeighborsClassifier(n_neighbors=15),
}


def golden() -> dict:
    return {
        "isotonic": {name: isotonic(name, column) for name, column in (("diabetes", 2), ("ames", 8))},
        "calibrated": {
            name: {
                f"{estimator}, {method}, {'ensemble' if ensemble else 'single'}": calibrated(name, estimator, method, ensemble)
                for estimator in ESTIMATORS
                for method in ("sigmoid", "isotonic", "temperature")
                for ensemble in (True, False)
            }
            for name in ("breast-cancer", "wine")
        },
        "weighted": {name: {method: weighted(name, method) for method in ("sigmoid", "isotonic", "temperature")} for name in ("breast-cancer", "wine")},
    }


def isotonic(name: str, column: int) -> dict:
    X, X_test, y, _ = split(name)
    x, x_test = X[:, column], X_test[:, column]
    weights = np.arange(len(y)) % 4
    model = IsotonicRegression(out_of_bounds="clip").fit(x, y)
    fits = {
        "weighted": IsotonicRegression(out_of_bounds="clip").fit(x, y, sample_weight=weights),
        "auto": IsotonicRegression(out_of_bounds="clip", increasing="auto", y_min=100, y_max=200).fit(-x, y),
    }
    return {
        "XThresholds": model.X_thresholds_.tolist(),
        "yThresholds": model.y_thresholds_.tolist(),
        "predict": model.predict(x_test[:150]).tolist(),
        "weighted": fits["weighted"].predict(x_test[:150]).tolist(),
        "auto": fits["auto"].predict(-x_test[:150]).tolist(),
    }


def calibrated(name: str, estimator: str, method: str, ensemble: bool) -> list:
    X, X_test, y, _ = scaled(name)
    model = CalibratedClassifierCV(ESTIMATORS[estimator](), method=method, ensemble=ensemble)
    return model.fit(X, y).predict_proba(X_test[::3]).ravel().tolist()


def weighted(name: str, method: str) -> list:
    X, X_test, y, _ = scaled(name)
    weights = np.where(np.arange(len(y)) % 2 == 0, 1, 0.5)
    model = CalibratedClassifierCV(ESTIMATORS["bayes"](), method=method, cv=3)
    return model.fit(X, y, sample_weight=weights).predict_proba(X_test[::3]).ravel().tolist()
