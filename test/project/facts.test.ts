/** Facts stay equal while unrelated text moves, stay small, and survive any input. */
import { describe, expect, it } from "vitest";
import { workspace } from "../harness.ts";

const service = `import joblib
from flask import Flask, request
from sklearn.preprocessing import StandardScaler

app = Flask(__name__)
model = joblib.load("m.joblib")


def prepare(rows, training=False):
    scaler = StandardScaler()
    if training:
        return scaler.fit_transform(rows)
    return scaler.fit_transform(rows)


@app.post("/predict")
def predict():
    note = "nothing"
    return str(model.predict(prepare(request.json)))
`;

const body = async (text: string) => (await workspace({ "s.py": text })).analysis.facts?.files.get("s.py");

describe("unrelated edits leave the body of the facts as it is", () => {
  const edits: readonly (readonly [string, (text: string) => string])[] = [
    ["a comment on top", (text) => `# hello\n\n${text}`],
    ["another string", (text) => text.replace("nothing", "a longer note 🚀")],
    ["CRLF", (text) => text.replace(/\n/g, "\r\n")],
    ["a byte order mark", (text) => `\uFEFF${text}`],
    ["a blank line inside a function", (text) => text.replace("    if training", "\n    if training")],
    ["tabs for spaces", (text) => text.replace(/ {4}/g, "\t")],
  ];
  for (const [title, edit] of edits) {
    it(title, async () => {
      const [before, after] = [await body(service), await body(edit(service))];
      expect(after?.body).toEqual(before?.body);
      expect(after?.anchors).not.toEqual([]);
    });
  }

  it("and related edits do not", async () => expect((await body(service.replace("StandardScaler()", "MinMaxScaler()")))?.body).not.toEqual((await body(service))?.body));
});

describe("any input gives facts", () => {
  const inputs: readonly (readonly [string, string])[] = [
    ["empty", ""], ["byte order mark", "\uFEFF"], ["binary", "\u0000\u0001\uFFFF\u0000"], ["lone surrogate", "x = '\uD83D'"],
    ["names of Object's own methods", "import constructor\nfrom hasOwnProperty import toString as __proto__\n__proto__.fit(constructor)\nclass constructor: pass\n"],
    ["self reference", "x = x\nx = x.fit(x)\ny = y[0]\nclass A(A): pass\ndef f(x=f): return f\n"],
    ["deep nesting", `x = ${"f(".repeat(200)}1${")".repeat(200)}`],
    ["half-typed calls", "scaler.fit_transform(\n@app.post(\ndef predict(\n  return model.predict(sc.fit("],
    ["Python 2", "print 'x'\nexec code in ns\nraise E, 'm'\n"],
  ];
  for (const [title, text] of inputs) {
    it(title, async () => {
      const { trouble, analysis } = await workspace({ "s.py": text });
      expect(trouble).toEqual([]);
      expect(analysis.facts?.files.get("s.py")?.body.python?.kind).toBe("python");
    });
  }

  it("every prefix of a service", async () => {
    for (let end = 0; end <= service.length; end += 7) {
      const { trouble } = await workspace({ "s.py": service.slice(0, end) });
      expect(trouble, `after ${end} characters`).toEqual([]);
    }
  });
});
