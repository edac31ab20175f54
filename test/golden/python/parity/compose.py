"""Pipelines, column transformers, votes and stacks on real data."""

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import AdaBoostClassifier, BaggingClassifier, BaggingRegressor, StackingClassifier, StackingRegressor, VotingClassifier, VotingRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler

from datasets import split, table

NUMBERS = {"ames": ["Gr_Liv_Area", "Year_Built", "Lot_Area"], "credit": ["Age", "Amount", "Price"]}
CATEGORIES = {"ames": ["MS_Zoning", "House_Style"], "credit": ["Records", "Job"]}


def golden() -> dict:
    return {
        "columnTransformer": {name: columns(name) for name in ("ames", "credit")},
        "pipeline": {name: pipeline(name) for name in ("ames", "credit")},
        "featureUnion": {name: union(name) for name in ("diabetes", "wine")},
        "votingRegressor": {name: voted(VotingRegressor(regressors(), weights=[1, 3, 2]), name) for name in ("diabetes", "ames")},
        "stackingRegressor": {
            name: {
                "plain": voted(StackingRegressor(regressors(), final_estimator=LinearRegression()), name),
                "passthrough": voted(StackingRegressor(regressors(), final_estimator=Ridge(alpha=1), cv=3, passthrough=True), name),
            }
            for name in ("diabetes", "ames")
        },
        "hardVoting": {name: voted(VotingClassifier(classifiers(), weights=[2, 1, 2]), name) for name in ("breast-cancer", "wine")},
        "softVoting": {name: proba(VotingClassifier(classifiers(), voting="soft", weights=[2, 1, 1]), name) for name in ("breast-cancer", "wine")},
        "adaBoost": {name: boosted(name) for name in ("breast-cancer", "wine")},
        "bagging": {
            **{name: bagged_regression(name) for name in ("diabetes", "ames")},
            **{name: bagged_classification(name) for name in ("breast-cancer", "wine")},
        },
        "stackingClassifier": {
            name: {
                method: proba(StackingClassifier(classifiers(), final_estimator=logistic(1), stack_method=method, cv=cv), name)
                for method, cv in (("predict_proba", 5), ("decision_function", 3))
            }
            for name in ("breast-cancer", "wine")
        },
    }


def rounded(values) -> list:
    return [float(f"{value:.12g}") for value in values.ravel()]


# Which of the few features of wine a bag draws moves its quality by more than what is compared.
FEATURES = {"breast-cancer": 0.5, "wine": 1.0}


def halves(name: str):
    frame = table(name)
    frame = frame.dropna(subset=NUMBERS[name] + CATEGORIES[name])
    test = [row % 4 == 3 for row in range(len(frame))]
    return frame[[not one for one in test]], frame[test]


def transformer(name: str) -> ColumnTransformer:
    return ColumnTransformer(
        [
            ("encode", OneHotEncoder(sparse_output=False, handle_unknown="ignore"), CATEGORIES[name]),
            ("scale", StandardScaler(), NUMBERS[name][:2]),
            ("none", "drop", []),
        ],
        remainder=MinMaxScaler(),
        transformer_weights={"scale": 2},
    )


def columns(name: str) -> dict:
    train, test = halves(name)
    keep = NUMBERS[name] + CATEGORIES[name]
    fitted = transformer(name).fit(train[keep])
    return {"names": list(fitted.get_feature_names_out()), "transform": rounded(fitted.transform(test[keep])[:150])}


def pipeline(name: str) -> list:
    train, test = halves(name)
    keep = NUMBERS[name] + CATEGORIES[name]
    last = Ridge() if name == "ames" else logistic(1)
    model = Pipeline([("columns", transformer(name)), ("none", "passthrough"), ("model", last)]).fit(train[keep], train["target"])
    return rounded(model.predict(test[keep]) if name == "ames" else model.predict_proba(test[keep])[:, 1])


def union(name: str) -> list:
    X, X_test, *_ = split(name)
    both = FeatureUnion([("a", StandardScaler()), ("b", MinMaxScaler())], transformer_weights={"b": 0.5})
    return rounded(both.fit(X).transform(X_test)[:40])


def regressors() -> list:
    return [("linear", LinearRegression()), ("ridge", Ridge(alpha=5)), ("scaled", Pipeline([("scale", StandardScaler()), ("model", Ridge(alpha=50))]))]


def logistic(C: float) -> LogisticRegression:
    return LogisticRegression(C=C, tol=1e-10, max_iter=10_000)


def classifiers() -> list:
    return [(name, Pipeline([("scale", scaler), ("model", logistic(C))])) for name, scaler, C in (("weak", StandardScaler(), 0.001), ("strong", StandardScaler(), 1), ("range", MinMaxScaler(), 0.1))]


def voted(model, name: str) -> list:
    X, X_test, y, _ = split(name)
    return rounded(model.fit(X, y).predict(X_test))


def proba(model, name: str) -> list:
    X, X_test, y, _ = split(name)
    return rounded(model.fit(X, y).predict_proba(X_test))


def boosted(name: str) -> dict:
    X, X_test, y, _ = split(name)
    scaler = MinMaxScaler().fit(X)
    model = AdaBoostClassifier(logistic(10), n_estimators=8, learning_rate=0.5).fit(scaler.transform(X), y)
    return {
        "errors": rounded(model.estimator_errors_[: len(model.estimators_)]),
        "weights": rounded(model.estimator_weights_[: len(model.estimators_)]),
        "proba": rounded(model.predict_proba(scaler.transform(X_test))),
    }


def bagged_regression(name: str) -> float:
    """R² on the test rows, the mean of five seeds."""
    X, X_test, y, y_test = split(name)
    bags = [BaggingRegressor(Ridge(alpha=0.1), n_estimators=50, max_samples=0.5, random_state=seed) for seed in range(5)]
    return float(np.mean([bag.fit(X, y).score(X_test, y_test) for bag in bags]))


def bagged_classification(name: str) -> float:
    """The probability of the true class on the test rows, the mean of five seeds."""
    X, X_test, y, y_test = split(name)
    scaler = StandardScaler().fit(X)
    bags = [BaggingClassifier(logistic(1), n_estimators=20, max_features=FEATURES[name], random_state=seed) for seed in range(5)]
    probabilities = [bag.fit(scaler.transform(X), y).predict_proba(scaler.transform(X_test)) for bag in bags]
    return float(np.mean([proba[np.arange(len(y_test)), y_test] for proba in probabilities]))
