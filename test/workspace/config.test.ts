/** preship.yaml: what it sets, every mistake at its place, nearest wins, extends, and edits that leave the rest alone. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RuleMeta } from "../../rules/api.ts";
import { withProfile, withRuleLevel } from "../../server/workspace/config-edit.ts";
import { readConfigText } from "../../server/workspace/config-text.ts";
import { ConfigStore } from "../../server/workspace/config.ts";
import { nearest } from "../../server/engine/suggest.ts";
import { readMarkers } from "../harness.ts";

const rule = (id: string, options?: RuleMeta["options"]): RuleMeta => ({
  id, title: id, severity: "warning", principle: "cost", checklist: [], since: "0", why: "", remedy: "", references: [], examples: [{ title: "", bad: "", good: "" }], ...(options && { options }),
});
const slow = rule("python/slow-loop", { limit: { default: 10, doc: "How many." }, names: { default: ["a"], doc: "Which." }, strict: { default: false, doc: "How." } });
const rules = [slow, rule("python/loud-log"), rule("yaml/open-door")];

describe("mistakes, each marked where it is", () => {
  const cases: readonly { readonly name: string; readonly text: string; readonly says: string }[] = [
    { name: "unknown key", text: "«profil»: internal\n", says: "Did you mean `profile`?" },
    { name: "unknown key far from any", text: "«zzzzzz»: 1\n", says: "Allowed: `profile`" },
    { name: "unknown profile", text: "profile: «customerfacing»\n", says: "Did you mean `customer-facing`?" },
    { name: "unknown rule", text: "rules:\n  «python/slow-lop»: off\n", says: "Did you mean `python/slow-loop`?" },
    { name: "glob that matches nothing", text: "rules:\n  «ruby/*»: off\n", says: "No rule is called" },
    { name: "bad level", text: "rules:\n  python/slow-loop: «warn»\n", says: "`warn` is no level" },
    { name: "level of another type", text: "rules:\n  python/slow-loop: «true»\n", says: "`true` is no level" },
    { name: "bad level in the long form", text: "rules:\n  python/slow-loop: { level: «loud» }\n", says: "no level" },
    { name: "unknown option", text: "rules:\n  python/slow-loop: { level: off, «limt»: 3 }\n", says: "Did you mean `limit`?" },
    { name: "number as text", text: 'rules:\n  python/slow-loop: { limit: «"3"» }\n', says: "must be a number" },
    { name: "list as text", text: "rules:\n  python/slow-loop: { names: «x» }\n", says: "must be a list of strings" },
    { name: "rules as a list", text: "rules: «[python/slow-loop]»\n", says: "is a map of settings" },
    { name: "open bracket", text: "ignore:\n  - «'src/[ab'»\n", says: "a bracket is left open" },
    { name: "empty pattern", text: "ignore: [«''»]\n", says: "matches nothing" },
    { name: "pattern of another type", text: "ignore: [«3»]\n", says: "Put it in quotes" },
    { name: "unknown role", text: "roles:\n  'jobs/**': «training»\n", says: "no role" },
    { name: "trait that is no flag", text: "traits:\n  service: «maybe»\n", says: "`true` or `false`" },
    { name: "unknown setting of secrets", text: "secrets:\n  «allow-path»: [a]\n", says: "Did you mean `allow-paths`?" },
    { name: "bad expression", text: "secrets:\n  allow-patterns: [«'(a'»]\n", says: "no regular expression" },
    { name: "no map at all", text: "«- a\n- b\n»", says: "is a map of settings" },
  ];
  for (const { name, text: marked, says } of cases) {
    it(name, () => {
      const { text, spans } = readMarkers(marked);
      const { findings } = readConfigText(text, "preship.yaml", "", rules);
      expect(findings.map((one) => one.at)).toEqual(spans);
      expect(findings[0]?.message).toContain(says);
    });
  }

  const silent: readonly (readonly [name: string, text: string])[] = [
    ["everything at once", "profile: prototype\ntraits: { service: true }\nroles: { 'jobs/**': batch }\nignore: ['a/**', '!b']\nrules:\n  python/*: hint\n  python/slow-loop: { level: error, limit: 3, names: [x], strict: true }\nchecklists: [a.yaml]\nsecrets:\n  allow-paths: [a]\n  allow-fingerprints: ['1']\n  allow-patterns: ['^a+$']\nbaseline: b.json\nextends: [other.yaml]\n"],
    ["options of their own", "rules:\n  python/slow-loop:\n    options: { limit: 3 }\n"],
    ["an empty file", ""], ["only comments", "# nothing\n"], ["keys without values", "rules:\nignore:\n"], ["off is a word", "rules: { python/slow-loop: off }\n"],
    ["an anchor used twice", "rules:\n  python/slow-loop: &quiet hint\n  python/loud-log: *quiet\n"],
  ];
  for (const [name, text] of silent) it(`none in ${name}`, () => expect(readConfigText(text, "preship.yaml", "", rules).findings).toEqual([]));

  it("broken YAML is reported and what can be read still counts", () => {
    const { findings, layer } = readConfigText("profile: prototype\nrules: [\n", "preship.yaml", "", rules);
    expect(findings.length).toBeGreaterThan(0);
    expect(layer.profile).toBe("prototype");
  });

  it("no prefix of a file makes it throw", () => {
    const text = silent[0]?.[1] ?? "";
    for (let length = 0; length <= text.length; length++) for (const one of readConfigText(text.slice(0, length), "preship.yaml", "", rules).findings) expect(one.at.end).toBeLessThanOrEqual(length);
  });
});

describe("the config that governs a file", () => {
  let root = "";
  beforeEach(() => { root = realpathSync(mkdtempSync(path.join(tmpdir(), "preship-config-"))); });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const write = (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), text);
    }
  };
  const store = (below = "") => new ConfigStore({ root: path.join(root, below), rules });

  it("is the nearest, alone unless it extends another", () => {
    write({ "preship.yaml": "profile: prototype\nrules: { python/slow-loop: off, python/loud-log: hint }\n", "a/preship.yaml": "rules: { python/slow-loop: error }\n", "b/.preship.yaml": "extends: ../preship.yaml\nrules: { python/slow-loop: error }\n" });
    const configs = store();
    const levels = (file: string) => rules.slice(0, 2).map((one) => configs.for(file).level(one));
    expect(levels("x.py")).toEqual(["off", "hint"]);
    expect(levels("a/deep/x.py")).toEqual(["error", "warning"]);
    expect(levels("b/x.py")).toEqual(["error", "hint"]);
    expect([configs.for("a/x.py").profile, configs.for("b/x.py").profile]).toEqual(["internal", "prototype"]);
    expect(configs.for("b/x.py").layers.map((layer) => layer.source)).toEqual(["preship.yaml", "b/.preship.yaml"]);
  });

  it("says options, the last match winning", () => {
    write({ "preship.yaml": "rules:\n  python/slow-loop: { limit: 1 }\n  python/*: { limit: 2 }\n" });
    expect([store().for("x.py").option(slow, "limit"), store().for("x.py").option(slow, "strict")]).toEqual([2, false]);
  });

  it("speaks of paths below its own folder", () => {
    write({ "a/preship.yaml": "ignore: ['/gen/**', '*.tmp']\nroles: { 'jobs/**': batch }\n" });
    const config = store().for("a/x.py");
    expect(["a/gen/x.py", "a/b/gen/x.py", "a/b/y.tmp", "a/x.py"].map((file) => config.isIgnored(file))).toEqual([true, false, true, false]);
    expect(config.role("a/jobs/x.py")).toBe("batch");
  });

  it("may lie above the opened folder, up to the repository's top and no further", () => {
    write({ "preship.yaml": "profile: prototype\n", "repo/.git/HEAD": "", "repo/preship.yaml": "profile: safety-critical\nignore: ['app/gen/**']\n", "repo/app/x.py": "", "bare/app/x.py": "" });
    expect(store("repo/app").for("x.py").profile).toBe("safety-critical");
    expect([store("repo/app").for("gen/x.py").isIgnored("gen/x.py"), store("repo/app").for("x.py").isIgnored("x.py")]).toEqual([true, false]);
    expect(store("bare/app").for("x.py").profile).toBe("internal");
  });

  const trouble: readonly { readonly name: string; readonly files: Readonly<Record<string, string>>; readonly at: string; readonly says: string }[] = [
    { name: "a file that extends itself", files: { "preship.yaml": "profile: prototype\nextends: preship.yaml\n" }, at: "preship.yaml", says: "circle" },
    { name: "a circle through a file of another name", files: { "preship.yaml": "extends: [a.yaml]\nprofile: prototype\n", "a.yaml": "extends: preship.yaml\n" }, at: "a.yaml", says: "circle" },
    { name: "a parent that is not there", files: { "preship.yaml": "extends: gone.yaml\nprofile: prototype\n" }, at: "gone.yaml", says: "does not exist" },
    { name: "a mistake in a file of another name", files: { "preship.yaml": "extends: a.yaml\nprofile: prototype\n", "a.yaml": "profil: internal\n" }, at: "a.yaml", says: "In `a.yaml`: `profil` is no setting" },
  ];
  for (const { name, files, at, says } of trouble) {
    it(`reports ${name} at the word, and goes on`, () => {
      write(files);
      const configs = store();
      expect(configs.for("x.py").profile).toBe("prototype");
      const text = files["preship.yaml"] ?? "";
      expect(configs.findings("preship.yaml").map((one) => text.slice(one.at.start, one.at.end))).toEqual([at]);
      expect(configs.findings("preship.yaml")[0]?.message).toContain(says);
    });
  }

  it("is asked again after it was forgotten, and not before", () => {
    const configs = store();
    expect(configs.for("x.py").profile).toBe("internal");
    write({ "preship.yaml": "profile: prototype\n" });
    expect(configs.for("x.py").profile).toBe("internal");
    configs.forget();
    expect(configs.for("x.py").profile).toBe("prototype");
  });

  it("may be named, or left out altogether", () => {
    write({ "preship.yaml": "profile: prototype\n", "ci/strict.yaml": "profile: safety-critical\nignore: ['gen/**']\n" });
    const named = new ConfigStore({ root, rules, file: path.join(root, "ci/strict.yaml") }).for("gen/x.py");
    expect([named.profile, named.isIgnored("gen/x.py")]).toEqual(["safety-critical", true]);
    expect(new ConfigStore({ root, rules, isolated: true }).for("x.py").profile).toBe("internal");
  });

  it("is not a file that cannot be read as text", () => {
    mkdirSync(path.join(root, "a"));
    writeFileSync(path.join(root, "a/preship.yaml"), new Uint8Array([0, 1, 2, 255]));
    const said: string[] = [];
    const configs = new ConfigStore({ root, rules, onUnreadable: (file, reason) => said.push(`${path.basename(file)} ${reason}`) });
    expect(configs.for("a/x.py").profile).toBe("internal");
    expect(said).toEqual(["preship.yaml binary"]);
  });

  it("is worked out once for all folders that one file governs, and again when it changed", () => {
    const root = realpathSync(mkdtempSync(path.join(tmpdir(), "preship-shared-")));
    try {
      mkdirSync(path.join(root, "inner"), { recursive: true });
      writeFileSync(path.join(root, "preship.yaml"), "profile: prototype\n");
      writeFileSync(path.join(root, "inner/preship.yaml"), "profile: safety-critical\n");
      const store = new ConfigStore({ root, rules });
      expect(store.for("a/x.py")).toBe(store.for("b/c/y.py"));
      expect(store.for("inner/x.py")).not.toBe(store.for("a/x.py"));
      expect(store.for("inner/deep/x.py")).toBe(store.for("inner/x.py"));
      writeFileSync(path.join(root, "preship.yaml"), "profile: customer-facing\n");
      store.forget();
      expect([store.for("a/x.py"), store.for("inner/x.py")].map(({ profile }) => profile)).toEqual(["customer-facing", "safety-critical"]);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});

describe("an edit", () => {
  const cases: readonly { readonly name: string; readonly before: string; readonly after: string }[] = [
    { name: "of an empty file", before: "", after: "rules:\n  a/b: off\n" },
    { name: "beside other settings", before: "# ours\nprofile: internal # why\n", after: "# ours\nprofile: internal # why\nrules:\n  a/b: off\n" },
    { name: "of a value that stands there", before: "rules:\n  a/b: error # loud\n  c/d: off\n", after: "rules:\n  a/b: off # loud\n  c/d: off\n" },
    { name: "of the long form", before: "rules:\n  a/b:\n    level: error # loud\n    limit: 3\n", after: "rules:\n  a/b:\n    level: off # loud\n    limit: 3\n" },
    { name: "after the last rule, before what follows", before: "rules:\n    c/d: off # quiet\n\n# more\nprofile: internal\n", after: "rules:\n    c/d: off # quiet\n    a/b: off\n\n# more\nprofile: internal\n" },
    { name: "after a rule of several lines", before: "rules:\n  c/d:\n    level: off\nignore: [x]\n", after: "rules:\n  c/d:\n    level: off\n  a/b: off\nignore: [x]\n" },
    { name: "in a flow map", before: "rules: { c/d: off } # x\n", after: "rules: { c/d: off, a/b: off } # x\n" },
    { name: "of rules without any", before: "rules:\nprofile: internal\n", after: "rules:\n  a/b: off\nprofile: internal\n" },
    { name: "with Windows line endings", before: "profile: internal\r\nrules:\r\n  c/d: off\r\n", after: "profile: internal\r\nrules:\r\n  c/d: off\r\n  a/b: off\r\n" },
    { name: "without a last line break", before: "profile: internal", after: "profile: internal\nrules:\n  a/b: off\n" },
  ];
  for (const { name, before, after } of cases) it(name, () => expect(withRuleLevel(before, "a/b", "off")).toEqual({ text: after }));

  for (const before of ["rules: [\n", "- a\n", "rules: 3\n"]) it(`is refused in ${JSON.stringify(before)}`, () => expect(withRuleLevel(before, "a/b", "off")).toHaveProperty("refused"));

  it("of the profile", () => expect(withProfile("profile: internal # for now\n", "prototype")).toEqual({ text: "profile: prototype # for now\n" }));
});

describe("the nearest word", () => {
  for (const [word, expected] of [["profil", "profile"], ["Rules", "rules"], ["rles", "rules"], ["xyz", undefined], ["", undefined]] as const) {
    it(`to "${word}"`, () => expect(nearest(word, ["profile", "rules"])).toBe(expected));
  }
});
