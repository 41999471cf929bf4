/** The Python security rules in the spellings they must see through and in all they must leave alone. */
import { describe, expect, it } from "vitest";
import { applyFix, lint, readMarkers, withMarkers } from "../harness.ts";
import { jwt, loads, queries, shells, switches, type Case } from "./cases.ts";
import { settings } from "./settings.ts";

const tables: readonly (readonly [string, readonly Case[]])[] = [...loads, ...queries, ...shells, ...switches, ...jwt, ...settings];

for (const [rule, cases] of tables) {
  describe(rule, () => {
    it.each(cases.map(([title, marked, path]) => [title, marked, path ?? "app/main.py"] as const))("%s", async (_title, marked, path) => {
      const { text } = readMarkers(marked);
      const found = await lint(path, text, rule);
      expect(withMarkers(text, found)).toBe(marked);
      for (const finding of found) for (const fix of finding.fixes) {
        expect((await lint(path, applyFix(text, fix), rule)).length, fix.title).toBeLessThan(found.length);
      }
    });
  });
}

describe("severity follows who decides the data", () => {
  const flask = "from flask import Flask, request\napp = Flask(__name__)\n";
  it.each([
    ["a request's body", `${flask}import pickle\n@app.post('/x')\ndef x():\n    return pickle.loads(request.data)`, "error"],
    ["a request through a helper", `${flask}import pickle\ndef read(raw):\n    return pickle.loads(raw)\n@app.post('/x')\ndef x():\n    return read(request.get_data())`, "error"],
    ["a request through Base64 and a variable", `${flask}import base64, pickle\n@app.post('/x')\ndef x():\n    raw = base64.b64decode(request.cookies['s'])\n    return pickle.loads(raw)`, "error"],
    ["an upload of Django", "import yaml\nfrom django.shortcuts import render\ndef up(request):\n    f = request.FILES['f']\n    return yaml.load(f, yaml.Loader)", "error"],
    ["a download", "import pickle, requests\nx = pickle.loads(requests.get(u, timeout=5).content)", "warning"],
    ["a shared cache", "import pickle, redis\nr = redis.Redis()\nx = pickle.loads(r.get('k'))", "warning"],
    ["a file beside the code", "import joblib\nm = joblib.load('model.joblib')", "info"],
    ["a test", "import pickle\nx = pickle.loads(b)", "hint", "tests/test_a.py"],
  ] as const)("%s", async (_title, text, severity, path: string = "app/main.py") => {
    expect((await lint(path, text, "python/unsafe-deserialization")).map((one) => one.severity)).toEqual([severity]);
  });
});

describe("broken input is only silence", () => {
  const rules = tables.map(([rule]) => rule);
  it.each([
    "", "\uFEFFimport pickle", "pickle.loads(", "import pickle\r\npickle.loads(\r\n", "\tcursor.execute(f'select {", "os.system('a' + ", "jwt.decode(token, options={'verify_signature':",
    "\u0000\u0001\uFFFD", "def f(:\n  assert", "app.add_middleware(CORSMiddleware, allow_origins=[", "x = '😀' + y\ncur.execute('select * from t where a=' % )", "DEBUG =", "yaml.load(*)", "random.choice(", "a = b = c = a\ncur.execute(a)", "q = q + q\ncur.execute(q)",
  ])("%j", async (text) => {
    for (const rule of rules) await expect(lint("app/settings.py", text, rule)).resolves.toBeInstanceOf(Array);
  });
});
