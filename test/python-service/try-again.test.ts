/** A call that is given a timeout and tried again, by the library the project has. */
import { describe, expect, it } from "vitest";
import { applyFix, lint, workspace } from "../harness.ts";

const rule = "python/request-without-timeout";
const tenacity = "import requests\nfrom tenacity import Retrying, stop_after_attempt, wait_random_exponential\n\n";
const retrying = "Retrying(stop=stop_after_attempt(3), wait=wait_random_exponential(max=10), reraise=True)";

const cases: readonly (readonly [title: string, before: string, after: string])[] = [
  ["with tenacity's names at hand", `${tenacity}def load(url):\n    return requests.get(url).json()\n`, `${tenacity}def load(url):\n    return ${retrying}(requests.get, url, timeout=10).json()\n`],
  ["with some of them missing", "import requests\nfrom tenacity import retry\n\nanswer = requests.get(\"https://a.example\", params={\"q\": 1})\n", `import requests\nfrom tenacity import retry\nfrom tenacity import Retrying, stop_after_attempt, wait_random_exponential\n\nanswer = ${retrying}(requests.get, "https://a.example", params={"q": 1}, timeout=10)\n`],
  ["over several lines", `${tenacity}answer = requests.get(\n    url,\n    headers=headers,  # who asks\n)\n`, `${tenacity}answer = ${retrying}(requests.get,\n    url,\n    headers=headers,  # who asks\n    timeout=10,\n)\n`],
  ["a session", `${tenacity}session = requests.Session()\nwith session.get(url, stream=True) as answer:\n    save(answer)\n`, `${tenacity}session = requests.Session()\nwith ${retrying}(session.get, url, stream=True, timeout=10) as answer:\n    save(answer)\n`],
  ["a timeout of None", `${tenacity}requests.head(url, timeout=None)\n`, `${tenacity}${retrying}(requests.head, url, timeout=10)\n`],
  ["with backoff", "import backoff\nimport requests\n\nanswer = requests.get(url)\n", "import backoff\nimport requests\n\nanswer = backoff.on_exception(backoff.expo, requests.RequestException, max_tries=3)(requests.get)(url, timeout=10)\n"],
];

const silent: readonly (readonly [title: string, text: string])[] = [
  ["a write", `${tenacity}requests.post(url, json=order)\n`],
  ["what is tried again already", `${tenacity}from tenacity import retry\n\n@retry\ndef load(url):\n    return requests.get(url)\n`],
  ["a loop", `${tenacity}for url in urls:\n    requests.get(url)\n`],
  ["no library", "import requests\n\nrequests.get(url)\n"],
];

const again = (fixes: readonly { readonly title: string }[] = []) => fixes.filter(({ title }) => title.includes("try again"));

describe("Pass timeout and try again", () => {
  it.each(cases)("%s", async (_title, before, after) => {
    const [finding] = await lint("service.py", before, rule);
    const fix = finding?.fixes.find(({ title }) => title.includes("try again"));
    expect(fix && applyFix(before, fix)).toBe(after);
    expect((await lint("service.py", after)).filter(({ rule: { id } }) => /timeout|retry/.test(id))).toEqual([]);
  });

  it.each(silent)("is not offered for %s", async (_title, text) => {
    const [finding] = await lint("service.py", text, rule);
    expect(finding).toBeDefined();
    expect(again(finding?.fixes)).toEqual([]);
  });

  it("is offered where the project has the library, though the file does not use it yet", async () => {
    const { analysis } = await workspace({ "service.py": "import requests\n\nrequests.get(url)\n", "pyproject.toml": "[project]\nname = \"a\"\nversion = \"1\"\ndependencies = [\"tenacity>=9\", \"requests>=2\"]\n", "uv.lock": "version = 1\n\n[[package]]\nname = \"tenacity\"\nversion = \"9.0.0\"\n\n[[package]]\nname = \"requests\"\nversion = \"2.32.3\"\n" });
    const [finding] = analysis.findings("service.py").filter(({ rule: { id } }) => id === rule);
    expect(again(finding?.fixes).map(({ title }) => title)).toEqual(["Pass timeout=10 and try again with tenacity 9.0.0 (uv.lock)"]);
  });
});
