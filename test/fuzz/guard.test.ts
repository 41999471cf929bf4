/** A language that breaks its contract and throws: it costs its own file, is said, and the rest goes on. */
import { describe, expect, it } from "vitest";
import { allRules } from "../harness.ts";
import { buildProject } from "../../server/compose.ts";
import { Analysis } from "../../server/engine/analysis.ts";
import { effectiveConfig } from "../../server/engine/config.ts";
import type { Language, OpenFile } from "../../server/engine/language.ts";
import { languages } from "./replay.ts";

const text = languages.find(({ id }) => id === "text");
const config = effectiveConfig([{ source: "test", folder: "" }]);
const leak = 'password = "Tr4ding!Places"\n';

/** Throws at one of its duties. */
function broken(duty: "open" | "update" | "facts" | "comments"): Language {
  const fail = (): never => { throw new RangeError(`${duty} failed`); };
  return {
    id: "text", claims: (path) => path.endsWith(".broken"), load: () => Promise.resolve(), isLoaded: true,
    open(path, content): OpenFile {
      if (duty === "open") fail();
      const open = text?.open(path, content) ?? fail();
      return {
        get file() { return duty === "comments" ? { ...open.file, comments: fail } : open.file; },
        facts: () => (duty === "facts" ? fail() : open.facts()), dispose: () => open.dispose(),
        update: (changes, next) => (duty === "update" ? fail() : open.update(changes, next)),
      };
    },
  };
}

describe("a language that throws", () => {
  it.each(["open", "update", "facts", "comments"] as const)("when asked to %s", (duty) => {
    const said: string[] = [];
    const analysis = new Analysis({ languages: [broken(duty), ...languages], rules: allRules, buildProject, configFor: () => config, surroundings: { paths: new Set(["a.broken", "a.env"]), ignored: new Set(), installed: () => undefined }, onTrouble: ({ path, message }) => said.push(`${path} ${message}`) });
    const content = `# preship: ignore[nothing] a reason\n${leak}`;
    analysis.open("a.broken", content);
    analysis.edit("a.broken", [{ at: { start: 0, end: 0 }, text: "\n" }], `\n${content}`);
    analysis.scan("b.broken", content);
    analysis.open("a.env", "PASSWORD=Tr4ding!Places\n");
    analysis.refreshProject();
    expect(analysis.findings("a.env").map(({ rule }) => rule.id)).toContain("text/hardcoded-secret");
    expect(analysis.findings("a.broken").filter(({ rule }) => rule.id === "text/hardcoded-secret").length).toBe(duty === "open" ? 0 : 1);
    expect(said.some((one) => one.includes(".broken") && one.includes(`${duty} failed`))).toBe(true);
  });
});
