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
  ["with stamina", "import requests\nimport stamina\n\nanswer = requests.get(url)\n", "import requests\nimport stamina\n\nanswer = stamina.RetryingCaller(attempts=3, wait_max=10.0)(requests.RequestException, requests.get, url, timeout=10)\n"],
  ["with retrying", "import requests\nfrom retrying import retry\n\nanswer = requests.get(url)\n", "import requests\nfrom retrying import retry\nfrom retrying import Retrying\n\nanswer = Retrying(stop_max_attempt_number=3, wait_exponential_multiplier=500, wait_exponential_max=10000, wait_jitter_max=500).call(requests.get, url, timeout=10)\n"],
  ["with retry", "import requests\nfrom retry import retry\n\nanswer = requests.get(\n    url,\n)\n", "import requests\nfrom retry import retry\n\nanswer = retry(requests.RequestException, tries=3, delay=0.5, backoff=2, max_delay=10, jitter=(0, 0.5))(requests.get)(\n    url,\n    timeout=10,\n)\n"],
  ["with backoff, an alias and no module of requests", "import backoff\nfrom requests import get\n\nanswer = get(url).json()\n", "import backoff\nfrom requests import get\nimport requests\n\nanswer = backoff.on_exception(backoff.expo, requests.RequestException, max_tries=3)(get)(url, timeout=10).json()\n"],
  ["httpx told to wait, with stamina", "import httpx\nimport stamina\n\nanswer = httpx.get(url, timeout=None)\n", "import httpx\nimport stamina\n\nanswer = stamina.RetryingCaller(attempts=3, wait_max=10.0)(httpx.HTTPError, httpx.get, url, timeout=10)\n"],
];

const mount = "mount(\"https://\", HTTPAdapter(max_retries=Retry(total=3, backoff_factor=0.5, status_forcelist=[502, 503, 504])))";
const mountImports = "from requests.adapters import HTTPAdapter\nfrom urllib3.util import Retry\n";
const sessions: readonly (readonly [title: string, before: string, after: string])[] = [
  ["of the module", "import requests\n\nsession = requests.Session()\nanswer = session.get(url)\n", `import requests\n${mountImports}\nsession = requests.Session()\nsession.${mount}\nanswer = session.get(url, timeout=10)\n`],
  ["on self, with a comment", "import requests\n\nclass A:\n    def __init__(self):\n        self.s = requests.Session()  # shared\n\n    def f(self):\n        return self.s.get(url)\n", `import requests\n${mountImports}\nclass A:\n    def __init__(self):\n        self.s = requests.Session()  # shared\n        self.s.${mount}\n\n    def f(self):\n        return self.s.get(url, timeout=10)\n`],
  ["at the end of a file without a line break, Windows", "import requests\r\ns = requests.Session()\r\nprint(s.get(url))", `import requests\r\n${mountImports.replaceAll("\n", "\r\n")}s = requests.Session()\r\ns.${mount}\r\nprint(s.get(url, timeout=10))`],
];

const manifests: readonly (readonly [title: string, files: Readonly<Record<string, string>>, expected: readonly string[]])[] = [
  ["a requirement", { "requirements.txt": "requests\ntenacity\n" }, ["tenacity"]],
  ["a requirement of a folder above", { "requirements.txt": "stamina==24.1.0\n" }, ["stamina"]],
  ["two of them", { "requirements.txt": "backoff\nretrying==1.3.4\n" }, ["backoff", "retrying"]],
  ["pyproject", { "pyproject.toml": "[project]\nname = \"a\"\nversion = \"1\"\ndependencies = [\"Tenacity>=8\"]\n" }, ["tenacity"]],
  ["a requirement of another folder", { "jobs/requirements.txt": "tenacity\n" }, []],
  ["nothing", { "requirements.txt": "requests\n" }, []],
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

  it.each(sessions)("lets a session try again: %s", async (_title, before, after) => {
    const finding = (await lint("service.py", before, rule)).at(-1);
    const fix = finding?.fixes.find(({ title }) => title.includes("session try again"));
    expect(fix && applyFix(before, fix)).toBe(after);
    expect((await lint("service.py", after)).filter(({ rule: { id } }) => /timeout|retry/.test(id))).toEqual([]);
  });

  it.each(manifests)("is offered by what the project has: %s", async (_title, files, expected) => {
    const { analysis } = await workspace({ ...files, "app/service.py": "import requests\n\nrequests.get(url)\n" });
    const [finding] = analysis.findings("app/service.py").filter(({ rule: { id } }) => id === rule);
    expect(again(finding?.fixes).map(({ title }) => title)).toEqual(expected.map((name) => `Pass timeout=10 and try again with ${name}`));
  });

  it("is offered where the project has the library, though the file does not use it yet", async () => {
    const { analysis } = await workspace({ "service.py": "import requests\n\nrequests.get(url)\n", "pyproject.toml": "[project]\nname = \"a\"\nversion = \"1\"\ndependencies = [\"tenacity>=9\", \"requests>=2\"]\n", "uv.lock": "version = 1\n\n[[package]]\nname = \"tenacity\"\nversion = \"9.0.0\"\n\n[[package]]\nname = \"requests\"\nversion = \"2.32.3\"\n" });
    const [finding] = analysis.findings("service.py").filter(({ rule: { id } }) => id === rule);
    expect(again(finding?.fixes).map(({ title }) => title)).toEqual(["Pass timeout=10 and try again with tenacity"]);
  });
});
