/** The walk over the call graph ends somewhere, and where it ends is said. */
import { describe, expect, it } from "vitest";
import { workspace } from "../harness.ts";

/** A route that leads through so many files to a scaler that is fitted again. */
function chain(length: number): Readonly<Record<string, string>> {
  const step = (index: number) => (index === length ? "from sklearn.preprocessing import StandardScaler\ndef f(x):\n    return StandardScaler().fit_transform(x)\n" : `from m${index + 1} import f as g\ndef f(x):\n    return g(x)\n`);
  return {
    "app.py": "import joblib\nfrom flask import Flask, request\nfrom m1 import f\napp = Flask(__name__)\nmodel = joblib.load('m.joblib')\n@app.post('/p')\ndef p():\n    return str(model.predict(f(request.json)))\n",
    ...Object.fromEntries(Array.from({ length }, (_, index) => [`m${index + 1}.py`, step(index + 1)])),
  };
}

const refits = async (files: Readonly<Record<string, string>>) => {
  const { findings, trouble, analysis } = await workspace(files);
  analysis.open("other.py", "x = 1\n");
  analysis.refreshProject();
  return { told: findings(undefined, "python/refit-at-inference").length, trouble: trouble.map(({ message }) => message) };
};

describe("ways through the call graph", () => {
  it("are followed through ten files", async () => expect(await refits(chain(10))).toEqual({ told: 1, trouble: [] }));

  it("end, and that is said once", async () => {
    const { told, trouble } = await refits(chain(20));
    expect(told).toBe(0);
    expect(trouble).toEqual([expect.stringContaining("were not followed")]);
  });

  it("are not spoken of where calls go in a circle", async () => {
    const files = chain(6);
    expect((await refits({ ...files, "m6.py": `${files["m6.py"] ?? ""}def again(x):\n    from m1 import f as g\n    return g(x)\n` })).trouble).toEqual([]);
  });
});
