/** python/request-without-timeout in every spelling it must see through, and in all it must leave alone. */
import { describe, expect, it } from "vitest";
import { applyFix, lint, readMarkers, withMarkers } from "../harness.ts";

const rule = "python/request-without-timeout";

const speaks: readonly (readonly [string, string])[] = [
  ["module alias", "import requests as r\nr.«get»(u)"],
  ["function alias", "from requests import get as fetch\n«fetch»(u)"],
  ["import inside a function", "def f(u):\n    import requests\n    return requests.«put»(u)"],
  ["function held in a variable", "import requests\nfn = requests.get\n«fn»(u)"],
  ["request()", "import requests\nrequests.«request»('GET', u)"],
  ["session made on the spot", "import requests\nrequests.Session().«get»(u)"],
  ["old session factory", "import requests\nrequests.session().«get»(u)"],
  ["unbound method", "import requests\nrequests.Session.«get»(s, u)"],
  ["session in a with", "import requests\nwith requests.Session() as s:\n    s.«head»(u)"],
  ["parenthesised with", "import requests\nwith (requests.Session() as s, open(p) as f):\n    s.«head»(u)"],
  ["session on self, used elsewhere", "import requests\nclass A:\n    def __init__(self):\n        self.s = requests.Session()\n    def go(self):\n        self.s.«get»(u)"],
  ["session on self set in another method", "import requests\nclass A:\n    def go(self):\n        self.s.«get»(u)\n    def open(self):\n        self.s = requests.Session()"],
  ["session on a base class", "import requests\nclass Base:\n    s = requests.Session()\nclass A(Base):\n    def go(self):\n        return self.s.«delete»(u)"],
  ["subclass of Session", "import requests\nclass Api(requests.Session):\n    def prices(self):\n        return self.«get»(u)"],
  ["subclass of a subclass", "from requests import Session\nclass A(Session): pass\nclass B(A): pass\nB().«patch»(u)"],
  ["super()", "import requests\nclass Api(requests.Session):\n    def get(self, url):\n        return super().«get»(url)"],
  ["session from a helper", "import requests\ndef make():\n    s = requests.Session()\n    s.headers['a'] = 'b'\n    return s\nmake().«get»(u)"],
  ["plain adapter mounted", "import requests\nfrom requests.adapters import HTTPAdapter\ns = requests.Session()\ns.mount('https://', HTTPAdapter(max_retries=3))\ns.«get»(u)"],
  ["explicit None", "import requests\nrequests.«get»(u, timeout=None)"],
  ["variable that is None", "import requests\nLIMIT = None\ndef f():\n    requests.«get»(u, timeout=LIMIT)"],
  ["class attribute that is None", "import requests\nclass A:\n    limit = None\n    def f(self):\n        requests.«get»(u, timeout=self.limit)"],
  ["no read timeout", "import requests\nrequests.«get»(u, timeout=(3, None))"],
  ["visible dict without it", "import requests\nrequests.«get»(u, **{'headers': h})"],
  ["dict in a variable", "import requests\nKW = dict(headers=h)\nrequests.«get»(u, **KW)"],
  ["dict with None", "import requests\nrequests.«get»(u, **{'timeout': None})"],
  ["partial without timeout", "import functools, requests\ncall = functools.partial(requests.get, headers=h)\n«call»(u)"],
  ["optional dependency", "try:\n    import requests\nexcept ImportError:\n    requests = None\ndef f():\n    requests.«get»(u)"],
  ["annotated parameter", "import requests\ndef f(s: requests.Session):\n    s.«get»(u)"],
  ["lambda", "import requests\nf = lambda u: requests.«get»(u)"],
  ["comprehension", "import requests\nx = [requests.«get»(u) for u in urls]"],
  ["nested f-string", "import requests\nx = f'{requests.«get»(u).text}'"],
  ["decorator argument and default", "import requests\ndef f(x=requests.«get»(u)): pass"],
  ["urlopen positional data", "from urllib import request\nrequest.«urlopen»(u, data)"],
  ["urllib2", "import urllib2\nurllib2.«urlopen»(u)"],
  ["urllib3", "import urllib3\nhttp = urllib3.PoolManager()\nhttp.«request»('GET', u)"],
  ["http.client", "import http.client\nc = http.client.«HTTPSConnection»('h')"],
  ["socket", "import socket\nsocket.«create_connection»((h, p))"],
  ["ftplib", "from ftplib import FTP\nwith «FTP»('h') as f: pass"],
  ["httpx call", "import httpx\nhttpx.«get»(u, timeout=None)"],
  ["httpx timeout object", "import httpx\nhttpx.«Client»(timeout=httpx.Timeout(None))"],
  ["aiohttp total=None", "import aiohttp\nt = aiohttp.«ClientTimeout»(total=None)"],
  ["aiohttp request None", "import aiohttp\nasync def f():\n    async with aiohttp.ClientSession() as s:\n        async with s.«get»(u, timeout=None) as r: pass"],
  ["grpc stub", "import grpc\nfrom shop import orders_pb2_grpc\nstub = orders_pb2_grpc.OrdersStub(grpc.insecure_channel('h'))\nstub.«Place»(order)"],
  ["psycopg2 keywords", "import psycopg2\npsycopg2.«connect»(host='h', dbname='d')"],
  ["boto3 None", "from botocore.config import Config\nConfig = «Config»(read_timeout=None)".replace("Config = ", "c = ")],
  ["python 2 file", "import requests\nprint requests.«get»(u)\n"],
  ["CRLF and emoji", "import requests\r\nx = '😀'; requests.«get»(u)\r\n"],
  ["both branches None", "import requests\nif a:\n    t = None\nelse:\n    t = None\nrequests.«get»(u, timeout=t)"],
  ["match case", "import requests\nmatch x:\n    case 1:\n        requests.«get»(u)"],
  ["star-except", "import requests\ntry:\n    requests.«get»(u)\nexcept* OSError as e:\n    pass"],
  ["walrus", "import requests\nif (s := requests.Session()):\n    s.«get»(u)"],
  ["handler waits for a child", "import subprocess\nfrom flask import Flask\napp = Flask(__name__)\n@app.route('/')\ndef f():\n    return subprocess.«check_output»(['x'])"],
  ["handler waits for a future", "from concurrent.futures import ThreadPoolExecutor\nfrom flask import Flask\napp = Flask(__name__)\npool = ThreadPoolExecutor()\n@app.get('/')\ndef f():\n    return pool.submit(work).«result»()"],
];

