/** Cases of debug modes, CORS and asserts: title, marked text, path. */
import type { Case } from "./cases.ts";

const fast = "from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\napp = FastAPI()\n";
const flask = "from flask import Flask, request\napp = Flask(__name__)\n";
const django = "INSTALLED_APPS = []\n";

export const settings: readonly (readonly [rule: string, cases: readonly Case[]])[] = [
  ["python/debug-enabled", [
    ["attribute and config", `${flask}«app.debug = True»\n«app.config['DEBUG'] = True»`],
    ["constructor", "from fastapi import FastAPI\napp = FastAPI(«debug=True»)"],
    ["Dash", "import dash\napp = dash.Dash(__name__)\napp.run_server(«debug=True»)"],
    ["an app from a factory", "from flask import Flask\ndef create_app():\n    app = Flask(__name__)\n    return app\ncreate_app().run(«debug=True»)"],
    ["uvicorn outside main", "import uvicorn\ndef serve():\n    uvicorn.run('a:app', «reload=True»)"],
    ["uvicorn under main", "import uvicorn\nif __name__ == '__main__':\n    uvicorn.run('a:app', reload=True)"],
    ["driven by the environment", `import os\n${flask}app.run(debug=os.environ.get('DEBUG') == '1')\napp.run(debug=bool(os.getenv('D')))`],
    ["under a condition of the environment", `import os\n${flask}if os.environ.get('ENV') == 'development':\n    app.run(debug=True)`],
    ["development settings", `${django}DEBUG = True\nALLOWED_HOSTS = ['*']`, "shop/settings/dev.py"],
    ["settings that others complete", `${django}DEBUG = True`, "shop/settings/base.py"],
    ["production settings", `${django}«DEBUG = True»`, "shop/settings/production.py"],
    ["said again below", `${django}DEBUG = True\nDEBUG = env('DEBUG')`, "shop/settings.py"],
    ["a constant elsewhere", "DEBUG = True\nif DEBUG: print(1)", "tool/main.py"],
    ["debug of something else", "import gradio as gr\ngr.Blocks().launch(debug=True)\nlog.run(debug=True)"],
  ]],
  ["python/permissive-cors", [
    ["only the wildcard", `${fast}app.add_middleware(CORSMiddleware, «allow_origins=['*']», allow_methods=['*'])`],
    ["origins in a variable", `${fast}ORIGINS = ['*']\napp.add_middleware(CORSMiddleware, «allow_origins=ORIGINS»)`],
    ["any pattern", `${fast}app.add_middleware(CORSMiddleware, «allow_origin_regex='.*'», allow_credentials=True)`],
    ["wrapped", "from starlette.middleware.cors import CORSMiddleware\napp = «CORSMiddleware»(inner, allow_origins=['*'])".replace("«CORSMiddleware»", "CORSMiddleware").replace("allow_origins=['*']", "«allow_origins=['*']»")],
    ["flask resources", `from flask_cors import CORS\n${flask}CORS(app, «resources={r'/api/*': {'origins': '*'}}»)`],
    ["decorator", `from flask_cors import cross_origin\n${flask}@app.get('/x')\n@«cross_origin»()\ndef x(): pass`],
    ["header", "response.headers['x'] = 'y'\n«response.headers['Access-Control-Allow-Origin'] = '*'»"],
    ["old Django name", "«CORS_ORIGIN_ALLOW_ALL = True»", "shop/settings.py"],
    ["a list of origins", `${fast}app.add_middleware(CORSMiddleware, allow_origins=['https://a.example'], allow_credentials=True)`],
    ["from configuration", `${fast}app.add_middleware(CORSMiddleware, allow_origins=settings.ORIGINS)`],
    ["public and read-only", `${fast}app.add_middleware(CORSMiddleware, allow_origins=['*'], allow_methods=['GET'])`],
    ["flask with origins", `from flask_cors import CORS\n${flask}CORS(app, resources={r'/api/*': {'origins': ['https://a.example']}})\nCORS(app, **options)`],
  ]],
  ["python/assert-as-validation", [
    ["query string", `${flask}@app.get('/x')\ndef x():\n    «assert request.args['a'].isdigit()»\n    return 'ok'`],
    ["type of the body", `${flask}@app.post('/x')\ndef x():\n    body = request.get_json()\n    «assert isinstance(body, dict)»\n    return 'ok'`],
    ["through a helper", `${flask}def check(body):\n    «assert len(body['rows']) < 100, 'too many'»\n@app.post('/x')\ndef x():\n    check(request.get_json())\n    return 'ok'`],
    ["an event", "def lambda_handler(event, context):\n    «assert 'body' in event»"],
    ["the code's own state", `${flask}@app.get('/x')\ndef x():\n    assert model.ready\n    assert app is not None\n    return 'ok'`],
    ["narrowing", `${flask}@app.get('/x')\ndef x():\n    a = request.args.get('a')\n    assert a is not None\n    return a`],
    ["no handler", "def f(x):\n    assert x > 0"],
    ["tests", `${flask}@app.get('/x')\ndef x():\n    assert request.args['a']`, "tests/test_x.py"],
    ["injected", "from fastapi import Depends, FastAPI\napp = FastAPI()\n@app.get('/x')\ndef x(db=Depends(get_db)):\n    assert db.ready"],
  ]],
];
