"""The same rows through training and serving give the same features. Run it every day, not only on change."""
import numpy as np
import pandas as pd

from features import transform_for_training  # TODO: the code path training uses
from service import transform_for_serving  # TODO: the code path a request takes


def test_training_and_serving_agree() -> None:
    rows = pd.read_parquet("tests/data/parity-sample.parquet")
    trained = transform_for_training(rows)
    served = np.vstack([transform_for_serving(row) for row in rows.to_dict("records")])
    np.testing.assert_allclose(np.asarray(trained), served, rtol=1e-6)
