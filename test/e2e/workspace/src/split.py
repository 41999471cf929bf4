from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def prepare(X, y):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
    scaler = StandardScaler()
    train = scaler.fit_transform(X_train)
    test = scaler.fit_transform(X_test)
    return train, test, y_train, y_test
