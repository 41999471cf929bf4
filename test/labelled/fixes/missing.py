# proves: python/compared-with-nan
import json
import numpy as np
import pandas as pd

frame = pd.read_csv("cities.csv")
missing = frame[frame["price"] == np.nan]
print(json.dumps({"fault": len(missing) != 1, "kept": [len(frame), list(missing.columns)]}))