const silent: readonly (readonly [string, string])[] = [
  ["timeout given", "import requests\nrequests.get(u, timeout=3)"],
  ["pair", "import requests\nrequests.get(u, timeout=(3, 10))"],
  ["unseen keywords", "import requests\ndef f(**kw):\n    requests.get(u, **kw)"],
  ["unseen dict", "import requests\nrequests.get(u, **options())"],
  ["visible dict with timeout", "import requests\nKW = {'timeout': 5}\nrequests.get(u, **KW)"],
  ["merged dict", "import requests\ndef f(t, **kw):\n    requests.get(u, **{'timeout': t, **kw})"],
  ["dict filled later", "import requests\nkw = {}\nkw['timeout'] = 4\nrequests.get(u, **kw)"],
  ["dict updated by somebody", "import requests\nkw = {}\nadd_defaults(kw)\nrequests.get(u, **kw)"],
  ["setdefault", "import requests\ndef f(kw):\n    opts = {}\n    opts.setdefault('timeout', 3)\n    requests.get(u, **opts)"],
  ["bare reference", "import requests\nfn = requests.get\nregister(requests.post)"],
  ["look-alike module", "import not_requests\nnot_requests.get(u)"],
  ["own module of that name", "from . import requests\nrequests.get(u)"],
  ["own function of that name", "def get(u): pass\nget(u)"],
  ["shadowed by a parameter", "import requests\ndef f(requests):\n    requests.get(u)"],
  ["rebound before use", "import requests\nrequests = Fake()\nrequests.get(u)"],
  ["parameter as timeout", "import requests\ndef f(timeout=None):\n    requests.get(u, timeout=timeout)"],
  ["sometimes a number", "import requests\nt = None\nif fast:\n    t = 3\nrequests.get(u, timeout=t)"],
  ["set after being None", "import requests\nt = None\nt = 5\nrequests.get(u, timeout=t)"],
  ["set in a loop", "import requests\nt = None\nfor i in x:\n    requests.get(u, timeout=t)\n    t = 5"],
  ["partial with timeout", "import functools, requests\ncall = functools.partial(requests.get, timeout=3)\ncall(u)"],
  ["adapter that sets it", "import requests\nfrom requests.adapters import HTTPAdapter\nclass Slow(HTTPAdapter):\n    def send(self, *a, **k):\n        k['timeout'] = k.get('timeout') or 5\n        return super().send(*a, **k)\ns = requests.Session()\ns.mount('https://', Slow())\ns.get(u)"],
  ["adapter from elsewhere", "import requests\nfrom .http import TimeoutAdapter\ns = requests.Session()\ns.mount('https://', TimeoutAdapter(3))\ns.get(u)"],
  ["subclass that sets it", "import requests\nclass Api(requests.Session):\n    def request(self, method, url, **kw):\n        kw.setdefault('timeout', 5)\n        return super().request(method, url, **kw)\nApi().get(u)"],
  ["patched request", "import functools, requests\ns = requests.Session()\ns.request = functools.partial(s.request, timeout=5)\ns.get(u)"],
  ["default for all sockets", "import socket, requests\nfrom urllib.request import urlopen\nsocket.setdefaulttimeout(10)\nurlopen(u)"],
  ["positional timeout", "from urllib.request import urlopen\nimport socket\nurlopen(u, None, 5)\nsocket.create_connection(a, 5)"],
  ["file address", "from urllib.request import urlopen\nurlopen('file:///etc/hosts')"],
  ["httpx default", "import httpx\nhttpx.get(u)\nhttpx.Client().post(u)"],
  ["httpx unknown timeout", "import httpx\ndef f(t):\n    httpx.get(u, timeout=t)"],
  ["aiohttp default", "import aiohttp\nasync def f():\n    async with aiohttp.ClientSession() as s:\n        await s.get(u)"],
  ["aiohttp read limit", "import aiohttp\nt = aiohttp.ClientTimeout(total=None, sock_read=30)"],
  ["pool with timeout", "import urllib3\nhttp = urllib3.PoolManager(timeout=3)\nhttp.request('GET', u)"],
  ["deadline around it", "import requests\nwith time_limit(5):\n    requests.get(u)"],
  ["wait_for", "import asyncio, requests\nasync def f():\n    await asyncio.wait_for(asyncio.to_thread(lambda: requests.get(u)), 5)"],
  ["decorated with a time limit", "import requests\n@app.task(soft_time_limit=30)\ndef f():\n    requests.get(u)"],
  ["mongo address that cannot be seen", "from pymongo import MongoClient\nMongoClient(settings.URL)"],
  ["mongo address with it", "from pymongo import MongoClient\nMongoClient('mongodb://h/?socketTimeoutMS=500')"],
  ["dsn that cannot be seen", "import psycopg2\npsycopg2.connect(dsn)"],
  ["udp socket", "import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ns.connect(('8.8.8.8', 80))"],
  ["child outside of a service", "import subprocess\nsubprocess.run(['x'])"],
  ["worker loop", "import queue\nfrom flask import Flask\napp = Flask(__name__)\nq = queue.Queue()\n@app.get('/')\ndef f(): pass\ndef work():\n    while True:\n        q.get()"],
  ["join at shutdown", "import threading\nfrom flask import Flask\napp = Flask(__name__)\n@app.get('/')\ndef f(): pass\ndef shutdown():\n    t = threading.Thread()\n    t.join()"],
  ["asynchronous connection", "import psycopg2\npsycopg2.connect(host='h', async_=True)"],
  ["deadline by service config", "import grpc\nfrom shop import orders_pb2_grpc\nstub = orders_pb2_grpc.OrdersStub(grpc.insecure_channel('h', options=[('grpc.service_config', CONFIG)]))\nstub.Place(order)"],
  ["thread waited for while starting", "import threading\nfrom flask import Flask\napp = Flask(__name__)\n@app.get('/')\ndef f(): pass\ndef initialize_app():\n    t = threading.Thread()\n    t.join()"],
  ["boto3 default", "import boto3\nboto3.client('s3')"],
  ["unfinished line above", "import requests\nx = requests.\nrequests.get(u, timeout=3)"],
  ["half-typed call", "import requests\nrequests.get(u, timeout="],
  ["class of the same name as a module member", "class requests:\n    @staticmethod\n    def get(u): pass\nrequests.get(u)"],
];

