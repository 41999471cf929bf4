/** Where a model is loaded again for every request, and where that only looks so. */
import { describe, expect, it } from "vitest";
import { readMarkers, withMarkers, workspace } from "../harness.ts";

const rule = "python/model-load-per-request";
const flask = "import joblib\nfrom flask import Flask, request\napp = Flask(__name__)\n";

async function marked(files: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const plain = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, readMarkers(text).text]));
  const { findings, trouble } = await workspace(plain);
  expect(trouble).toEqual([]);
  return Object.fromEntries(Object.entries(plain).map(([path, text]) => [path, withMarkers(text, findings(path, rule))]));
}

const cases: readonly (readonly [title: string, files: Readonly<Record<string, string>>])[] = [
  ["in a Flask route", { "app.py": `${flask}@app.route("/p", methods=["POST"])\ndef p():\n    m = joblib.«load»("m.joblib")\n    return str(m.predict([request.get_json()["x"]]))\n` }],
  ["in another file", {
    "app.py": `from flask import Flask, request\nfrom scoring import answer\napp = Flask(__name__)\n@app.post("/p")\ndef p():\n    return answer(request.get_json())\n`,
    "scoring.py": `import joblib\ndef answer(body):\n    m = joblib.«load»("m.joblib")\n    return str(m.predict([body["x"]]))\n`,
  }],
  ["Streamlit reruns its top level", { "app.py": `import joblib\nimport streamlit as st\nm = joblib.«load»("m.joblib")\nx = st.number_input("x")\nst.write(m.predict([[x]]))\n` }],
  ["once per function, whatever else it loads", { "app.py": `${flask}@app.post("/p")\ndef p():\n    s = joblib.«load»("s.joblib")\n    m = joblib.load("m.joblib")\n    return str(m.predict(s.transform([request.get_json()["x"]])))\n` }],
  ["at module level", { "app.py": `${flask}m = joblib.load("m.joblib")\n@app.post("/p")\ndef p():\n    return str(m.predict([request.get_json()["x"]]))\n` }],
  ["only when it is not there yet", { "app.py": `${flask}m = None\n@app.post("/p")\ndef p():\n    global m\n    if m is None:\n        m = joblib.load("m.joblib")\n    return str(m.predict([request.get_json()["x"]]))\n` }],
  ["behind st.cache_resource", { "app.py": `import joblib\nimport streamlit as st\n@st.cache_resource\ndef model():\n    return joblib.load("m.joblib")\nst.write(model().predict([[st.number_input("x")]]))\n` }],
  ["in the constructor of an object that lives on", { "app.py": `${flask}class Service:\n    def __init__(self):\n        self.m = joblib.load("m.joblib")\nservice = Service()\n@app.post("/p")\ndef p():\n    return str(service.m.predict([request.get_json()["x"]]))\n` }],
  ["in a command", { "score.py": `import sys\nimport joblib\ndef main():\n    m = joblib.load("m.joblib")\n    print(m.predict([[float(sys.argv[1])]]))\nif __name__ == "__main__":\n    main()\n` }],
  ["in a test", { "tests/test_model.py": `import joblib\ndef test_model():\n    m = joblib.load("m.joblib")\n    assert m.predict([[1]])[0] == 1\n` }],
];

describe("marks every load on the request path, and no other", () => {
  it.each(cases)("%s", async (_, files) => expect(await marked(files)).toEqual(files));
});
