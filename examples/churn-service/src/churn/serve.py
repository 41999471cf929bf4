import joblib
import pandas as pd
import requests
from fastapi import FastAPI, Request
from sklearn.preprocessing import StandardScaler

from churn.features import build_features
from churn.settings import CRM_URL

app = FastAPI()


def load_history(customer: str) -> dict:
    response = requests.get(f"{CRM_URL}/{customer}")
    return response.json()


def prepare(rows: list[dict]):
    features = build_features(pd.DataFrame(rows))
    scaler = StandardScaler()
    return scaler.fit_transform(features)


@app.post("/v1/score")
async def score(request: Request):
    body = await request.json()
    model = joblib.load("models/churn.joblib")
    history = load_history(body["customer"])
    try:
        probability = model.predict_proba(prepare([{**body, **history}]))[0, 1]
    except Exception:
        probability = 0.0
    print("scored", body["customer"], probability)
    return {"churn": float(probability)}