describe("speaks", () => {
  it.each(speaks)("%s", async (_, marked) => {
    const { text } = readMarkers(marked);
    expect(withMarkers(text, await lint("service.py", text, rule))).toBe(marked);
  });
});

describe("is silent", () => {
  it.each(silent)("%s", async (_, text) => {
    expect(withMarkers(text, await lint("service.py", text, rule))).toBe(text);
  });
});

const fixes: readonly (readonly [string, string, string])[] = [
  ["no arguments", "import smtplib\nsmtplib.SMTP()", "import smtplib\nsmtplib.SMTP(timeout=10)"],
  ["one line", "import requests\nrequests.get(u)", "import requests\nrequests.get(u, timeout=10)"],
  ["trailing comma", "import requests\nrequests.get(u, )", "import requests\nrequests.get(u, timeout=10 )"],
  ["spread", "import requests\nKW = {}\nrequests.get(u, **KW)", "import requests\nKW = {}\nrequests.get(u, **KW, timeout=10)"],
  ["one argument per line", "import requests\nrequests.get(\n    u,\n    headers=h,\n)", "import requests\nrequests.get(\n    u,\n    headers=h,\n    timeout=10,\n)"],
  ["per line without comma", "import requests\nrequests.get(\n    u,\n    headers=h\n)", "import requests\nrequests.get(\n    u,\n    headers=h,\n    timeout=10\n)"],
  ["comment after the last", "import requests\nrequests.get(\n    u,  # where, to\n)", "import requests\nrequests.get(\n    u,  # where, to\n    timeout=10,\n)"],
  ["hanging", "import requests\nrequests.get(u,\n             headers=h)", "import requests\nrequests.get(u,\n             headers=h, timeout=10)"],
  ["CRLF", "import requests\r\nrequests.get(\r\n    u\r\n)", "import requests\r\nrequests.get(\r\n    u,\r\n    timeout=10\r\n)"],
  ["generator alone", "import requests\nrequests.get(x for x in y)", "import requests\nrequests.get((x for x in y), timeout=10)"],
  ["parenthesised last", "import requests\nrequests.get((u))", "import requests\nrequests.get((u), timeout=10)"],
  ["None replaced", "import requests\nrequests.get(u, timeout=None, headers=h)", "import requests\nrequests.get(u, timeout=10, headers=h)"],
  ["None in a dict", "import requests\nrequests.get(u, **{'timeout': None})", "import requests\nrequests.get(u, **{'timeout': 10})"],
  ["milliseconds", "import pymongo\npymongo.MongoClient()", "import pymongo\npymongo.MongoClient(socketTimeoutMS=10000)"],
  ["aiohttp object", "import aiohttp\naiohttp.ClientTimeout(total=None)", "import aiohttp\naiohttp.ClientTimeout(total=10)"],
  ["aiohttp imported by name", "from aiohttp import ClientSession\nasync def f():\n    await ClientSession().get(u, timeout=None)", "from aiohttp import ClientSession\nimport aiohttp\nasync def f():\n    await ClientSession().get(u, timeout=aiohttp.ClientTimeout(total=10))"],
];

