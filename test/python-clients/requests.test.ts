/** What comes in and what goes out: requests without a schema, errors sent to clients, calls that stop the loop, data thrown away. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";

const flask = "from flask import Flask, request\napp = Flask(__name__)\n@app.post('/v1/x')\ndef x():\n";
const django = "import json\nfrom django.http import HttpResponse, JsonResponse\n";
const fastapi = "from fastapi import FastAPI\nfrom pydantic import BaseModel\napp = FastAPI()\n";

/** rule, title, text with marks where the rule speaks. */
const cases: readonly (readonly [string, string, string])[] = [
  ["unvalidated-request", "Django: the decoded body", `${django}def view(request):\n    body = «json.loads(request.body)»\n    return JsonResponse({'x': body['a']})\n`],
  ["unvalidated-request", "Django: decoded by hand", `${django}def view(request):\n    body = «json.loads(request.body.decode('utf-8'))»\n    return JsonResponse({'x': body['a']})\n`],
  ["unvalidated-request", "Django: refused when something is missing", `${django}def view(request):\n    body = json.loads(request.body)\n    if 'a' not in body:\n        return HttpResponse(status=400)\n    return JsonResponse({'x': body['a']})\n`],
  ["unvalidated-request", "Django: a helper that answers nobody", `${django}def read(request):\n    body = json.loads(request.body)\n    return body['a']\n`],
  ["unvalidated-request", "DRF: data used as it is", "from rest_framework.views import APIView\nfrom rest_framework.response import Response\nclass V(APIView):\n    def post(self, request):\n        return Response({'x': «request.data»['a']})\n"],
  ["unvalidated-request", "DRF: through a serializer", "from rest_framework.views import APIView\nfrom rest_framework.response import Response\nclass V(APIView):\n    def post(self, request):\n        s = S(data=request.data)\n        s.is_valid(raise_exception=True)\n        return Response({'x': s.validated_data['a']})\n"],
  ["unvalidated-request", "Lambda: the decoded body", "import json\ndef lambda_handler(event, context):\n    body = «json.loads(event['body'])»\n    return {'statusCode': 200, 'body': body['x']}\n"],
  ["unvalidated-request", "Lambda: through a model", "import json\ndef lambda_handler(event, context):\n    body = Order.model_validate(json.loads(event['body']))\n    return {'statusCode': 200, 'body': body.x}\n"],
  ["unvalidated-request", "aiohttp", "from aiohttp import web\nasync def h(request):\n    d = await «request.json()»\n    return web.json_response({'x': d['a']})\n"],
  ["unvalidated-request", "a model that holds dicts of any shape", `${fastapi}class In(BaseModel):\n    rows: list[dict]\n@app.post('/v1/x')\ndef x(body: «In») -> dict:\n    return predict(body.rows)\n`],
  ["unvalidated-request", "a model with a field that says something", `${fastapi}class In(BaseModel):\n    rows: list[dict]\n    unit: str\n@app.post('/v1/x')\ndef x(body: In) -> dict:\n    return predict(body.rows)\n`],
  ["unvalidated-request", "a model of lists of numbers", `${fastapi}class In(BaseModel):\n    rows: list[list[float]]\n@app.post('/v1/x')\ndef x(body: In) -> dict:\n    return predict(body.rows)\n`],

  ["leaked-error-detail", "Django: the error as answer", `${django}def view(request):\n    try:\n        return do()\n    except Exception as e:\n        return JsonResponse({'e': «str(e)»}, status=500)\n`],
  ["leaked-error-detail", "Django: a helper's own text", `${django}def read(request):\n    try:\n        return do()\n    except Exception as e:\n        return str(e)\n`],
  ["leaked-error-detail", "the handler of last resort, FastAPI", `${fastapi}from fastapi.responses import JSONResponse\n@app.exception_handler(Exception)\nasync def h(request, exc):\n    return JSONResponse({'detail': «repr(exc)»}, 500)\n`],
  ["leaked-error-detail", "the handler of last resort, Flask", "from flask import Flask, jsonify\napp = Flask(__name__)\n@app.errorhandler(Exception)\ndef h(e):\n    return jsonify(error=«str(e)»), 500\n"],
  ["leaked-error-detail", "a handler of errors meant for the caller", "from flask import Flask, jsonify\napp = Flask(__name__)\n@app.errorhandler(ValidationError)\ndef h(e):\n    return jsonify(error=str(e)), 400\n"],
  ["leaked-error-detail", "the handler of last resort with a fixed text", "from flask import Flask, jsonify\napp = Flask(__name__)\n@app.errorhandler(500)\ndef h(e):\n    app.logger.error('failed', exc_info=e)\n    return jsonify(error='internal'), 500\n"],

  ["blocking-call-in-async", "a shell", "import os\nasync def f():\n    os.«popen»('x').read()\n    os.«spawnl»(os.P_WAIT, 'x')\n"],
  ["blocking-call-in-async", "a child is started", "import subprocess\nasync def f():\n    subprocess.«Popen»(['x'])\n"],
  ["blocking-call-in-async", "somebody has to type", "async def f():\n    return «input»('name? ')\n"],
  ["blocking-call-in-async", "the result of a thread", "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor()\nasync def f():\n    return pool.submit(work).«result»(5)\n"],
  ["blocking-call-in-async", "every file that is opened", "from pathlib import Path\nasync def f():\n    with «open»('a') as a:\n        return a.read() + Path('b').«read_text»()\n"],
  ["blocking-call-in-async", "main sleeps", "import time\nasync def main():\n    time.«sleep»(1)\n"],
  ["blocking-call-in-async", "main reads its settings", "async def main():\n    with open('settings') as f:\n        return f.read()\n"],
  ["blocking-call-in-async", "asyncio's own forms", "import asyncio\nasync def f(q: asyncio.Queue):\n    await q.get()\n    await asyncio.create_subprocess_exec('x')\n    await asyncio.wait_for(q.join(), 3)\n"],
  ["blocking-call-in-async", "a name that joins words", "async def f(words):\n    return ','.join(words)\n"],

  ["client-per-request", "a connection for every request", `import psycopg2\n${flask}    c = psycopg2.«connect»(host='h', connect_timeout=3)\n    return c.info\n`],
  ["client-per-request", "a connection that is kept", `import psycopg2\n${flask}    if 'db' not in g:\n        g.db = psycopg2.connect(host='h', connect_timeout=3)\n    return g.db.info\n`],
  ["client-per-request", "SQLite opens a file", `import sqlite3\n${flask}    return sqlite3.connect('d.db').execute('select 1').fetchone()\n`],

  ["logged-secret", "a token that the text calls so", "import logging\ndef f(token):\n    logging.info('token=%s', «token»)\n    logging.info(f'token: {«token»}')\n    logging.info('token: ' + «token»)\n"],
  ["logged-secret", "a header", "import logging\ndef f(headers):\n    logging.info(f\"auth {«headers['Authorization']»}\")\n"],
  ["logged-secret", "tokens of a language", "import logging, spacy\ndef f(doc):\n    for token in doc:\n        logging.info('token=%s', token)\n"],
  ["logged-secret", "what happened to a token", "import logging\ndef f(token, name):\n    logging.info('token of %s expired', name)\n    check(token)\n    logging.info('token=%s', mask(token))\n"],

  ["leaked-error-detail", "a servicer", "import score_pb2_grpc\nclass S(score_pb2_grpc.ScorerServicer):\n    def Score(self, request, context):\n        try:\n            return compute(request)\n        except Exception as e:\n            context.set_details(«str(e)»)\n            return empty()\n"],

  ["print-in-service", "a servicer", "import score_pb2_grpc\nclass S(score_pb2_grpc.ScorerServicer):\n    def Score(self, request, context):\n        «print»('got')\n        return compute(request)\n"],

  ["swallowed-schema-error", "a whole frame converted", "import pandas as pd\ndef f(df):\n    return df.apply(pd.to_numeric, «errors='coerce'»)\n"],
  ["swallowed-schema-error", "astype", "import pandas as pd\ndef f(df):\n    return df.astype(int, «errors='ignore'»)\n"],
  ["swallowed-schema-error", "characters left out", "import pandas as pd\ndf = pd.read_csv(p, «encoding_errors='ignore'»)\n"],
  ["swallowed-schema-error", "applied and counted", "import pandas as pd\ndef f(df):\n    df = df.apply(pd.to_numeric, errors='coerce')\n    if df.isna().any().any():\n        raise ValueError\n    return df\n"],
  ["swallowed-schema-error", "another function applied", "import pandas as pd\ndef f(df):\n    return df.apply(convert, errors='coerce')\n"],

  ["irreversible-migration", "Alembic without the revision below", "from alembic import op\nrevision = 'a'\ndef upgrade():\n    op.drop_table('t')\ndef «downgrade»():\n    pass\n"],
  ["irreversible-migration", "functions of the same names", "revision = 'a'\ndef upgrade():\n    install()\ndef downgrade():\n    pass\n"],
];

describe.each([...new Set(cases.map(([rule]) => rule))])("python/%s", (rule) => {
  it.each(cases.filter(([one]) => one === rule).map(([, title, marked]) => [title, marked] as const))("%s", async (_, marked) => {
    const { text } = readMarkers(marked);
    expect(withMarkers(text, await lint("service.py", text, `python/${rule}`))).toBe(marked);
  });
});
