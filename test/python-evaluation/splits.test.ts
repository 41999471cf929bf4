/** Splits that ignore time, groups and rare classes: tables of programs that speak at the marked places, and of programs that do not. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";

const time = "import numpy as np\nimport pandas as pd\nfrom sklearn.model_selection import KFold, ShuffleSplit, TimeSeriesSplit, StratifiedKFold, cross_val_score, train_test_split\n";
const read = "df = pd.read_csv('a.csv')\n";

const tables: Readonly<Record<string, readonly (readonly [title: string, marked: string])[]>> = {
  "python/shuffled-time-series": [
    ["indexed in place", `${read}df.set_index('Date', inplace=True)\na, b = «train_test_split»(df)\n`],
    ["the index is set", `${read}df.index = pd.to_datetime(df.day)\na, b = «train_test_split»(df)\n`],
    ["the index while reading", "df = pd.read_csv('a.csv', index_col=0, parse_dates=True)\na, b = «train_test_split»(df.values)\n"],
    ["sorted by a timestamp", `${read}df = df.sort_values(by='event_timestamp')\na, b = «train_test_split»(df[['u']], df['v'])\n`],
    ["a camel-cased date", `${read}df = df.sort_values(['TradeDate', 'sym'])\na, b = «train_test_split»(df)\n`],
    ["the target is tomorrow", `${read}y = df['close'].shift(-1)\na, b, c, d = «train_test_split»(df[['close']], y)\n`],
    ["through arrays and scaling", `${read}df['lag'] = df['v'].shift(1)\nX = np.array(df[['lag']])\nX = scaler.fit_transform(X)\na, b = «train_test_split»(X, shuffle=True)\n`],
    ["windows made by a function", "def cut(s, n):\n    X, y = [], []\n    for i in range(len(s) - n):\n        X.append(s[i:i + n])\n        y.append(s[i + n])\n    return np.array(X), np.array(y)\n\nX, y = cut(series, 9)\na, b, c, d = «train_test_split»(X, y)\n"],
    ["the window has a name", "X = []\nfor i in range(9, len(s)):\n    part = s[i - 9:i, 0]\n    X.append(part)\na, b = «train_test_split»(X)\n"],
    ["daily means", `${read}day = df.set_index('Date').resample('D').mean()\na, b = «train_test_split»(day)\n`],
    ["downloaded prices", "import yfinance as yf\np = yf.download('X')\na, b = «train_test_split»(p[['Open']], p['Close'])\n"],
    ["shuffled folds", `${read}df = df.set_index('date')\nfor a, b in «KFold»(3, shuffle=True).split(df):\n    pass\n`],
    ["a random splitter for cross-validation", `${read}df = df.set_index('date')\ncv = «ShuffleSplit»(3)\ncross_val_score(m, df[['a']], df['b'], cv=cv)\n`],
    ["in a function", "def go(path):\n    df = pd.read_csv(path).sort_values('date')\n    return «train_test_split»(df)\n"],
    ["not shuffled", `${read}df.set_index('Date', inplace=True)\na, b = train_test_split(df, shuffle=False)\n`],
    ["shuffle decided elsewhere", `${read}df = df.set_index('Date')\ndef go(s):\n    return train_test_split(df, shuffle=s)\n`],
    ["unknown options", `${read}df = df.set_index('Date')\na, b = train_test_split(df, **options)\n`],
    ["folds in order", `${read}df = df.set_index('date')\ncross_val_score(m, df[['a']], df['b'], cv=KFold(3))\ncross_val_score(m, df[['a']], df['b'], cv=TimeSeriesSplit(3))\n`],
    ["one row per customer", `${read}df = df.sort_values('date')\nlast = df.groupby('customer')['v'].last()\na, b = train_test_split(last)\n`],
    ["the last row of each", `${read}df = df.sort_values('date').drop_duplicates('customer', keep='last')\na, b = train_test_split(df)\n`],
    ["another table is ordered", `${read}other = pd.read_csv('b.csv').set_index('date')\na, b = train_test_split(df)\n`],
    ["ordered after the split", `${read}a, b = train_test_split(df)\ndf = df.set_index('date')\n`],
    ["a column that only sounds like a date", `${read}df = df.sort_values('updates').set_index('candidate')\na, b = train_test_split(df)\n`],
    ["an index that is no date", "df = pd.read_csv('a.csv', index_col='id')\na, b = train_test_split(df)\n"],
    ["shifted by nothing", `${read}df['x'] = df['v'].shift(0)\na, b = train_test_split(df)\n`],
    ["an array rolled by an image library", "from scipy import ndimage\nX = ndimage.shift(img, 3)\na, b = train_test_split(X)\n"],
    ["windows side by side", "X = []\nfor i in range(0, len(s), 9):\n    X.append(s[i:i + 9])\na, b = train_test_split(X)\n"],
    ["batches of files, no windows", "X = []\nfor i in range(9):\n    X.append(read(i))\na, b = train_test_split(X)\n"],
    ["rows drawn again", "from sklearn.utils import resample\nX = resample(rows, n_samples=9)\na, b = train_test_split(X)\n"],
    ["half-typed", `${read}df.set_index('Date', inplace=True)\na, b = train_test_split(df\n`],
  ],
  "python/group-leak": [
    ["counts of each user so far", `${read}df['seen'] = df.groupby('user_id').cumcount()\na, b = «train_test_split»(df)\n`],
    ["a camel-cased id", `${read}df['m'] = df.groupby(['CustomerID'])['v'].transform('max')\nX = df.drop(columns=['v'])\na, b, c, d = «train_test_split»(X, df['v'])\n`],
    ["shuffled folds", `${read}df['m'] = df.groupby('patient').v.rank()\ncross_val_score(m, df[['m']], df['y'], cv=«StratifiedKFold»(3, shuffle=True))\n`],
    ["one row per user", `${read}u = df.groupby('user_id').agg('mean')\na, b = train_test_split(u)\n`],
    ["a group that is no subject", `${read}df['m'] = df.groupby('city')['v'].transform('mean')\na, b = train_test_split(df)\n`],
    ["the ids are split", `${read}df['m'] = df.groupby('user_id')['v'].transform('mean')\na, b = train_test_split(df['user_id'].unique())\n`],
    ["a splitter that knows groups", `from sklearn.model_selection import GroupKFold\n${read}df['m'] = df.groupby('user_id')['v'].transform('mean')\nfolds = GroupKFold(5)\na, b = train_test_split(df)\n`],
    ["a splitter that is imported and not used", `from sklearn.model_selection import GroupKFold\n${read}df['m'] = df.groupby('user_id')['v'].transform('mean')\na, b = «train_test_split»(df)\n`],
    ["another table", `${read}e = pd.read_csv('b.csv')\ne['m'] = e.groupby('user_id')['v'].transform('mean')\na, b = train_test_split(df)\n`],
    ["a number of the group only", `${read}df['m'] = df['v'].map(df.groupby('user_id')['v'].mean())\na, b = train_test_split(df[['w']])\n`],
  ],
  "python/missing-stratify": [
    ["weights of XGBoost", "import xgboost\na, b, c, d = «train_test_split»(X, y)\nm = xgboost.XGBClassifier(scale_pos_weight=9)\n"],
    ["new rows afterwards", "from imblearn.over_sampling import SMOTE\na, b, c, d = «train_test_split»(X, labels)\na, c = SMOTE().fit_resample(a, c)\n"],
    ["weights for Keras", "from sklearn.utils.class_weight import compute_class_weight\na, b, c, d = «train_test_split»(X, Y, stratify=None)\nw = compute_class_weight('balanced', classes=k, y=c)\n"],
    ["a column by its name", `${read}X = df.drop('Churn', axis=1)\ny = df['Churn'].map({'Yes': 1, 'No': 0})\na, b, c, d = «train_test_split»(X, y)\n`],
    ["several splits of one target: said once", `${read}y = df['is_fraud']\na, b, c, d = «train_test_split»(df[['u']], y)\ne, f, g, h = train_test_split(df[['v']], y)\n`],
    ["stratified", `${read}a, b, c, d = train_test_split(df[['u']], df['is_fraud'], stratify=df['is_fraud'])\n`],
    ["no evidence", `${read}a, b, c, d = train_test_split(df[['u']], df['species'])\n`],
    ["a count is no evidence", `${read}y = df['heart']\nprint(y.value_counts())\na, b, c, d = train_test_split(df[['u']], y)\n`],
    ["no weights", "from sklearn.svm import SVC\na, b, c, d = train_test_split(X, y)\nm = SVC(class_weight=None)\n"],
    ["resampled before", "from imblearn.over_sampling import SMOTE\nX, y = SMOTE().fit_resample(X, y)\na, b, c, d = train_test_split(X, y)\n"],
    ["numbers are predicted", "from sklearn.linear_model import Ridge\na, b, c, d = train_test_split(X, y)\nm.fit(a, c, class_weight=w)\n"],
    ["no shuffling", `${read}a, b, c, d = train_test_split(df[['u']], df['is_fraud'], shuffle=False)\n`],
    ["the target is not among the arguments", `${read}a, b = train_test_split(df)\nm.fit(a, class_weight='balanced')\n`],
    ["ordered in time", `${read}df = df.set_index('date')\na, b, c, d = train_test_split(df[['u']], df['is_fraud'])\n`],
  ],
};

for (const [rule, cases] of Object.entries(tables)) {
  describe(rule, () => {
    for (const [title, program] of cases) {
      it(title, async () => {
        const marked = time + program;
        const { text } = readMarkers(marked);
        expect(withMarkers(text, await lint("train.py", text, rule))).toBe(marked);
      });
    }
  });
}

describe("does not depend on how the file is written", () => {
  const program = `${time}${read}df.set_index('Date', inplace=True)\na, b = train_test_split(df)\n`;
  it.each([["BOM", `\uFEFF${program}`], ["CRLF", program.replaceAll("\n", "\r\n")], ["emoji before it", `t = "🎉🎉"\n${program}`]])("%s", async (_, text) => {
    const [finding, another] = await lint("train.py", text, "python/shuffled-time-series");
    expect(another).toBeUndefined();
    expect(finding && text.slice(finding.at.start, finding.at.end)).toBe("train_test_split");
  });
});
