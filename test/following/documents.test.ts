/** YAML files of several documents while somebody types: rules are asked about the document that changed, and say what they say of the whole. */
import { beforeAll, describe, expect, it } from "vitest";
import type { AnyRule } from "../../rules/api.ts";
import { buildProject } from "../../server/compose.ts";
import { Analysis } from "../../server/engine/analysis.ts";
import { effectiveConfig } from "../../server/engine/config.ts";
import { seeded } from "../fuzz/mutations.ts";
import { languages, Live, played } from "../fuzz/replay.ts";
import { rewrite } from "../fuzz/rewrites.ts";
import { allRules, readMarkers } from "../harness.ts";

beforeAll(() => Promise.all(languages.map((language) => language.load())), 60_000);

const times = Number(process.env["PRESHIP_FUZZ"] ?? 1);
const inDocuments = allRules.filter((rule) => "judges" in rule && rule.judges === "documents");
const documents = allRules.filter(({ id }) => id.startsWith("yaml/")).flatMap(({ examples }) => examples.flatMap(({ bad, good, path }) => (/workflows\//.test(path ?? "") ? [] : [readMarkers(bad).text, good])));
const workflows = allRules.filter(({ id }) => id.startsWith("yaml/")).flatMap(({ examples }) => examples.flatMap(({ bad, path }) => (/workflows\//.test(path ?? "") ? [readMarkers(bad).text] : [])));

const web = (name: string, replicas = "replicas: 1") => `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  ${replicas}\n  selector: { matchLabels: { app: ${name} } }\n  template:\n    metadata:\n      labels:\n        app: ${name}\n    spec:\n      hostNetwork: true\n      containers:\n        - name: ${name}\n          image: acme/${name}:1.4.2\n          command: [sh, -c, "curl -k https://a.io | tee x"]\n          env:\n            - name: DB_PASSWORD\n              value: welcome\n          ports:\n            - containerPort: 80\n`;
const scaler = (name: string) => `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: x }\nspec:\n  scaleTargetRef: { name: ${name} }\n`;
const secret = "apiVersion: v1\nkind: Secret\nmetadata: { name: x }\nstringData:\n  file: welcome to this\n";
const limits = "apiVersion: v1\nkind: LimitRange\nmetadata: { name: x }\n";
const shop = (rest = "") => `services:\n  web:\n    image: acme/web:1\n    privileged: true\n    user: root\n    pid: host\n    ports: ["80:80"]\n${rest}`;
const all = (...parts: readonly string[]) => parts.join("---\n");

const scripts: readonly (readonly [what: string, path: string, ...texts: readonly string[]])[] = [
  ["a document grows and those behind it move", "k.yaml", all(web("a"), web("b"), web("c")), all(web("a"), `${web("b")}note: x\n`, web("c"))],
  ["a document moves twice", "k.yaml", all(web("a"), web("b"), web("c")), all(`# x\n${web("a")}`, web("b"), web("c")), all(`# xy\n${web("a")}`, web("b"), web("c"))],
  ["an autoscaler further down learns the name", "k.yaml", all(web("a"), web("b"), scaler("bb")), all(web("a"), web("b"), scaler("b")), all(web("a"), web("b"), scaler("b "))],
  ["limits come for all", "k.yaml", all(web("a"), web("b"), limits.replace("Range", "Rang")), all(web("a"), web("b"), limits), all(web("a"), web("b"), limits.replace("Range", "Rang"))],
  ["a value is sealed elsewhere", "k.yaml", all(secret, web("a"), "a: ENC\n"), all(secret, web("a"), "a: ENC[x]\n"), all(secret, web("a"), "a: ENC\n")],
  ["a fix adds a document at the end, and the end moves", "k.yaml", all(web("a"), web("b")), all(web("a"), `${web("b")}x: 1\n`), all(web("a"), `${web("b")}x: 1`), all(web("a"), `${web("b")}x: 12`)],
  ["line ends become those of another system", "k.yaml", all(web("a"), web("b")), all(web("a"), web("b").replace("kind: Deployment\n", "kind: Deployment\r\n")), all(web("a"), web("b"))],
  ["a service elsewhere says that all is for production", "compose.yaml", all(shop(), shop()), all(shop(), shop("    restart: alway\n")), all(shop(), shop("    restart: always\n"))],
  ["the first document becomes one of another kind", "k.yaml", all("a: 1\n", web("a"), shop()), all("services: { a: { image: x } }\n", web("a"), shop()), all("a: 1\n", web("a"), shop())],
  ["a document is cut in two", "k.yaml", all(web("a"), `${web("b")}x: 1\n${web("c")}`), all(web("a"), `${web("b")}---\n${web("c")}`), all(web("a"), `${web("b")}x: 1\n${web("c")}`)],
  ["a document goes", "k.yaml", all(web("a"), web("b"), web("c")), all(web("a"), web("c")), web("c"), ""],
  ["a document is broken and mended", "k.yaml", all(web("a"), web("b"), web("c")), all(web("a"), web("b").replace("spec:", "spec"), web("c")), all(web("a"), web("b"), web("c"))],
  ["a name stands for a part of another document", "k.yaml", all(web("a"), web("b")), all(web("a").replace("replicas: 1", "replicas: &n 1"), web("b")), all(web("a").replace("replicas: 1", "replicas: &n 1"), web("b").replace("replicas: 1", "replicas: *n"))],
  ["it becomes a template", "k.yaml", all(web("a"), web("b")), all(web("a"), web("b").replace("replicas: 1", "{{ x }}")), all(web("a"), web("b"))],
  ["only the end of the last document changes", "k.yaml", all(web("a"), web("b")), all(web("a"), web("b")).trimEnd(), `${all(web("a"), web("b"))}\n`],
];

describe("several documents", () => {
  for (const [what, path, ...texts] of scripts) it(what, () => expect(played(path, texts, new Map())).toBeUndefined());

  it.each([["k8s/all.yaml", documents], ["compose.yaml", documents], [".github/workflows/all.yaml", workflows], ["test/all.yaml", documents]])("%s after any edit", (path, samples) => {
    for (let script = 0; script < 5 * times; script++) {
      const random = seeded(20261123 + script);
      const some = () => samples[Math.floor(random() * samples.length)] ?? "";
      const start = all(...Array.from({ length: 4 }, some));
      const live = new Live(new Map([[path, start]]));
      let before = start;
      for (let step = 0; step < 10; step++) {
        const text = live.texts.get(path) ?? "";
        const changes = step % 3 === 2 ? [{ at: { start: random() < 0.5 ? 0 : text.length, end: random() < 0.5 ? 0 : text.length }, text: "# x\n" }].filter(({ at }) => at.start <= at.end) : rewrite(random, text, some(), before);
        expect(live.wrongAfterEdit(path, changes), `script ${script}, step ${step}: ${JSON.stringify(text)}`).toBeUndefined();
        before = text;
      }
      live.close();
    }
  });
});

it("rules are asked about the document that changed, and about no other", () => {
  expect(inDocuments.length).toBeGreaterThan(10);
  const asked: string[] = [];
  const counting = inDocuments.map((rule) => ({ ...rule, check: (...given: unknown[]) => { asked.push(rule.id); return (rule.check as (...given: unknown[]) => unknown).apply(rule, given); } }) as AnyRule);
  const config = effectiveConfig([{ source: "test", folder: "" }]);
  const analysis = new Analysis({ languages, rules: counting, buildProject, configFor: () => config, surroundings: { paths: new Set(["k.yaml"]), ignored: new Set(), installed: () => undefined }, onTrouble: ({ message }) => { throw new Error(message); } });
  let text = all(...Array.from({ length: 20 }, (_, index) => web(`web${index}`)), `${web("last")}note: x\n`);
  analysis.open("k.yaml", text);
  const type = (start: number, letter: string) => {
    text = text.slice(0, start) + letter + text.slice(start);
    asked.length = 0;
    analysis.edit("k.yaml", [{ at: { start, end: start }, text: letter }], text);
    return new Map(asked.map((id) => [id, asked.filter((other) => other === id).length]));
  };
  const place = () => text.indexOf("acme/web7") + "acme/web7".length;
  type(place(), "x");
  for (const letter of "yz") {
    const counts = type(place(), letter);
    expect(counts.size).toBeGreaterThan(5);
    expect([...counts].filter(([, count]) => count > 1)).toEqual([]);
  }
});
