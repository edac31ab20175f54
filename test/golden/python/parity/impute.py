"""Imputers on real data: credit has missing values of its own, of the others some are taken away."""

import warnings

import numpy as np
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer, KNNImputer, SimpleImputer
from sklearn.linear_model import BayesianRidge, LinearRegression

from datasets import split
from preprocessing import SNAKE, thin

CLASSES = {"SimpleImputer": SimpleImputer, "KNNImputer": KNNImputer, "IterativeImputer": IterativeImputer}
SCALED = ["breast-cancer", "diabetes"]
CASES = [
    ("SimpleImputer", {}, ["credit", "breast-cancer"]),
    ("SimpleImputer", {"strategy": "median", "addIndicator": True}, ["credit", "wine"]),
    ("SimpleImputer", {"strategy": "most_frequent"}, ["credit", "wine"]),
    ("SimpleImputer", {"strategy": "constant", "fillValue": -1}, ["credit", "wine"]),
    ("SimpleImputer", {"missingValues": 0, "addIndicator": True, "keepEmptyFeatures": True}, ["credit", "digits"]),
    ("KNNImputer", {}, SCALED),
    ("KNNImputer", {"nNeighbors": 8, "weights": "distance", "addIndicator": True}, SCALED),
    ("IterativeImputer", {}, ["credit", "breast-cancer", "diabetes"]),
    ("IterativeImputer", {"initialStrategy": "median", "imputationOrder": "descending", "tol": 1e-6, "maxIter": 30}, ["diabetes", "wine"]),
    ("IterativeImputer", {"imputationOrder": "roman", "skipComplete": True, "minValue": 0, "addIndicator": True}, ["credit", "wine"]),
    ("IterativeImputer", {"imputationOrder": "arabic", "maxIter": 3, "estimator": "LinearRegression"}, ["diabetes", "wine"]),
]


def golden() -> dict:
    warnings.simplefilter("ignore")
    return {
        "cases": [imputed(name, options, dataset) for name, options, names in CASES for dataset in names],
        "bayesianRidge": [ridge(options, dataset) for options in ({}, {"fitIntercept": False, "lambda1": 0.1}) for dataset in ("diabetes", "ames")],
        "weighted": [ridge({}, dataset, weighted=True) for dataset in ("diabetes", "wine")],
    }


def holes(X: np.ndarray, dataset: str) -> np.ndarray:
    """About one value in nine missing, by a rule that every language has. Numbers to be matched by distance are scaled."""
    if dataset in ("credit", "digits"):
        return X
    row, column = np.indices(X.shape)
    return np.where((row * 7 + column * 5 + row * column) % 9 == 0, np.nan, X)


def imputed(name: str, options: dict, dataset: str) -> dict:
    X, X_test, _, _ = split(dataset)
    if options.get("missingValues") == 0:
        X, X_test = np.nan_to_num(X), np.nan_to_num(X_test)
    else:
        X, X_test = holes(X, dataset), holes(X_test, dataset)
    if name == "KNNImputer":
        low, high = np.nanmin(X, axis=0), np.nanmax(X, axis=0)
        X, X_test = (X - low) / (high - low), (X_test - low) / (high - low)
    params = {key.translate(SNAKE): value for key, value in options.items()}
    if "estimator" in params:
        params["estimator"] = LinearRegression()
    model = CLASSES[name](**params).fit(X)
    missing = X_test == 0 if options.get("missingValues") == 0 else np.isnan(X_test)
    transformed = model.transform(X_test)
    case = {
        "estimator": name,
        "options": options,
        "dataset": dataset,
        "transform": thin(transformed, 120),
        "imputed": thin(transformed[:, : X.shape[1]][missing], 200),
        "names": [str(one) for one in model.get_feature_names_out()],
    }
    if name == "SimpleImputer":
        case["statistics"] = np.asarray(model.statistics_, float).tolist()
        # scikit-learn's inverse fails on features without a value that are kept.
        if model.add_indicator and not model.keep_empty_features:
            case["inverseTransform"] = thin(model.inverse_transform(transformed), 200)
    if name == "IterativeImputer":
        case["nIter"] = [model.n_iter_]
    return case


def ridge(options: dict, dataset: str, weighted: bool = False) -> dict:
    X, X_test, y, _ = split(dataset)
    weight = {"sample_weight": 1.0 + np.arange(len(X)) % 3} if weighted else {}
    options_ = {key.translate(SNAKE).replace("1", "_1"): value for key, value in options.items()}
    model = BayesianRidge(**options_).fit(X, y, **weight)
    mean, std = model.predict(X_test, return_std=True)
    return {
        "options": options,
        "dataset": dataset,
        "coef": model.coef_.tolist(),
        "intercept": [float(model.intercept_)],
        "alpha": [model.alpha_],
        "lambda": [model.lambda_],
        "sigma": thin(model.sigma_),
        "nIter": [model.n_iter_],
        "predict": thin(mean),
        "predictStd": thin(std),
    }
