/** Models loaded on each request are kept after the fix, and nothing but that has changed. */
import { describe, expect, it } from "vitest";
import { applyFix, lint } from "../harness.ts";

const rule = "python/model-load-per-request";
const app = "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nPATH = \"m.joblib\"\n\n\n";
const imported = app.replace("FastAPI\n\n", "FastAPI\nfrom functools import lru_cache\n\n");
const keeper = (call: string, name = "load_model") => `@lru_cache\ndef ${name}():\n    return ${call}\n\n\n`;

const fixed: readonly (readonly [title: string, before: string, after: string])[] = [
  ["in a route", `${app}@app.post("/p")\ndef p(body: dict):\n    model = joblib.load(PATH)\n    return model.predict([body["x"]])[0]\n`, `${imported}${keeper("joblib.load(PATH)")}@app.post("/p")\ndef p(body: dict):\n    model = load_model()\n    return model.predict([body["x"]])[0]\n`],
  ["in an async route", `${app}@app.post("/p")\nasync def p(body: dict):\n    model = joblib.load("a.joblib")\n    return model.predict([body["x"]])[0]\n`, `${imported}${keeper("joblib.load(\"a.joblib\")")}@app.post("/p")\nasync def p(body: dict):\n    model = load_model()\n    return model.predict([body["x"]])[0]\n`],
  ["two of them", `${app}@app.post("/p")\ndef p(body: dict):\n    s = joblib.load("s.joblib")\n    m = joblib.load("m.joblib")\n    return m.predict(s.transform([body["x"]]))[0]\n`, `${imported}${keeper("joblib.load(\"s.joblib\")", "load_s")}${keeper("joblib.load(\"m.joblib\")", "load_m")}@app.post("/p")\ndef p(body: dict):\n    s = load_s()\n    m = load_m()\n    return m.predict(s.transform([body["x"]]))[0]\n`],
  ["with the file around it", `${app.replace("joblib", "pickle")}@app.post("/p")\ndef p(body: dict):\n    with open(PATH, "rb") as file:\n        model = pickle.load(file)\n    return model.predict([body["x"]])[0]\n`, `${imported.replace("joblib", "pickle")}@lru_cache\ndef load_model():\n    with open(PATH, "rb") as file:\n        return pickle.load(file)\n\n\n@app.post("/p")\ndef p(body: dict):\n    model = load_model()\n    return model.predict([body["x"]])[0]\n`],
  ["a helper that only loads", `${app}def get():\n    return joblib.load(PATH)\n\n\n@app.post("/p")\ndef p(body: dict):\n    model = get()\n    return model.predict([body["x"]])[0]\n`, `${imported}@lru_cache\ndef get():\n    return joblib.load(PATH)\n\n\n@app.post("/p")\ndef p(body: dict):\n    model = get()\n    return model.predict([body["x"]])[0]\n`],
  ["the name is taken", `${app}def load_model():\n    pass\n\n\n@app.post("/p")\ndef p(body: dict):\n    model = joblib.load(PATH)\n    return model.predict([body["x"]])[0]\n`, `${imported}def load_model():\n    pass\n\n\n${keeper("joblib.load(PATH)", "kept_model")}@app.post("/p")\ndef p(body: dict):\n    model = kept_model()\n    return model.predict([body["x"]])[0]\n`],
  ["a Streamlit script", "import joblib\nimport streamlit as st\n\nmodel = joblib.load(\"m.joblib\")\nx = st.number_input(\"x\")\nst.write(model.predict([[x]]))\n", "import joblib\nimport streamlit as st\n\n@st.cache_resource\ndef load_model():\n    return joblib.load(\"m.joblib\")\n\n\nmodel = load_model()\nx = st.number_input(\"x\")\nst.write(model.predict([[x]]))\n"],
];

const unfixed: readonly (readonly [title: string, text: string])[] = [
  ["the path comes with the request", `${app}@app.post("/p")\ndef p(body: dict):\n    model = joblib.load(body["path"])\n    return model.predict([body["x"]])[0]\n`],
  ["the path is made in the function", `${app}@app.post("/p")\ndef p(body: dict):\n    path = PATH + ".gz"\n    model = joblib.load(path)\n    return model.predict([body["x"]])[0]\n`],
  ["used without a name", `${app}@app.post("/p")\ndef p(body: dict):\n    return joblib.load(PATH).predict([body["x"]])[0]\n`],
];

describe("keeps what is loaded", () => {
  it.each(fixed)("%s", async (_, before, after) => {
    const [finding, ...more] = await lint("app.py", before, rule);
    expect(more).toEqual([]);
    const [fix] = finding?.fixes ?? [];
    expect(fix && applyFix(before, fix)).toBe(after);
    expect(await lint("app.py", after, rule)).toEqual([]);
  });
});

describe("offers nothing where it would change what is loaded", () => {
  it.each(unfixed)("%s", async (_, text) => {
    const findings = await lint("app.py", text, rule);
    expect(findings.flatMap(({ fixes }) => fixes)).toEqual([]);
  });
});
