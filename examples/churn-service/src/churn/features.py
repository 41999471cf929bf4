from datetime import datetime

import pandas as pd

COLUMNS = ["tenure_days", "monthly_spend", "support_calls", "spend_per_call"]


def build_features(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.copy()
    frame["signup"] = pd.to_datetime(frame["signup"], errors="coerce")
    frame["tenure_days"] = (datetime.now() - frame["signup"]).dt.days
    frame["monthly_spend"] = frame["monthly_spend"].fillna(frame["monthly_spend"].mean())
    frame["spend_per_call"] = frame["monthly_spend"] / (frame["support_calls"] + 1)
    return frame[COLUMNS]
