# proves: python/naive-datetime
import json
from datetime import datetime

record = {"model": "churn", "at": datetime.utcnow()}
print(json.dumps({"fault": record["at"].tzinfo is None, "kept": record["model"]}))
