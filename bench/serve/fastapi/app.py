"""The model behind FastAPI, as its documentation and most tutorials write it. PIPELINE names the file that train.py made."""

import os

import joblib
import pandas as pd
from fastapi import FastAPI
from fastapi.responses import ORJSONResponse
from pydantic import BaseModel


class House(BaseModel):
    living_area: float | None
    lot_area: float | None
    lot_frontage: float | None
    year_built: float | None
    year_remodeled: float | None
    total_basement_area: float | None
    first_floor_area: float | None
    full_baths: float | None
    bedrooms: float | None
    rooms: float | None
    fireplaces: float | None
    garage_cars: float | None
    garage_area: float | None
    overall_condition: str | None
    exterior_condition: str | None
    neighborhood: str | None
    building_type: str | None
    house_style: str | None
    central_air: str | None
    foundation: str | None
    heating_quality: str | None
    month_sold: str | None


class Request(BaseModel):
    instances: list[House]


app = FastAPI(default_response_class=ORJSONResponse)
pipeline = joblib.load(os.environ["PIPELINE"])


@app.get("/ping")
async def ping() -> dict[str, str]:
    return {"status": "ok"}


@app.post("/predict")
async def predict(request: Request):
    rows = pd.DataFrame([house.model_dump() for house in request.instances])
    return {"predictions": pipeline.predict(rows).tolist()}
