"""Frequent itemsets and association rules, by mlxtend: a basket holds the categories of a row."""

import warnings
from importlib.metadata import version

import numpy as np
import pandas as pd
from mlxtend.frequent_patterns import apriori, association_rules, fpgrowth

from datasets import table

MIN_SUPPORT = {"ames": 0.01, "credit": 0.02}
METRICS = [
    "antecedent support", "consequent support", "support", "confidence", "lift", "leverage", "conviction",
    "zhangs_metric", "jaccard", "certainty", "kulczynski",
]  # fmt: skip


def golden() -> dict:
    warnings.simplefilter("ignore")
    return {"madeBy": {name: version(name) for name in ("mlxtend", "numpy")}, "minSupport": MIN_SUPPORT, "metrics": METRICS, **{name: mined(name) for name in MIN_SUPPORT}}


def mined(name: str) -> dict:
    frame = table(name).select_dtypes("str")
    columns = {f"{column}={value}": frame[column] == value for column in frame for value in sorted(frame[column].dropna().unique())}
    baskets = pd.DataFrame(columns)
    place = {item: index for index, item in enumerate(sorted(baskets.columns))}
    sets = {algorithm.__name__: itemsets(algorithm, baskets, place, MIN_SUPPORT[name]) for algorithm in (apriori, fpgrowth)}
    frequent = fpgrowth(baskets, min_support=MIN_SUPPORT[name], use_colnames=True)
    rules = association_rules(frequent, metric="confidence", min_threshold=0.9)
    rules = rules[np.isfinite(rules["conviction"])]
    order = sorted(range(len(rules)), key=lambda row: [sorted(map(place.get, rules[side].iloc[row])) for side in ("antecedents", "consequents")])
    return {**sets, "rules": [[float(f"{rules[metric].iloc[row]:.12g}") for row in order[:300]] for metric in METRICS]}


def itemsets(algorithm, baskets: pd.DataFrame, place: dict, min_support: float) -> list:
    found = algorithm(baskets, min_support=min_support, use_colnames=True)
    keyed = sorted(([len(items), sorted(map(place.get, items))], support) for items, support in zip(found["itemsets"], found["support"]))
    # The number of items of each, their places one after another, and the baskets that have them.
    return [[key[0] for key, _ in keyed], [item for key, _ in keyed for item in key[1]], [round(support * len(baskets)) for _, support in keyed]]
