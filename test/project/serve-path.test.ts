/** How functions are reached while serving: frameworks, imports, objects and callbacks as a table. */
import { describe, expect, it } from "vitest";
import { effectiveConfig } from "../../server/engine/config.ts";
import { workspace } from "../harness.ts";

interface Case {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  /** The function asked for, `path#name`, in `work.py` where no path is given. */
  readonly ask?: string;
  /** Labels from the entry on; empty when it is not reached. */
  readonly labels: readonly string[];
}

const work = "def work(x):\n    return x\n";
const here = (text: string): Record<string, string> => ({ "app.py": `${work}\n${text}` });

const cases: readonly Case[] = [
  { title: "Flask route", ask: "app.py#work", files: here("from flask import Flask\napp = Flask(__name__)\n@app.route('/p', methods=['POST'])\ndef p():\n    return work(1)\n"), labels: ["POST /p", "work"] },
  { title: "blueprint prefix", ask: "app.py#work", files: here("from flask import Blueprint\nbp = Blueprint('a', __name__, url_prefix='/api')\n@bp.get('/p')\ndef p():\n    return work(1)\n"), labels: ["GET /api/p", "work"] },
  { title: "nested in a factory", ask: "app.py#work", files: here("from fastapi import FastAPI\ndef create():\n    app = FastAPI()\n    @app.post('/p')\n    async def p():\n        return work(1)\n    return app\n"), labels: ["POST /p", "work"] },
  { title: "lambda handler", ask: "app.py#work", files: here("def lambda_handler(event, context):\n    return work(event)\n"), labels: ["Lambda handler lambda_handler", "work"] },
  { title: "add_url_rule", ask: "app.py#work", files: here("from flask import Flask\napp = Flask(__name__)\napp.add_url_rule('/w', view_func=work)\n"), labels: ["route /w"] },
  { title: "route registered in another file", files: { "work.py": work, "main.py": "from fastapi import FastAPI\nimport work as w\napp = FastAPI()\napp.add_api_route('/w', w.work)\n" }, labels: ["route /w"] },
  { title: "Django urls", files: { "shop/views.py": "from shop.work import work\ndef page(request):\n    return work(request)\n", "shop/work.py": work, "shop/urls.py": "from django.urls import path\nfrom . import views\nurlpatterns = [path('page/', views.page)]\n" }, ask: "shop/work.py#work", labels: ["route /page/", "work"] },
  { title: "class-based view", ask: "app.py#work", files: here("from rest_framework.views import APIView\nclass Score(APIView):\n    def post(self, request):\n        return work(request.data)\n"), labels: ["POST Score", "work"] },
  { title: "gRPC servicer", ask: "app.py#work", files: here("import score_pb2_grpc\nclass Scorer(score_pb2_grpc.ScoreServicer):\n    def Score(self, request, context):\n        return work(request)\n"), labels: ["gRPC Scorer.Score", "work"] },
  { title: "Ray Serve", ask: "app.py#work", files: here("from ray import serve\n@serve.deployment\nclass M:\n    def __call__(self, request):\n        return work(request)\n"), labels: ["Ray Serve M.__call__", "work"] },
  { title: "Celery task", ask: "app.py#work", files: here("from celery import shared_task\n@shared_task\ndef job(x):\n    return work(x)\n"), labels: ["task job", "work"] },
  { title: "Gradio event", ask: "app.py#work", files: here("import gradio as gr\nwith gr.Blocks() as ui:\n    gr.Button('go').click(fn=work)\n"), labels: ["Gradio work"] },
  { title: "Streamlit rerun", ask: "app.py#work", files: here("import streamlit as st\nst.title('x')\nst.write(work(1))\n"), labels: ["Streamlit rerun", "work"] },
  { title: "Dash callback", ask: "app.py#work", files: here("import dash\napp = dash.Dash(__name__)\n@app.callback()\ndef update_output(x):\n    return work(x)\n"), labels: ["Dash callback update_output", "work"] },
  { title: "aiohttp route table", ask: "app.py#work", files: here("from aiohttp import web\nasync def h(request):\n    return work(request)\napp = web.Application()\napp.add_routes([web.post('/h', h)])\n"), labels: ["POST /h", "work"] },
  { title: "background task and executor", ask: "app.py#work", files: here("from fastapi import FastAPI, BackgroundTasks\napp = FastAPI()\n@app.post('/p')\ndef p(tasks: BackgroundTasks):\n    tasks.add_task(work, 1)\n"), labels: ["POST /p", "work"] },
  { title: "dependency", ask: "app.py#work", files: here("from fastapi import Depends, FastAPI\napp = FastAPI()\n@app.post('/p')\ndef p(x=Depends(work)):\n    return x\n"), labels: ["POST /p", "work"] },
  { title: "re-exported by packages, relative imports, src layout", files: { "src/pkg/__init__.py": "from .inner import work\n", "src/pkg/inner/__init__.py": "from .deep import work\n", "src/pkg/inner/deep.py": work, "src/api.py": "from flask import Flask\nimport pkg\napp = Flask(__name__)\n@app.get('/p')\ndef p():\n    return pkg.work(1)\n" }, ask: "src/pkg/inner/deep.py#work", labels: ["GET /p", "work"] },
  { title: "star import from a sibling script", files: { "svc/work.py": work, "svc/api.py": "from flask import Flask\nfrom work import *\napp = Flask(__name__)\n@app.get('/p')\ndef p():\n    return work(1)\n" }, ask: "svc/work.py#work", labels: ["GET /p", "work"] },
  { title: "method of an instance held by a module", files: { "svc.py": "class Service:\n    def answer(self, x):\n        return self._inner(x)\n    def _inner(self, x):\n        return x\nservice = Service()\n", "api.py": "from flask import Flask\nfrom svc import service\napp = Flask(__name__)\n@app.get('/p')\ndef p():\n    return service.answer(1)\n" }, ask: "svc.py#Service._inner", labels: ["GET /p", "Service.answer", "Service._inner"] },
  { title: "inherited method and attribute object", files: { "app.py": "from flask import Flask\nclass Base:\n    def run(self, x):\n        return x\nclass Child(Base):\n    pass\nclass Holder:\n    def __init__(self):\n        self.child = Child()\n    def go(self, x):\n        return self.child.run(x)\nholder = Holder()\napp = Flask(__name__)\n@app.get('/p')\ndef p():\n    return holder.go(1)\n" }, ask: "app.py#Base.run", labels: ["GET /p", "Holder.go", "Base.run"] },
  { title: "cached factory of a service", files: { "app.py": "from functools import lru_cache\nfrom flask import Flask\nclass S:\n    def go(self):\n        return 1\n@lru_cache\ndef get():\n    return S()\napp = Flask(__name__)\n@app.get('/p')\ndef p():\n    return get().go()\n" }, ask: "app.py#S.go", labels: ["GET /p", "S.go"] },
  { title: "annotated parameter", files: { "app.py": "from flask import Flask\nclass S:\n    def go(self):\n        return 1\ndef use(s: S):\n    return s.go()\napp = Flask(__name__)\n@app.get('/p')\ndef p():\n    return use(S())\n" }, ask: "app.py#S.go", labels: ["GET /p", "use", "S.go"] },
  { title: "shortest way wins, recursion ends", ask: "app.py#work", files: here("from flask import Flask\napp = Flask(__name__)\ndef a(n):\n    return a(n - 1) or b(n)\ndef b(n):\n    return work(n) or a(n)\n@app.get('/long')\ndef long():\n    return a(1)\n@app.get('/short')\ndef short():\n    return work(1)\n"), labels: ["GET /short", "work"] },
  { title: "a script's function nobody serves", ask: "app.py#work", files: here("if __name__ == '__main__':\n    work(1)\n"), labels: [] },
  { title: "start-up hook", ask: "app.py#work", files: here("from fastapi import FastAPI\napp = FastAPI()\n@app.on_event('startup')\ndef start():\n    work(1)\n"), labels: [] },
  { title: "get() of a dict is no route", ask: "app.py#work", files: here("cache = {}\n@cache.get('key')\ndef f():\n    return work(1)\n"), labels: [] },
  { title: "circular re-exports", files: { "a/__init__.py": "from b import thing\n", "b/__init__.py": "from a import thing\n", "work.py": "from a import thing\ndef work(x):\n    return thing(x)\n" }, labels: [] },
];

