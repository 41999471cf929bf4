/** A pattern is not tried on a text that holds none of its words; what texts say of services is found all the same. */
import { describe, expect, it } from "vitest";
import { concernsOf } from "../../server/languages/concerns.ts";
import { says } from "../../server/engine/word-marks.ts";

/** Counts the texts that it is tried on. */
class Counted extends RegExp {
  tries = 0;

  override test(text: string): boolean {
    this.tries++;
    return super.test(text);
  }
}

const asked: readonly (readonly [text: string, says: boolean, tries: number])[] = [
  ["a table of rows", false, 0],
  ["", false, 0],
  ["a tor of orcs in the arch", false, 0],
  ["the Torch is lit", true, 1],
  ["storches", false, 1],
];

describe("says", () => {
  it.each(asked)("%j", (text, expected, tries) => {
    const pattern = new Counted("\\btorch\\b", "i");
    expect([says(pattern, text), pattern.tries]).toEqual([expected, tries]);
  });
});

const spoken: readonly (readonly [text: string, concerns: readonly string[]])[] = [
  ["def add(a, b):\n    return a + b\n", []],
  ["import EVIDENTLY", ["drift"]],
  ["x = psi (a)", ["drift"]],
  ["epsilon", []],
  ["proxy: traefik:v3", ["gateway"]],
  ["get('/metrics')", ["metrics"]],
  ["DEFAULT_PAGINATION_CLASS", ["pages"]],
  ["status 429", ["rate-limit"]],
  ["1429", []],
  ["too-many_requests too_many_requests", ["rate-limit"]],
  ["X-Request-ID", ["request-id"]],
  ["signal.SIGTERM", ["shutdown"]],
  ["\u{1f600}jaeger", ["tracing"]],
  ["uvicorn app:app", ["wsgi"]],
  ["# preship: uvicorn is fine\n", []],
  ["dd-trace", ["metrics", "tracing"]],
];

describe("concerns", () => {
  it.each(spoken)("%j", (text, concerns) => expect(concernsOf(text)).toEqual(concerns));
});
