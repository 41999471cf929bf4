import requests


def customer(url):
    return requests.get(url).json()