describe("serve path", () => {
  for (const { title, files, ask = "work.py#work", labels } of cases) {
    it(title, async () => {
      const { analysis, trouble } = await workspace(files);
      const [path = "", name = ""] = ask.split("#");
      expect(trouble).toEqual([]);
      expect(analysis.facts?.graph.servePath(path, name).map((step) => step.label)).toEqual(labels);
    });
  }
});

describe("roles follow what code does", () => {
  const roles: readonly (readonly [string, string, string])[] = [
    ["serve", "m.py", "from flask import Flask\napp = Flask(__name__)\n@app.get('/')\ndef index():\n    return ''\n"],
    ["train", "app.py", "import joblib\nfrom sklearn.linear_model import Ridge\nm = Ridge()\nm.fit(X, y)\njoblib.dump(m, 'm.joblib')\n"],
    ["evaluate", "e.py", "import joblib\nfrom sklearn.metrics import r2_score\nm = joblib.load('m')\nprint(r2_score(y, m.predict(X)))\n"],
    ["batch", "b.py", "import joblib\nm = joblib.load('m')\nprint(m.predict(rows))\n"],
    ["test", "tests/test_a.py", "def test_a():\n    assert True\n"],
    ["library", "u.py", "def add(a, b):\n    return a + b\n"],
  ];
  for (const [role, path, text] of roles) {
    it(role, async () => expect((await workspace({ [path]: text })).analysis.facts?.graph.role(path)).toBe(role));
  }

  it("unless the config says otherwise", async () => {
    const { analysis } = await workspace({ "jobs/b.py": "x = 1\n" }, { roles: { "jobs/**": "batch" } });
    expect(analysis.facts?.graph.role("jobs/b.py")).toBe("batch");
  });
});

describe("calls of a test", () => {
  const files = { "tests/test_work.py": "import pytest\nfrom flask import Flask\nfrom shop.work import work\napp = Flask(__name__)\n@app.get('/p')\ndef p():\n    return work(1)\n", "shop/work.py": work };
  const callersOf = async (roles?: Readonly<Record<string, string>>) => {
    const { analysis } = await workspace(files, roles && { roles });
    const { graph } = analysis.facts ?? {};
    return { callers: graph?.callers("shop/work.py", "work").map(({ name }) => name), labels: graph?.servePath("shop/work.py", "work").map(({ label }) => label) };
  };

  it("are nobody's way", async () => expect(await callersOf()).toEqual({ callers: [], labels: [] }));

  it("are told where the configuration says that the file serves", async () => expect(await callersOf({ "tests/**": "serve" })).toEqual({ callers: ["p"], labels: ["GET /p", "work"] }));

  it("are told anew when the configuration says so while the file is open", async () => {
    const { analysis } = await workspace(files);
    const callers = () => {
      analysis.refreshProject();
      return analysis.facts?.graph.callers("shop/work.py", "work").length;
    };
    expect(callers()).toBe(0);
    const serving = effectiveConfig([{ source: "test", folder: "", roles: { "tests/**": "serve" } }]);
    analysis.reset({ configFor: () => serving });
    expect(callers()).toBe(1);
  });
});
