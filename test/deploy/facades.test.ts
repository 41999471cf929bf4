/** What the façades of Dockerfiles and YAML files say beside findings: kinds, names, comments, stages; and that no text breaks them. */
import { describe, expect, it } from "vitest";
import type { DockerFile, YamlFile } from "../../rules/api.ts";
import { dockerfileLanguage } from "../../server/languages/dockerfile/index.ts";
import { yamlLanguage } from "../../server/languages/yaml/index.ts";

const yaml = (text: string, path = "a.yaml") => yamlLanguage().open(path, text).file as YamlFile;
const docker = (text: string) => dockerfileLanguage().open("Dockerfile", text).file as DockerFile;

describe("kind of a YAML file", () => {
  it.each([
    ["workflow", ".github/workflows/a.yml", "jobs: {}\n"],
    ["workflow", "copy.yml", "on: push\njobs:\n  a: {runs-on: x}\n"],
    ["action", "x/action.yml", "runs: {using: node20, main: a.js}\n"],
    ["compose", "any.yml", "services:\n  a: {image: b}\n"],
    ["kubernetes", "any.yml", "# first\n---\napiVersion: v1\nkind: Pod\n"],
    ["kustomization", "kustomization.yaml", "resources: []\n"],
    ["kustomization", "any.yaml", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Component\n"],
    ["gitlab-ci", ".gitlab-ci.yml", "a: {script: [b]}\n"],
    ["prometheus-rules", "any.yml", "groups:\n  - name: a\n    rules: [{alert: b, expr: c}]\n"],
    ["prometheus-rules", "any.yml", "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec: {groups: [{rules: [{record: a}]}]}\n"],
    ["alertmanager", "any.yml", "route: {receiver: a}\nreceivers: []\n"],
    ["openapi", "any.yml", "openapi: 3.1.0\npaths: {}\n"],
    ["helm-template", "any.yml", "a: {{ .Values.b }}\n"],
    ["helm-template", "any.yml", "{{ if .a }}\n"],
    ["gitlab-ci", "ci/build.yml", "build:\n  stage: build\n  image: a\n  script: [make]\n"],
    ["gitlab-ci", "ci/rules.yml", "build:\n  script: make\n  rules:\n    - if: $CI_COMMIT_TAG\n"],
    ["other", "travis.yml", "language: python\nscript: make\njobs:\n  include: [{script: make}]\n"],
    ["other", "scenes.yml", "first:\n  script: play.txt\n  actors: [a]\n"],
    ["other", "docker-compose.yml", "a: 1\n"],
    ["other", "any.yml", "a: \"{{ b }}\"\nc: x{{ d }}\ne: ${{ f }}\ng: |\n  {{ h }}\n"],
    ["other", "skaffold.yaml", "apiVersion: skaffold/v4beta6\nkind: Config\n"],
    ["other", "mkdocs.yml", "on: true\njobs: many\n"],
    ["other", "any.yml", ""],
    ["other", "any.yml", "- a\n- b\n"],
  ] as const)("%s: %s", (kind, path, text) => expect(yaml(text, path).kind).toBe(kind));

  it.each([
    ["a whole deployment", "apiVersion: apps/v1\nkind: Deployment\nspec: {selector: {}, template: {spec: {containers: []}}}\n", false],
    ["a patch of one", "apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {containers: [{name: a}]}}}\n", true],
    ["a deployment whose selector was forgotten", "apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {containers: [{name: a, image: b}]}}}\n", false],
    ["a patch with an image, among overlays", "apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {containers: [{name: a, image: b}]}}}\n", true, "overlays/prod/api.yaml"],
    ["a patch of the pods' labels", "apiVersion: apps/v1\nkind: Deployment\nspec: {template: {metadata: {}}}\n", true],
    ["a marked patch", "apiVersion: v1\nkind: Service\n$patch: delete\n", true],
    ["a service", "apiVersion: v1\nkind: Service\nspec: {ports: []}\n", false],
    ["an overlay of Compose", "services:\n  a: {image: b}\n  c: {ports: ['1:1']}\n", true],
  ] as const)("partial: %s", (_title, text, isPartial, path: string = "any.yaml") => expect(yaml(text, path).documents()[0]?.isPartial).toBe(isPartial));
});

describe("named strings", () => {
  const named = (file: YamlFile | DockerFile) => file.namedStrings().map(({ name, value, at, whole, within }) => [name, value, file.slice(at), whole, within?.join(".") ?? ""].join("|").replace(/\uFFFC/g, "?"));

  it.each([
    ["entries", "a.yml", "db:\n  password: \"hunter\\x32\"\n  port: 5432\n  tls: true\n", ["password|hunter2|\"hunter\\x32\"|true|db", "port|5432|5432|true|db"]],
    ["pairs", "a.yml", "env:\n  - name: API_KEY\n    value: abc\n  - {name: X, valueFrom: {}}\n", ["API_KEY|abc|abc|true|env.0", "name|API_KEY|API_KEY|true|env.0", "name|X|X|true|env.1"]],
    ["lists", "a.yml", "services:\n  a:\n    image: b\n    environment:\n      - PASSWORD=hunter2\n      - EMPTY=\n      - OTHER\n      - \"Q=a b\"\n", ["image|b|b|true|services.a", "PASSWORD|hunter2|hunter2|true|services.a.environment", "EMPTY|||true|services.a.environment", "Q|a b|a b|true|services.a.environment"]],
    ["Compose variables", "a.yml", "services:\n  a:\n    image: b\n    environment:\n      A: ${B}\n      C: ${D:-admin}\n", ["image|b|b|true|services.a", "A|?|${B}|false|services.a.environment", "C|${D:-admin}|${D:-admin}|true|services.a.environment"]],
    ["expressions of workflows", ".github/workflows/a.yml", "jobs:\n  a:\n    container:\n      image: x\n      credentials: {username: u, password: hunter2}\n    env:\n      T: ${{ secrets.T }}\n      U: a-${{ b }}\n", ["image|x|x|true|jobs.a.container", "username|u|u|true|jobs.a.container.credentials", "password|hunter2|hunter2|true|jobs.a.container.credentials", "T|?|${{ secrets.T }}|false|jobs.a.env", "U|a-?|a-${{ b }}|false|jobs.a.env"]],
    ["an anchored value once", "a.yml", "a: &x secret\nb: *x\n", ["a|secret|secret|true|"]],
  ] as const)("YAML %s", (_title, path, text, expected) => expect(named(yaml(text, path))).toEqual(expected));

  it("Dockerfile ENV and ARG, never mounted secrets", () => {
    const file = docker("FROM a\nARG TOKEN=abc EMPTY NEXT=\nENV PASSWORD=\"hunter 2\" URL=http://$HOST/\nENV OLD a long value\nRUN --mount=type=secret,id=TOKEN make KEY=1\n");
    expect(named(file)).toEqual(["TOKEN|abc|abc|true|", "NEXT|||true|", "PASSWORD|hunter 2|\"hunter 2\"|true|", "URL|http://?/|http://$HOST/|false|", "OLD|a long value|a long value|true|"]);
  });

  it("are replaced by what the file's reader understands", () => {
    const at = { start: 3, end: 6 };
    expect(yaml("jobs: {}", ".github/workflows/a.yml").environmentRead?.("X", at)).toEqual([{ at, text: "${{ secrets.X }}" }]);
    expect(yaml("services: {a: {image: b}}").environmentRead?.("X", at)).toEqual([{ at, text: "${X}" }]);
    expect(yaml("a: b").environmentRead?.("X", at)).toBeUndefined();
    expect(docker("FROM a").environmentRead?.("X", at)).toBeUndefined();
  });
});

describe("comments", () => {
  const comments = (file: YamlFile | DockerFile) => file.comments().map(({ at, text }) => `${file.slice(at)}=${text}`);
  it("of YAML stand outside strings and inside templates", () => {
    expect(comments(yaml("# one\na: b # two\nc: 'd # no'\ne: |\n  # no\nf: g#no\n"))).toEqual(["# one=one", "# two=two"]);
    expect(comments(yaml("a: {{ b }}\n# one\r\n"))).toEqual(["# one=one"]);
  });
  it("inside scripts count where they speak to Preship", () => {
    const text = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n          # plain\n          pip install a # preship: ignore[yaml/unpinned-install] ours\n";
    expect(comments(yaml(text, ".github/workflows/a.yml"))).toEqual(["# preship: ignore[yaml/unpinned-install] ours=preship: ignore[yaml/unpinned-install] ours"]);
  });
  it("of Dockerfiles stand on lines of their own", () => {
    expect(comments(docker("# escape=\\\n# one\nFROM a\nRUN b \\\n  # two\n  c # no\n"))).toEqual(["# one=one", "# two=two"]);
  });
});

describe("stages", () => {
  it("know their parents, aliases and what they run", () => {
    const [first, second, third] = docker("FROM a:1 AS one\nENV V=2\nFROM one AS two\nRUN x $V\nFROM scratch\nCOPY --from=two a b\n").stages();
    expect([first?.alias, second?.alias, third?.alias]).toEqual(["one", "two", undefined]);
    expect([first?.parent, second?.parent, third?.base]).toEqual([undefined, first, undefined]);
    expect([first?.isLast, third?.isLast]).toEqual([false, true]);
    expect(first?.base?.tag).toBe("1");
    expect(second?.instructions[0]?.script?.commands().map(({ words }) => words.map(({ value }) => value))).toEqual([["x", "2"]]);
    expect(first?.from.stage).toBe(first);
  });

  it("tell the workspace which image ships", () => {
    const { body } = dockerfileLanguage().open("Dockerfile", "FROM python:3.12 AS build\nFROM node:22 AS base\nFROM base\n").facts();
    expect(body.images?.images.map(({ name, tag, isFinal }) => [name, tag, isFinal])).toEqual([["python", "3.12", false], ["node", "22", true]]);
  });
});

describe("shell", () => {
  const commands = (script: string) => docker(`FROM a\nRUN ${script}\n`).instructions()[1]?.script?.commands().map(({ program, feeds, isFailureIgnored }) => `${program ?? "?"}${feeds ? `>${feeds.program}` : ""}${isFailureIgnored ? "!" : ""}`);
  it.each([
    ["curl -fsSL x | sudo bash -s -- y", ["curl>bash", "bash"]],
    ["make test || true", ["make!", "true"]],
    ["(make a; make b) || :", ["make!", "make!", ":"]],
    ["make test || exit 1", ["make", "exit"]],
    ["f() { make; }; f", ["make", "f"]],
    ["for i in 1 2; do make $i; done", ["make"]],
    ["x=$(make a) make b", ["make", "make"]],
    ["$CMD run", ["?"]],
    ["env -u A B=1 make && exec make", ["make", "make"]],
  ])("%s", (script, expected) => expect(commands(script)?.sort()).toEqual([...expected].sort()));
});

/** Touches everything a rule could ask for, and checks that every place lies in the text. */
function exercise(file: YamlFile | DockerFile): void {
  const places = [...file.comments().map(({ at }) => at), ...file.namedStrings().flatMap(({ at, innerAt, nameAt }) => [at, innerAt, nameAt]), ...file.problems.map(({ at }) => at)];
  const installs = file.language === "yaml"
    ? file.scripts().flatMap(({ script }) => script.installs())
    : file.instructions().flatMap((instruction) => [...(instruction.script?.installs() ?? [])]);
  places.push(...installs.flatMap(({ packages, verbAt, command }) => [...packages, verbAt, command]), ...file.images().map(({ at }) => at));
  if (file.language === "yaml") places.push(...file.uses().flatMap((use) => [use, use.refAt]), ...file.mappings().map(({ mapping }) => mapping));
  else places.push(...file.instructions().flatMap((instruction) => [instruction, instruction.keywordAt, ...instruction.words, ...instruction.flags]), ...file.stages().map(({ from }) => from));
  for (const { start, end } of places) if (!(start >= 0 && start <= end && end <= file.text.length)) throw new Error(`${start}-${end} lies outside ${file.text.length} in ${JSON.stringify(file.text)}`);
}

const dockerSample = "# escape=\\\nARG V=3 B=\"x:${V:-1}\"\nFROM --platform=$P x:${V} AS a # c\r\nSHELL [\"bash\", \"-c\"]\nRUN --mount=type=bind,from=a:1 pip install \\\n # c\n  \"a[b]>=1\" 😀 && bash -c \"npm i \\\"x\\\"\" | sh\nRUN [\"pip\", \"install\", \"\\u0061\"]\nRUN <<EOF cat\npip install x\nEOF\nENV A=1 B='c d' E=\\$F\nENV OLD v w\nCOPY --from=${B} [\"a\", \"b\"]\nONBUILD RUN x\nHEALTHCHECK --interval=1s CMD [\"a\"]\n";
const yamlSample = "%YAML 1.2\n---\non: &on push\njobs:\n  a: &a\n    runs-on: x\n    container: {image: \"x\\x41:1\", credentials: {password: 'it''s'}}\n    steps:\n      - uses: a/b@v1 # c\n      - run: |-\n          pip install \\\n            \"a>=1\" ${{ x }} 😀\n      - run: >+\n          npm i\n\n          -g x\n      - <<: *a\n  b: *a\n? [k]\n: !t v\n...\n---\napiVersion: v1\nkind: Pod\nspec: {containers: [{image: a}, {image: *b}]}\n";

describe("any text", () => {
  it("cut off anywhere", () => {
    for (let i = 0; i <= dockerSample.length; i++) exercise(docker(dockerSample.slice(0, i)));
    for (let i = 0; i <= yamlSample.length; i++) exercise(yaml(yamlSample.slice(0, i), ".github/workflows/a.yml"));
  });

  it("begun anywhere", () => {
    for (let i = 0; i < dockerSample.length; i++) exercise(docker(dockerSample.slice(i)));
    for (let i = 0; i < yamlSample.length; i++) exercise(yaml(yamlSample.slice(i), ".gitlab-ci.yml"));
  });

  it.each(["", "\0\u0001\u0002\u0018\u001f", "\uFFFC\uFEFF", "\ud800", "\t\t", "\r\r\n\n\r", "FROM", "RUN <<", "RUN <<EOF", "ONBUILD ONBUILD", "COPY --from=", "ENV =", "ARG", "a: *b", "&a [*a]", "<<: *x", "- - - -", "? ? ?", "{{", "}}", "${{", "!!binary a", "a: |9\n b"])("%j", (text) => {
    exercise(docker(text));
    exercise(yaml(text));
    exercise(yaml(text, ".github/workflows/a.yml"));
  });
});

describe("bounds", () => {
  it("aliases of aliases are read once each", () => {
    const levels = Array.from({ length: 40 }, (_, i) => `l${i}: &l${i} [${Array.from({ length: 9 }, () => (i === 0 ? "{image: x}" : `*l${i - 1}`)).join(", ")}]`);
    const file = yaml(`apiVersion: v1\nkind: Pod\n${levels.join("\n")}\nspec: {containers: *l39}\n`);
    expect(file.mappings().length).toBe(11);
    exercise(file);
  });

  it("merges of merges are read once each", () => {
    const levels = Array.from({ length: 30 }, (_, i) => `m${i + 1}: &m${i + 1} {<<: [${Array.from({ length: 9 }, () => `*m${i}`).join(", ")}]}`);
    exercise(yaml(`m0: &m0 {x: y}\n${levels.join("\n")}\nservices: {a: {<<: *m30}, b: {image: c}}\n`));
    expect(yaml("a: &a {image: x}\nb: &b {<<: *a}\nservices: {c: {<<: [*b]}}\n").images()).toHaveLength(1);
  });

  it.each([["[", 5_000], ["- ", 40_000], ["{a: ", 5_000], ["? ", 5_000], ["a: {b: [", 3_000]])("%j nested deeper than anyone writes is refused, with a reason", (opening, times) => {
    const file = yaml(opening.repeat(times));
    expect(file.documents()).toEqual([]);
    expect(file.problems[0]?.message).toContain("Nested more than");
  });

  it("a hundred levels are read", () => {
    const text = Array.from({ length: 100 }, (_, i) => `${" ".repeat(i)}a:\n`).join("");
    expect(yaml(text).mappings()).toHaveLength(100);
  });

  it("longer than anyone writes is refused, with a reason", () => {
    expect(yaml("a: b\n".repeat(600_000)).problems[0]?.message).toContain("Longer than");
    expect(docker("RUN a\n".repeat(100_000)).problems[0]?.message).toContain("Longer than");
  });

  it.each(["$(", "`", "${a:-", "(", "{ ", "<<a ", "if ", "$((", "\"$(", "bash -c '", "a && ", "[[ ", "case x in "])("%j repeated in a RUN", (piece) => {
    exercise(docker(`FROM a\nRUN ${piece.repeat(3_000)}pip install x\n`));
  });
});
