/** Rows of the same person or of one time line, parted at random or as they should be; each line that is told ends in `# <- rule`. */

export const common = `import pandas as pd
from sklearn.model_selection import train_test_split, KFold, cross_val_score, TimeSeriesSplit
`;

export const loud: readonly (readonly [title: string, text: string])[] = [
  ["group transform mean", `df = pd.read_csv('r.csv')\ndf['n'] = df.groupby('user_id')['a'].transform('mean')\nX, y = df[['a', 'n']], df['y']\na, b, c, d = train_test_split(X, y, random_state=0) # <- group-leak\n`],
  ["group counts merged", `df = pd.read_csv('r.csv')\nn = df.groupby('user_id').size().reset_index(name='n')\ndf = df.merge(n, on='user_id')\nX, y = df[['a', 'n']], df['y']\na, b, c, d = train_test_split(X, y, random_state=0) # <- group-leak\n`],
  ["group agg merged", `df = pd.read_csv('r.csv')\nagg = df.groupby('customer_id')['a'].agg(['mean', 'count']).reset_index()\ndf = df.merge(agg, on='customer_id', how='left')\nX, y = df[['a', 'n']], df['y']\na, b, c, d = train_test_split(X, y, random_state=0) # <- group-leak\n`],
  ["group mapped counts", `df = pd.read_csv('r.csv')\ndf['n'] = df['user_id'].map(df['user_id'].value_counts())\nX, y = df[['a', 'n']], df['y']\na, b, c, d = train_test_split(X, y, random_state=0) # <- group-leak\n`],
  ["group mapped groupby", `df = pd.read_csv('r.csv')\nmeans = df.groupby('patient_id')['a'].mean()\ndf['n'] = df['patient_id'].map(means)\nX, y = df[['a', 'n']], df['y']\na, b, c, d = train_test_split(X, y, random_state=0) # <- group-leak\n`],
  ["group pd.merge", `df = pd.read_csv('r.csv')\nn = df.groupby('card_id')['a'].sum().reset_index()\ndf = pd.merge(df, n, on='card_id')\nX, y = df[['a', 'n']], df['y']\na, b, c, d = train_test_split(X, y, random_state=0) # <- group-leak\n`],
  ["group join", `df = pd.read_csv('r.csv')\nn = df.groupby('user_id')['a'].count().rename('n')\ndf = df.join(n, on='user_id')\nX, y = df[['a', 'n']], df['y']\na, b, c, d = train_test_split(X, y, random_state=0) # <- group-leak\n`],
  ["time bfill", `df = pd.read_csv('p.csv', parse_dates=['date'])\ndf = df.sort_values('date')\ndf['a'] = df['a'].bfill()\ntr, te = train_test_split(df, random_state=0) # <- shuffled-time-series\n`],
  ["time interpolate by time", `df = pd.read_csv('p.csv')\ndf['a'] = df['a'].interpolate(method='time')\nX, y = df[['a']], df['y']\na, b, c, d = train_test_split(X, y, random_state=0) # <- shuffled-time-series\n`],
  ["time kfold shuffle index", `df = pd.read_csv('p.csv', index_col=0, parse_dates=True)\nX, y = df[['a']], df['y']\nprint(cross_val_score(m, X, y, cv=KFold(5, shuffle=True, random_state=0))) # <- shuffled-time-series\n`],
  ["time to_datetime index", `df = pd.read_csv('p.csv')\ndf.index = pd.to_datetime(df['date'])\nX, y = df[['a']], df['y']\na, b, c, d = train_test_split(X, y, random_state=0) # <- shuffled-time-series\n`],
  ["time DatetimeIndex", `df = pd.read_csv('p.csv')\ndf.index = pd.DatetimeIndex(df['when'])\nX, y = df[['a']], df['y']\na, b, c, d = train_test_split(X, y, random_state=0) # <- shuffled-time-series\n`],
  ["time set_index inplace", `df = pd.read_csv('p.csv')\ndf['date'] = pd.to_datetime(df['date'])\ndf.set_index('date', inplace=True)\nX, y = df[['a']], df['y']\na, b, c, d = train_test_split(X, y, random_state=0) # <- shuffled-time-series\n`],
  ["time shift target", `df = pd.read_csv('p.csv')\ndf['next'] = df['close'].shift(-1)\nX, y = df[['close']], df['next']\na, b, c, d = train_test_split(X, y, random_state=0) # <- shuffled-time-series\n`],
];

export const silent: readonly (readonly [title: string, text: string])[] = [
  ["group kfold", `df = pd.read_csv('r.csv')\nfrom sklearn.model_selection import GroupKFold\ndf['n'] = df.groupby('user_id')['a'].transform('mean')\nX, y = df[['a', 'n']], df['y']\nprint(cross_val_score(m, X, y, groups=df['user_id'], cv=GroupKFold(5)))\na, b, c, d = train_test_split(X, y, random_state=0)\n`],
  ["group one row each", `df = pd.read_csv('r.csv')\ndf = df.groupby('user_id')['a'].mean().reset_index()\nX, y = df[['a']], df['a']\na, b, c, d = train_test_split(X, y, random_state=0)\n`],
  ["group by city", `df = pd.read_csv('r.csv')\ndf['n'] = df.groupby('city')['a'].transform('mean')\nX, y = df[['a', 'n']], df['y']\na, b, c, d = train_test_split(X, y, random_state=0)\n`],
  ["group split users first", `df = pd.read_csv('r.csv')\nn = df.groupby('user_id').size().reset_index(name='n')\nusers = pd.read_csv('u.csv')\nusers = users.merge(n, on='user_id')\ntr, te = train_test_split(users, random_state=0)\n`],
  ["time shuffle false", `df = pd.read_csv('p.csv', parse_dates=['date']).sort_values('date')\ndf['a'] = df['a'].ffill()\ntr, te = train_test_split(df, shuffle=False)\n`],
  ["time ts split", `df = pd.read_csv('p.csv', index_col=0, parse_dates=True)\nX, y = df[['a']], df['y']\nprint(cross_val_score(m, X, y, cv=TimeSeriesSplit(5)))\n`],
  ["time plain bfill", `df = pd.read_csv('p.csv')\ndf['a'] = df['a'].bfill()\ntr, te = train_test_split(df, random_state=0)\n`],
  ["time plain interpolate", `df = pd.read_csv('p.csv')\ndf['a'] = df['a'].fillna(0)\ntr, te = train_test_split(df, random_state=0)\n`],
];
