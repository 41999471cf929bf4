/** python/request-without-timeout for functions that are handed over or chosen, and for clients of every kind. */
import { describe, expect, it } from "vitest";
import { applyFix, lint, readMarkers, withMarkers } from "../harness.ts";

const rule = "python/request-without-timeout";
const flask = "from flask import Flask\napp = Flask(__name__)\n@app.get('/')\ndef f():\n    ";

const speaks: readonly (readonly [string, string])[] = [
  ["handed to a thread", "import asyncio, requests\nasync def f():\n    return await asyncio.to_thread(requests.«get», u)"],
  ["handed to an executor of a loop", "import asyncio, requests\nasync def f():\n    return await asyncio.get_running_loop().run_in_executor(None, requests.«get», u)"],
  ["handed to a pool", "import requests\ndef f(pool):\n    return pool.submit(requests.«post», u, json=j)"],
  ["handed to a pool's map", "import requests\ndef f(pool):\n    return list(pool.map(requests.«get», urls))"],
  ["handed to map", "from requests import get\nx = list(map(«get», urls))"],
  ["handed to a thread of the framework", "import requests\nfrom fastapi.concurrency import run_in_threadpool\nasync def f():\n    return await run_in_threadpool(requests.«get», u)"],
  ["method of a session handed over", "import asyncio, requests\ns = requests.Session()\nasync def f():\n    return await asyncio.to_thread(s.«get», u)"],
  ["handed over with None", "import asyncio, requests\nasync def f():\n    return await asyncio.to_thread(requests.«get», u, timeout=None)"],
  ["chosen by name", "import requests\n«getattr(requests, method)»(u)"],
  ["chosen by a literal", "import requests\n«getattr(requests, 'put')»(u)"],
  ["chosen from a session", "import requests\ns = requests.Session()\n«getattr(s, method)»(u)"],
  ["one function or another", "import requests\ncall = requests.get if a else requests.post\n«call»(u)"],
  ["one function or another, by statement", "import requests\nif a:\n    call = requests.get\nelse:\n    call = requests.put\n«call»(u)"],
  ["grequests", "import grequests\nx = (grequests.«get»(u) for u in urls)"],
  ["connection made from an address", "import urllib3\npool = urllib3.connection_from_url(u)\npool.«request»('GET', '/')"],
  ["LMTP", "import smtplib\nsmtplib.«LMTP»('h')"],
  ["FTP connected later", "import ftplib\nf = ftplib.FTP()\nf.«connect»('h', 21)"],
  ["NNTP", "import nntplib\nnntplib.«NNTP»('h')"],
  ["XML-RPC", "import xmlrpc.client\nxmlrpc.client.«ServerProxy»('http://h')"],
  ["socket told to wait", "import socket\ns = socket.socket()\ns.settimeout(None)\ns.«connect»(a)"],
  ["aiohttp: zero is without end", "import aiohttp\nt = aiohttp.«ClientTimeout»(total=0)"],
  ["aiohttp request: zero", "import aiohttp\nasync def f():\n    async with aiohttp.ClientSession() as s:\n        await s.«get»(u, timeout=0)"],
  ["httpx: no limit for reading", "import httpx\nc = httpx.«Client»(timeout=httpx.Timeout(10, read=None))"],
  ["mysqlclient", "import MySQLdb\nMySQLdb.«connect»(host='h')"],
  ["mysql.connector told to wait", "import mysql.connector\nmysql.connector.«connect»(host='h', connection_timeout=None)"],
  ["pymssql", "import pymssql\npymssql.«connect»('h', 'u', p, 'd')"],
  ["engine over psycopg2", "import sqlalchemy\nsqlalchemy.«create_engine»('postgresql://h/d')"],
  ["redis by address", "import redis\nredis.«from_url»('redis://h')\nredis.Redis.«from_url»('redis://h')\nredis.«ConnectionPool»(host='h')"],
  ["a model told to wait", "from openai import OpenAI\nc = OpenAI(timeout=5)\nc.chat.completions.«create»(model='m', messages=[], timeout=None)"],
  ["answer of a task", `from tasks import score\n${flask}return score.delay(1).«get»()`],
  ["futures waited for together", `from concurrent.futures import wait, as_completed\n${flask}«wait»(fs)\n    return list(«as_completed»(fs))`],
  ["a message that must have arrived", `from kafka import KafkaProducer\np = KafkaProducer()\n${flask}p.send('t', b'x').«get»()\n    return ''`],
];

