/** Examples of calls that wait forever and how they are bounded; each is executed as a test. */
import type { Example } from "../../api.ts";

export const examples: readonly [Example, ...Example[]] = [
  {
    title: "Relying on the default of requests",
    bad: "import requests\n\ndef price(sku):\n    return requests.«get»(f\"https://prices.internal/{sku}\").json()\n",
    good: "import requests\n\ndef price(sku):\n    return requests.get(f\"https://prices.internal/{sku}\", timeout=10).json()\n",
  },
  {
    title: "A session kept on self",
    bad: "import requests\n\nclass Billing:\n    def __init__(self):\n        self.session = requests.Session()\n\n    def charge(self, order):\n        return self.session.«post»(URL, json=order)\n",
    good: "import requests\n\nclass Billing:\n    def __init__(self):\n        self.session = requests.Session()\n\n    def charge(self, order):\n        return self.session.post(URL, json=order, timeout=10)\n",
  },
  {
    title: "A visible dict of options that lacks it",
    bad: "from requests import post as send\n\nOPTIONS = {\"headers\": {\"accept\": \"application/json\"}}\n«send»(URL, **OPTIONS)\n",
    good: "from requests import post as send\n\nOPTIONS = {\"headers\": {\"accept\": \"application/json\"}, \"timeout\": (3, 20)}\nsend(URL, **OPTIONS)\n",
  },
  {
    title: "httpx with its good default switched off",
    bad: "import httpx\n\nasync def ask(prompt):\n    async with httpx.«AsyncClient»(timeout=None) as client:\n        return await client.post(URL, json={\"prompt\": prompt})\n",
    good: "import httpx\n\nasync def ask(prompt):\n    async with httpx.AsyncClient(timeout=30) as client:\n        return await client.post(URL, json={\"prompt\": prompt})\n",
  },
  {
    title: "aiohttp without a total and without a read limit",
    bad: "import aiohttp\n\nlimits = aiohttp.«ClientTimeout»(connect=5)\n",
    good: "import aiohttp\n\nlimits = aiohttp.ClientTimeout(connect=5, sock_read=20)\n",
  },
  {
    title: "The standard library",
    bad: "from urllib.request import urlopen\nimport smtplib\n\nbody = «urlopen»(URL).read()\nwith smtplib.«SMTP»(\"mail.internal\", 25) as mail:\n    mail.send_message(report)\n",
    good: "from urllib.request import urlopen\nimport smtplib\n\nbody = urlopen(URL, timeout=10).read()\nwith smtplib.SMTP(\"mail.internal\", 25, timeout=10) as mail:\n    mail.send_message(report)\n",
  },
  {
    title: "A database that may never answer",
    bad: "from pymongo import MongoClient\n\nclient = «MongoClient»(\"mongodb://orders.internal/shop\")\n",
    good: "from pymongo import MongoClient\n\nclient = MongoClient(\"mongodb://orders.internal/shop\", socketTimeoutMS=10000)\n",
  },
  {
    title: "A child process inside a request",
    bad: "import subprocess\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n@app.post(\"/v1/convert\")\ndef convert(name: str):\n    subprocess.«run»([\"convert\", name, \"out.png\"], check=True)\n",
    good: "import subprocess\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n@app.post(\"/v1/convert\")\ndef convert(name: str):\n    subprocess.run([\"convert\", name, \"out.png\"], check=True, timeout=30)\n",
  },
];
