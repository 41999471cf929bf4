/** Spellings that other linters' suites ask for, in words of our own: what speaks carries `«…»`, what is silent carries none. */
import { describe, expect, it } from "vitest";
import { applyFix, lint, readMarkers, withMarkers } from "../harness.ts";
import { javascript } from "./javascript.ts";
import { python } from "./python.ts";
import { transport } from "./transport.ts";

for (const [rule, rows] of [...python, ...transport, ...javascript]) {
  const fallback = rule.startsWith("python/") ? "app/main.py" : "service.js";
  describe(rule, () => {
    it.each(rows.map(([title, marked, path]) => [title, marked, path ?? fallback] as const))("%s", async (_title, marked, path) => {
      const { text } = readMarkers(marked);
      const found = await lint(path, text, rule);
      expect(withMarkers(text, found)).toBe(marked);
      for (const finding of found) for (const fix of finding.fixes) {
        expect((await lint(path, applyFix(text, fix), rule)).length, fix.title).toBeLessThan(found.length);
      }
    });
  });
}

describe("broken input is only silence", () => {
  const rules = new Set([...python, ...transport].map(([rule]) => rule));
  it.each(["import ssl\nssl.wrap_socket(", "client.set_missing_host_key_policy(", "os.execl('sh', '-c'", "while x:\n    try:\n    finally:\n        break", "asyncio.to_thread(pickle.loads,", "ctx.minimum_version =", "qs.extra(where=[", "loop.run_in_executor(None"])("%j", async (text) => {
    for (const rule of rules) await expect(lint("app/main.py", text, rule)).resolves.toBeInstanceOf(Array);
  });
});
