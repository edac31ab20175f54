"""Sizes of train, test and folds, and how classes are shared out."""

import numpy as np
from sklearn.model_selection import KFold, StratifiedKFold, train_test_split


def golden() -> dict:
    shares = [(n, test) for n in (5, 10, 30, 97, 1000, 2930) for test in (0.1, 0.2, 0.25, 0.3, 0.5)]
    folds = [(n, k) for n in (5, 9, 10, 11, 97, 1000) for k in (2, 3, 4, 5)]
    counts = [([60, 40], 0.2), ([95, 5], 0.2), ([997, 13], 0.3), ([33, 33, 34], 0.25), ([7, 8], 0.5)]
    return {
        "trainTest": [{"n": n, "test": test, "sizes": sizes(n, test)} for n, test in shares],
        "folds": [{"n": n, "folds": k, "sizes": [len(test) for _, test in KFold(k).split(np.zeros(n))]} for n, k in folds],
        "stratified": [{"counts": c, "test": test, "inTest": stratified(c, test)} for c, test in counts],
        "stratifiedFolds": [{"counts": c, "folds": k, "inFolds": stratified_folds(c, k)} for c, _ in counts for k in (2, 3, 5)],
    }


def sizes(n: int, test: float) -> list[int]:
    return [len(part) for part in train_test_split(np.arange(n), test_size=test)]


def stratified(counts: list[int], test: float) -> list[int]:
    labels = np.repeat(np.arange(len(counts)), counts)
    _, chosen = train_test_split(labels, test_size=test, stratify=labels, random_state=0)
    return np.bincount(chosen, minlength=len(counts)).tolist()


def stratified_folds(counts: list[int], k: int) -> list[list[int]]:
    labels = np.repeat(np.arange(len(counts)), counts)
    folds = StratifiedKFold(k, shuffle=True, random_state=0).split(labels, labels)
    return [np.bincount(labels[test], minlength=len(counts)).tolist() for _, test in folds]
