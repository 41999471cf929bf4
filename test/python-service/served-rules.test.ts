/** The rules on load, failure, contracts and metrics on the cases of their tables, and findings that depend on who calls. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers, workspace } from "../harness.ts";
import { contractCases } from "./contract-cases.ts";
import { loadCases } from "./load-cases.ts";

for (const [rule, rows] of Object.entries({ ...loadCases, ...contractCases })) {
  describe(rule, () => {
    it.each(rows)("%s", async (_title, marked) => {
      const { text } = readMarkers(marked);
      const sure = (await lint("service.py", text, rule)).filter((finding) => finding.severity !== "hint");
      expect(withMarkers(text, sure)).toBe(marked);
    });
  });
}

const api = "from fastapi import FastAPI\nfrom shop.store import Store, price_of\napp = FastAPI()\nstore = Store()\n@app.get('/v1/price')\ndef price(key: str):\n    return price_of(key)\n@app.get('/v1/stock')\ndef stock(key: str):\n    return store.in_stock(key)\n";
const used = "import logging\nimport redis\nlogger = logging.getLogger(__name__)\ndef price_of(key):\n    print('asked')\n    return redis.Redis(socket_timeout=1).get(key)\nclass Store:\n    def in_stock(self, key):\n        logger.info(f'count {key}')\n        return 1\n    def unused(self):\n        print('never')\n";
const rules = ["python/print-in-service", "python/unstructured-log", "python/client-per-request"];

describe("findings that hold only where requests are answered", () => {
  const told = (findings: readonly { readonly rule: { readonly id: string }; readonly message: string }[]) => findings.filter(({ rule }) => rules.includes(rule.id)).map(({ rule, message }) => `${rule.id} ${/GET [\w/]+/.exec(message)?.[0] ?? ""}`.trim());

  it("follow calls into other files, methods of shared objects too", async () => {
    const { findings } = await workspace({ "shop/api.py": api, "shop/store.py": used });
    expect(told(findings("shop/store.py"))).toEqual(["python/print-in-service GET /v1/price", "python/client-per-request GET /v1/price", "python/unstructured-log"]);
    expect(findings("shop/store.py", "python/print-in-service")[0]?.related.map(({ path, message }) => `${path} ${message}`)).toEqual(["shop/api.py answers GET /v1/price", "shop/api.py calls price_of"]);
  });

  it("are silent while nobody serves the function, and come and go with the route", async () => {
    const { analysis, findings } = await workspace({ "shop/api.py": "", "shop/store.py": used });
    expect(told(findings("shop/store.py"))).toEqual([]);
    analysis.open("shop/api.py", api);
    expect([...analysis.refreshProject()]).toContain("shop/store.py");
    expect(told(findings("shop/store.py")).length).toBe(3);
    analysis.remove("shop/api.py");
    expect([...analysis.refreshProject()]).toContain("shop/store.py");
    expect(told(findings("shop/store.py"))).toEqual([]);
  });

  it("stay after the file was closed", async () => {
    const { analysis, findings } = await workspace({ "shop/api.py": api, "shop/store.py": used });
    const before = findings("shop/store.py");
    analysis.close("shop/store.py");
    analysis.close("shop/api.py");
    expect(findings("shop/store.py")).toEqual(before);
  });

  it("are silent behind a memoised function and behind a check for what is missing", async () => {
    const store = "import functools, redis\ndef connect():\n    return redis.Redis(socket_timeout=1)\n@functools.lru_cache\ndef client():\n    return connect()\n";
    const caller = "from fastapi import FastAPI\nfrom store import client, connect\napp = FastAPI()\nkept = None\n@app.get('/v1/x')\ndef f():\n    global kept\n    if kept is None:\n        kept = connect()\n    return client().get('a')\n";
    const { findings } = await workspace({ "api.py": caller, "store.py": store });
    expect(findings("store.py", "python/client-per-request")).toEqual([]);
  });
});