describe("fixes", () => {
  it.each(fixes)("%s", async (_, before, after) => {
    const [finding] = await lint("service.py", before, rule);
    const fix = finding?.fixes[0];
    expect(fix && applyFix(before, fix)).toBe(after);
    expect(await lint("service.py", after, rule)).toEqual([]);
  });
});

const severities: readonly (readonly [string, string, string, string])[] = [
  ["a plain call", "service.py", "import requests\nrequests.get(u)", "error"],
  ["a session handed in", "service.py", "import requests\ndef f(s: requests.Session):\n    s.get(u)", "warning"],
  ["a stub behind an interceptor", "service.py", "import grpc\nfrom shop import a_pb2_grpc\nfrom .auth import Auth\nstub = a_pb2_grpc.AStub(grpc.intercept_channel(grpc.insecure_channel('h'), Auth()))\nstub.Get(x)", "warning"],
  ["a test", "tests/test_a.py", "import requests\nrequests.get(u)", "hint"],
  ["a default that changed with a version", "service.py", "import redis\nredis.Redis()", "hint"],
  ["ten minutes in a service", "service.py", "import openai\nfrom fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\ndef f():\n    return openai.OpenAI()", "info"],
];

it.each(severities)("severity of %s", async (_, path, text, severity) => {
  expect((await lint(path, text, rule)).map((one) => one.severity)).toEqual([severity]);
});
