"""Fits the model of models/housing in scikit-learn: python train.py TRAINING.json PIPELINE.joblib"""

import json
import sys

import joblib
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

with open(sys.argv[1]) as file:
    training = json.load(file)

transformer = ColumnTransformer(
    [
        ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), training["numbers"]),
        (
            "categories",
            # Dense, as the sparse solver of LinearRegression stops at a tolerance of 1e-6.
            make_pipeline(
                SimpleImputer(strategy="most_frequent"),
                OneHotEncoder(handle_unknown="ignore", sparse_output=False),
            ),
            training["categories"],
        ),
    ]
)
pipeline = make_pipeline(transformer, LinearRegression())
pipeline.fit(pd.DataFrame(training["columns"]), training["target"])
joblib.dump(pipeline, sys.argv[2])
