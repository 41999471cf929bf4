/** Every framework's way to run a function leads from there to the files that load the model and prepare the rows. */
import { describe, expect, it } from "vitest";
import { workspace } from "../harness.ts";
import { awaited, scheduled } from "./frameworks.ts";

const helpers = {
  "prep.py": "from sklearn.preprocessing import StandardScaler\ndef build(rows):\n    return StandardScaler().fit_transform(rows)\n",
  "store.py": "import joblib\ndef get_model():\n    return joblib.load(\"model.joblib\")\n",
};
const answer = ["m = get_model()", "x = build([[1.0]])", "r = m.predict(x)"];

async function told(text: string): Promise<readonly string[]> {
  const main = text.replace(/( *)ANSWER/, (_, indent: string) => answer.map((line) => indent + line).join("\n"));
  const { findings } = await workspace({ ...helpers, "main.py": `from prep import build\nfrom store import get_model\n${main}` });
  return ["python/refit-at-inference", "python/model-load-per-request"].filter((rule) => findings(undefined, rule).length > 0);
}

describe("somebody waits", () => {
  it.each(awaited)("%s", async (_, text) => expect(await told(text)).toEqual(["python/refit-at-inference", "python/model-load-per-request"]));
});

describe("on a schedule", () => {
  it.each(scheduled)("%s", async (_, text) => expect(await told(text)).toEqual(["python/refit-at-inference"]));
});

describe("nobody runs it", () => {
  it("a function that only has the name", async () => expect(await told("def p(body):\n    ANSWER\n    return r\n")).toEqual([]));
});
