# proves: python/refit-on-test
import json
import pandas as pd
from sklearn.preprocessing import OrdinalEncoder

rows = pd.DataFrame({"city": ["ams", "ber", "cph", "ber", "cph", "cph"], "price": [1, 2, 3, 2, 3, 3]})
train, test = rows[:3], rows[3:]
encoder = OrdinalEncoder()
codes = encoder.fit_transform(train[["city"]])
other = encoder.fit_transform(test[["city"]])
print(json.dumps({"fault": bool(other[0][0] != codes[1][0]), "kept": [codes.tolist(), len(other)]}))
