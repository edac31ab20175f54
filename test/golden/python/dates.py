"""Parts of dates by pandas, as scikit-learn has none: at the ends of years, in leap years, and where clocks are changed."""

import pandas as pd

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"]
PARTS = ["year", "quarter", "month", "week", "day", "dayofyear", "weekday", "isWeekend", "hour", "minute"]


def golden() -> dict:
    return {"zones": {zone: parts(zone) for zone in ZONES}}


def parts(zone: str) -> dict:
    years = [f"{year}-{rest}" for year in (1970, 1999, 2000, 2004, 2020, 2024, 2026) for rest in ("12-31T23:59:59Z", "01-01T00:00:00Z", "03-01T12:00:00Z")]
    changes = ["2024-02-29T22:30:00Z", "2024-03-10T06:59:00Z", "2024-03-10T07:00:00Z", "2024-03-31T00:59:00Z", "2024-03-31T01:00:00Z"]
    changes += ["2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z", "2024-04-06T14:59:00Z", "2024-04-06T15:01:00Z", "2011-12-30T09:59:00Z", "2011-12-30T10:00:00Z"]
    dates = years + changes
    moment = pd.to_datetime(pd.Series(dates), utc=True).dt.tz_convert(zone)
    columns = {name: getattr(moment.dt, name) for name in PARTS if name not in ("week", "isWeekend")}
    columns["week"] = moment.dt.isocalendar().week
    columns["isWeekend"] = (moment.dt.weekday >= 5).astype(int)
    return {"dates": dates, "parts": pd.DataFrame(columns)[PARTS].astype(int).to_numpy().tolist()}