const silent: readonly (readonly [string, string])[] = [
  ["handed over with a timeout", "import asyncio, requests\nasync def f():\n    return await asyncio.to_thread(requests.get, u, timeout=3)"],
  ["handed over under a deadline", "import asyncio, requests\nasync def f():\n    return await asyncio.wait_for(asyncio.to_thread(requests.get, u), 3)"],
  ["handed over with what cannot be seen", "import asyncio, requests\nasync def f(**options):\n    return await asyncio.to_thread(requests.get, u, **options)"],
  ["partial handed over", "import asyncio, functools, requests\nasync def f(loop):\n    return await loop.run_in_executor(None, functools.partial(requests.get, timeout=3), u)"],
  ["own function handed over", "import requests\ndef get(u):\n    return requests.get(u, timeout=3)\ndef f(pool):\n    return pool.submit(get, u)"],
  ["httpx handed over", "import asyncio, httpx\nasync def f():\n    return await asyncio.to_thread(httpx.get, u)"],
  ["handed to something else", "import requests\nregister(requests.get)\nmock.patch.object(requests, 'get')"],
  ["chosen, with a timeout", "import requests\ngetattr(requests, method)(u, timeout=3)"],
  ["chosen from something else", "import requests\ngetattr(client, method)(u)"],
  ["an attribute that is no request", "import requests\ngetattr(requests, 'codes')"],
  ["a request or something else", "import httpx, requests\ncall = requests.get if a else httpx.get\ncall(u)"],
  ["grequests with a limit for all", "import grequests\nx = grequests.map((grequests.get(u) for u in urls), gtimeout=5)"],
  ["XML-RPC with its own transport", "import xmlrpc.client\nxmlrpc.client.ServerProxy('http://h', transport=Bounded(5))"],
  ["FTP with a limit from the start", "import ftplib\nf = ftplib.FTP(timeout=3)\nf.connect('h')"],
  ["aiohttp's session falls back to its default", "import aiohttp\naiohttp.ClientSession(timeout=None)"],
  ["httpx with a limit for reading", "import httpx\nhttpx.Client(timeout=httpx.Timeout(None, read=5))"],
  ["psycopg has a limit for connecting", "import psycopg\npsycopg.connect('dbname=d')"],
  ["engine with arguments for the driver", "import sqlalchemy\nsqlalchemy.create_engine('postgresql://h/d', connect_args={'connect_timeout': 3})"],
  ["engine with the limit in its address", "import sqlalchemy\nsqlalchemy.create_engine('postgresql://h/d?connect_timeout=3')"],
  ["engine over SQLite", "import sqlalchemy\nsqlalchemy.create_engine('sqlite:///d.db')"],
  ["engine over asyncpg", "from sqlalchemy import create_engine\ncreate_engine('postgresql+asyncpg://h/d')"],
  ["engine somewhere", "from sqlalchemy import create_engine\ncreate_engine(settings.URL)"],
  ["redis with the limit in its address", "import redis\nredis.from_url('redis://h?socket_timeout=3')"],
  ["task that nobody waits for", `from tasks import score\n${flask}score.delay(1)\n    return ''`],
  ["answer of a task in a script", "from tasks import score\nprint(score.delay(1).get())"],
];

const fixes: readonly (readonly [string, string, string])[] = [
  ["a thread", "import asyncio, requests\nasync def f():\n    return await asyncio.to_thread(requests.get, u)\n", "import asyncio, requests\nasync def f():\n    return await asyncio.to_thread(requests.get, u, timeout=10)\n"],
  ["a thread, over lines", "import asyncio, requests\nasync def f():\n    return await asyncio.to_thread(\n        requests.get,\n        u,  # where\n    )\n", "import asyncio, requests\nasync def f():\n    return await asyncio.to_thread(\n        requests.get,\n        u,  # where\n        timeout=10,\n    )\n"],
  ["a thread with None", "import asyncio, requests\nasync def f():\n    return await asyncio.to_thread(requests.get, u, timeout=None)\n", "import asyncio, requests\nasync def f():\n    return await asyncio.to_thread(requests.get, u, timeout=10)\n"],
  ["an executor", "import functools\nimport requests\nasync def f(loop):\n    await loop.run_in_executor(None, requests.get, u)\n", "import functools\nimport requests\nasync def f(loop):\n    await loop.run_in_executor(None, functools.partial(requests.get, timeout=10), u)\n"],
  ["map, functools missing", "import requests\nx = list(map(requests.get, urls))\n", "import requests\nimport functools\nx = list(map(functools.partial(requests.get, timeout=10), urls))\n"],
  ["chosen by name", "import requests\ngetattr(requests, m)(u)\n", "import requests\ngetattr(requests, m)(u, timeout=10)\n"],
  ["engine", "from sqlalchemy import create_engine\ne = create_engine('postgresql://h/d', pool_size=5)\n", "from sqlalchemy import create_engine\ne = create_engine('postgresql://h/d', pool_size=5, connect_args={\"connect_timeout\": 10})\n"],
  ["aiohttp zero", "import aiohttp\nt = aiohttp.ClientTimeout(total=0)\n", "import aiohttp\nt = aiohttp.ClientTimeout(total=10)\n"],
  ["gathered", "import asyncio, requests\nasync def f():\n    return await asyncio.gather(*(asyncio.to_thread(requests.get, u) for u in us))\n", "import asyncio, requests\nasync def f():\n    return await asyncio.gather(*(asyncio.to_thread(requests.get, u, timeout=10) for u in us))\n"],
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

describe("fixes", () => {
  it.each(fixes)("%s", async (_, before, after) => {
    const [finding] = await lint("service.py", before, rule);
    const fix = finding?.fixes[0];
    expect(fix && applyFix(before, fix)).toBe(after);
    expect(await lint("service.py", after, rule)).toEqual([]);
  });
});
