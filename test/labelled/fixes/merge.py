# proves: python/unchecked-merge
import json
import pandas as pd

flats = pd.read_csv("flats.csv")
cities = pd.read_csv("cities.csv")
rows = flats.merge(cities, on="city", how="left")
print(json.dumps({"fault": len(rows) > len(flats)}))
