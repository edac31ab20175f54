"""Texts: the categories of each house of ames and each client of credit joined into a sentence, as no data set here has texts of
its own, and to those of ames some sentences of words, accents and scripts."""

import numpy as np
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer, HashingVectorizer, TfidfTransformer, TfidfVectorizer

from datasets import table
from preprocessing import SNAKE

SENTENCES = [
    "The quick brown foxes were jumping over the lazy dogs, 3 times in 2024!",
    "Crème brûlée, naïve café-goers and Ångström units: déjà vu, señor?",
    "a I x of_to snake_case under__score x1 1x 42 7",
    "Привет мир, как дела? Ёлка и йод.",
    "Ελληνικά γράμματα: Σίσυφος, ΣΊΣΥΦΟΣ",
    "數據 科學 データ ﬁne ﬂuﬀ ½ Ⅷ x² ①②",
    "हिन्दी और தமிழ் भाषा हिन्दी",
    "They're relational operators; conditionally generalizations were hopping, hoped and sized.",
    "",
    "  tabs\tand\n\nnewlines   and   spaces  ",
    "emoji 😀😃 in words😀here and 𝔘nicode 𝟙𝟚",
]
CASES = [
    ("CountVectorizer", {}),
    ("CountVectorizer", {"ngramRange": [1, 3], "minDf": 2, "binary": True}),
    ("CountVectorizer", {"stopWords": "english", "maxDf": 0.5, "minDf": 0.002}),
    ("CountVectorizer", {"stripAccents": "unicode", "lowercase": False}),
    ("CountVectorizer", {"stripAccents": "ascii", "stopWords": ["the", "and", "one"]}),
    ("CountVectorizer", {"analyzer": "char", "ngramRange": [2, 3], "stripAccents": "unicode"}),
    ("CountVectorizer", {"analyzer": "char_wb", "ngramRange": [3, 5]}),
    ("CountVectorizer", {"vocabulary": ["family", "story", "rent", "single", "naïve", "nothing"]}),
    ("TfidfVectorizer", {}),
    ("TfidfVectorizer", {"norm": "l1", "sublinearTf": True, "ngramRange": [1, 2], "maxDf": 200}),
    ("TfidfVectorizer", {"norm": None, "smoothIdf": False, "stopWords": "english"}),
    ("TfidfVectorizer", {"useIdf": False}),
    ("HashingVectorizer", {}),
    ("HashingVectorizer", {"nFeatures": 37, "ngramRange": [1, 2]}),
    ("HashingVectorizer", {"nFeatures": 64, "alternateSign": False, "norm": "l1", "analyzer": "char_wb", "ngramRange": [2, 4]}),
    ("HashingVectorizer", {"nFeatures": 1000, "binary": True, "norm": None}),
]
CLASSES = {one.__name__: one for one in (CountVectorizer, TfidfVectorizer, HashingVectorizer)}


def golden() -> dict:
    return {
        "sentences": SENTENCES,
        "stopWords": sorted(ENGLISH_STOP_WORDS),
        "cases": [vectorized(name, options, dataset) for name, options in CASES for dataset in ("ames", "credit")],
        "transformers": [weighted(dataset) for dataset in ("digits", "wine")],
    }


def texts(dataset: str) -> list[str]:
    frame = table(dataset).drop(columns="target").select_dtypes(exclude="number").fillna("")
    joined = [" ".join(row).replace("_", " ") for row in frame.to_numpy()]
    return joined + (SENTENCES if dataset == "ames" else [])


def vectorized(name: str, options: dict, dataset: str) -> dict:
    params = {key.translate(SNAKE): tuple(value) if key == "ngramRange" else value for key, value in options.items()}
    documents = texts(dataset)
    model = CLASSES[name](**params)
    X = model.fit(documents).transform(documents).tocsr()
    case = {"estimator": name, "options": options, "dataset": dataset, **sums(X)}
    if name != "HashingVectorizer":
        case["names"] = model.get_feature_names_out().tolist()
        if len(case["names"]) > 400:
            case["names"] = case["names"][::5]
    if name == "TfidfVectorizer" and model.use_idf:
        case["idf"] = model.idf_[::3].tolist()
    return case


def sums(X) -> dict:
    """Of rows and columns, weighted so that no value can differ unseen."""
    weights = 1.0 + np.arange(X.shape[1]) % 7
    rows = np.asarray(X @ weights)
    columns = np.asarray(X.T @ (1.0 + np.arange(X.shape[0]) % 5))
    kept = columns[::5] if len(columns) < 5000 else columns[columns != 0][::5]
    return {"rows": np.concatenate([rows[:-11:40], rows[-11:]]).tolist(), "columns": kept.tolist(), "stored": [int(X.nnz)]}


def weighted(dataset: str) -> dict:
    X = np.floor(table(dataset).drop(columns="target").to_numpy(float))
    X = X[:, X.sum(axis=0) > 0]
    model = TfidfTransformer(sublinear_tf=True).fit(X)
    return {"dataset": dataset, "idf": model.idf_.tolist(), **sums(model.transform(X).tocsr())}
