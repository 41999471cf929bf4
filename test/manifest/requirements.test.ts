/** What the façade reads from requirement files, with exact places. */
import { describe, expect, it } from "vitest";
import { manifest } from "./help.ts";

/** Line, then: the requirement's text, its key, the specifier's text, how firmly it pins. */
const lines: readonly (readonly [string, string, string, string, string])[] = [
  ["pandas", "pandas", "pandas", "", "any"],
  ["pandas==2.2.3", "pandas==2.2.3", "pandas", "==2.2.3", "exact"],
  ["  Foo_Bar.baz >= 1.0 , < 2  # why 🐼", "Foo_Bar.baz >= 1.0 , < 2", "foo-bar-baz", ">= 1.0 , < 2", "bounded"],
  ["pandas[excel, sql]>=2; python_version < '3.12'", "pandas[excel, sql]>=2", "pandas", ">=2", "open"],
  ["pandas[excel] ; sys_platform == 'win32'", "pandas[excel]", "pandas", "", "any"],
  ["pandas (>=2.0)", "pandas (>=2.0)", "pandas", "(>=2.0)", "open"],
  ["pandas==2.2.3 --hash=sha256:00", "pandas==2.2.3", "pandas", "==2.2.3", "exact"],
  ["torch==2.2.0+cu118", "torch==2.2.0+cu118", "torch", "==2.2.0+cu118", "exact"],
  ["featurelib @ git+https://github.com/acme/f@main", "featurelib @ git+https://github.com/acme/f@main", "featurelib", "-", "moving"],
  ["featurelib @ git+https://github.com/acme/f.git@feature/x#egg=f", "featurelib @ git+https://github.com/acme/f.git@feature/x#egg=f", "featurelib", "-", "moving"],
  ["git+https://github.com/acme/f.git@3f786850e387550fdab836ed7e6dc881de23001b#egg=f", "git+https://github.com/acme/f.git@3f786850e387550fdab836ed7e6dc881de23001b#egg=f", "f", "-", "fixed"],
  ["git+ssh://git@github.com/acme/f.git", "git+ssh://git@github.com/acme/f.git", "f", "-", "moving"],
  ["-e git+https://github.com/acme/f@v1.0.2#egg=f", "git+https://github.com/acme/f@v1.0.2#egg=f", "f", "-", "fixed"],
  ["-e .", ".", "-", "-", "fixed"],
  ["--editable=../shared[extra]", "../shared[extra]", "shared[extra]", "-", "fixed"],
  ["./wheels/x-1.0-py3-none-any.whl", "./wheels/x-1.0-py3-none-any.whl", "x-1-0-py3-none-any-whl", "-", "fixed"],
  ["https://acme.io/x-1.0.tar.gz", "https://acme.io/x-1.0.tar.gz", "x-1-0-tar-gz", "-", "fixed"],
  ["C:\\libs\\x.whl", "C:\\libs\\x.whl", "x-whl", "-", "fixed"],
];

describe("one line", () => {
  it.each(lines)("%s", (line, text, key, specifier, pin) => {
    const file = manifest("requirements.txt", `# 🎯 first\r\n${line}\r\n`);
    const [found, ...rest] = file.dependencies();
    expect(rest).toEqual([]);
    expect(found && { text: file.slice(found.at), key: found.key, specifier: found.specifierAt ? file.slice(found.specifierAt) : "-", pin: found.pin }).toEqual({ text, key, specifier, pin });
  });
});

describe("no requirement", () => {
  it.each(["", "# pandas", "--index-url https://pypi.acme.io/simple", "-i https://x.io", "--pre", "{% if gpu %}", "{{ package }}", "$PACKAGE", "git+https://user:${TOKEN}@github.com/acme/f.git@main", "pandas>=", "-r base.txt", "=", "==2", "\u0000\u0001\ufffd", "a b c", "-r", "-e", "🐼"])("%j", (line) => {
    expect(manifest("requirements.txt", line).dependencies()).toEqual([]);
  });
});

it("joins continued lines and keeps places", () => {
  const text = "pandas \\\r\n  >=2 \\\r\n  --hash=sha256:00 \\\r\n  --hash=sha256:11\r\nnumpy\r\n";
  const file = manifest("requirements.txt", text);
  expect(file.dependencies().map((one) => [one.key, one.hashes, one.pin, file.slice(one.at)])).toEqual([["pandas", 2, "fixed", "pandas \\\r\n  >=2"], ["numpy", 0, "any", "numpy"]]);
});

it("does not continue a comment", () => expect(manifest("requirements.txt", "# note \\\npandas").dependencies().map(({ key }) => key)).toEqual(["pandas"]));

it("reads a last line that still continues", () => expect(manifest("requirements.txt", "numpy\npandas>=2 \\").dependencies().map(({ key }) => key)).toEqual(["numpy", "pandas"]));

it("follows -r and -c in every spelling", () => {
  const file = manifest("requirements/prod.txt", "-r base.txt\n--requirement=../a.txt\n-c c.txt # caps\n--constraint 'd.txt'\n-rglued.txt\n");
  expect(file.includes().map(({ target, as }) => `${as} ${target}`)).toEqual(["requirements base.txt", "requirements ../a.txt", "constraints c.txt", "constraints d.txt", "requirements glued.txt"]);
});

it("reads comments as pip does", () => {
  const file = manifest("requirements.txt", "# one\nx @ https://a.io/b.zip#sha256=0 # two\n  # three\n");
  expect(file.comments().map(({ at, text }) => [file.slice(at), text])).toEqual([["# one", "one"], ["# two", "two"], ["# three", "three"]]);
});

it.each([
  ["requirements.txt", "runtime"], ["requirements-dev.txt", "development"], ["dev-requirements.txt", "development"], ["requirements/test.txt", "development"], ["requirements/prod.txt", "runtime"],
  ["constraints.txt", "constraint"], ["requirements_docs.txt", "development"], ["api/requirements.txt", "runtime"], ["requirements-gpu.txt", "runtime"],
])("%s is for %s", (path, group) => expect(manifest(path, "numpy").dependencies()[0]?.group).toBe(group));
