"""Scalers, power transforms, bins and polynomials on real data. Credit has missing values, which stay missing."""

import json
import warnings

import numpy as np
import sklearn.preprocessing as sk

from datasets import split

# Options by our names, and the data sets they are shown on.
CASES = [
    ("StandardScaler", {}, ["breast-cancer", "credit", "ames"]),
    ("StandardScaler", {"withMean": False}, ["wine", "credit"]),
    ("MinMaxScaler", {}, ["breast-cancer", "credit"]),
    ("MinMaxScaler", {"featureRange": [-1, 2], "clip": True}, ["wine", "credit"]),
    ("RobustScaler", {}, ["breast-cancer", "credit"]),
    ("RobustScaler", {"quantileRange": [10, 80], "unitVariance": True}, ["wine", "ames"]),
    # Not ames: scipy's likelihood of its longitudes, which hardly differ, is rounding.
    ("PowerTransformer", {}, ["breast-cancer", "credit", "iris"]),
    ("PowerTransformer", {"standardize": False}, ["wine", "diabetes"]),
    ("PowerTransformer", {"method": "box-cox"}, ["wine", "iris"]),
    ("KBinsDiscretizer", {"encode": "ordinal"}, ["breast-cancer", "digits"]),
    ("KBinsDiscretizer", {"encode": "onehot-dense", "nBins": 3}, ["wine", "iris"]),
    ("KBinsDiscretizer", {"encode": "ordinal", "quantileMethod": "linear"}, ["diabetes", "digits"]),
    ("KBinsDiscretizer", {"encode": "ordinal", "quantileMethod": "hazen", "nBins": 4}, ["diabetes", "wine"]),
    ("KBinsDiscretizer", {"encode": "ordinal", "quantileMethod": "interpolated_inverted_cdf"}, ["diabetes", "wine"]),
    ("KBinsDiscretizer", {"encode": "ordinal", "strategy": "uniform", "nBins": 8}, ["breast-cancer", "ames"]),
    ("KBinsDiscretizer", {"encode": "ordinal", "strategy": "kmeans"}, ["breast-cancer", "diabetes"]),
    ("PolynomialFeatures", {}, ["diabetes", "iris"]),
    ("PolynomialFeatures", {"degree": [2, 3], "includeBias": False}, ["iris", "diabetes"]),
    ("PolynomialFeatures", {"degree": 3, "interactionOnly": True}, ["iris", "diabetes"]),
]
WEIGHTED = [
    ("StandardScaler", {}, ["breast-cancer", "credit"]),
    ("KBinsDiscretizer", {"encode": "ordinal"}, ["breast-cancer", "diabetes"]),
    ("KBinsDiscretizer", {"encode": "ordinal", "strategy": "kmeans"}, ["wine", "diabetes"]),
]
ATTRIBUTES = {
    "StandardScaler": ["mean_", "scale_", "var_"],
    "MinMaxScaler": ["min_", "scale_", "data_min_", "data_max_", "data_range_"],
    "RobustScaler": ["center_", "scale_"],
    "PowerTransformer": ["lambdas_"],
    "KBinsDiscretizer": ["n_bins_", "bin_edges_"],
    "PolynomialFeatures": [],
}
SNAKE = str.maketrans({letter: f"_{letter.lower()}" for letter in map(chr, range(65, 91))})


def golden() -> dict:
    warnings.simplefilter("ignore")  # of bins that are too narrow, which both sides leave out
    return {
        "cases": [one for case in CASES for one in fitted(*case, weighted=False)],
        "weighted": [one for case in WEIGHTED for one in fitted(*case, weighted=True)],
    }


def fitted(name: str, options: dict, names: list[str], weighted: bool) -> list[dict]:
    cases = []
    for dataset in names:
        X, X_test, _, _ = split(dataset)
        params = {key.translate(SNAKE): tuple(value) if isinstance(value, list) else value for key, value in options.items()}
        if name == "KBinsDiscretizer":
            params["subsample"] = None
        model = getattr(sk, name)(**params)
        # Weights that every language counts alike.
        weight = {"sample_weight": 1.0 + np.arange(len(X)) % 3} if weighted else {}
        transformed = model.fit(X, **weight).transform(X_test)
        case = {"estimator": name, "options": options, "dataset": dataset, "transform": thin(transformed)}
        case["names"] = [str(one) for one in model.get_feature_names_out()][:40]
        for attribute in ATTRIBUTES[name]:
            value = getattr(model, attribute)
            if value is not None:
                key = attribute.rstrip("_")
                case[key[0] + key.title().replace("_", "")[1:]] = thin(flat(value), 200)
        if hasattr(model, "inverse_transform") and not (name == "KBinsDiscretizer" and min(model.n_bins_) == 1):
            case["inverseTransform"] = thin(model.inverse_transform(transformed))
        cases.append(case)
    return cases


def flat(value) -> np.ndarray:
    finite = [np.where(np.isfinite(one), one, 0) for one in value] if value.dtype == object else [value]
    return np.concatenate(finite)


def thin(values, count: int = 100) -> list:
    """About so many of the values, of all columns; missing ones, which JSON does not have, as -9."""
    values = np.asarray(values, float).ravel()
    values = values[:: max(1, len(values) // count) | 1]
    return json.loads(json.dumps(np.where(np.isnan(values), -9, values).tolist()))
