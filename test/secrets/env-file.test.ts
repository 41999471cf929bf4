/** Env files that git takes: what the index says, what is ignored, whether code loads the file. */
import { describe, expect, it } from "vitest";
import type { Surroundings } from "../../rules/api.ts";
import { indexedPaths } from "../../server/workspace/git-index.ts";
import { workspace } from "../harness.ts";

const rule = "project/committed-env-file";
const secrets = "PORT=8000\nDB_PASSWORD=correct-horse\n";
const settings = "PORT=8000\n";
const python = { "app.py": "from dotenv import load_dotenv\nload_dotenv()\n" };

type Files = Readonly<Record<string, string>>;
type Git = NonNullable<Surroundings["git"]>;
const git = (tracked: readonly string[] | undefined, ignored: readonly string[] = []): Git => ({ isTracked: (path) => tracked?.includes(path), isIgnored: (path) => ignored.includes(path) });

const cases: readonly (readonly [title: string, files: Files, surroundings: Partial<Surroundings>, expected: readonly string[]])[] = [
  ["tracked with secrets", { ".env": secrets }, { git: git([".env"]) }, ["warning git tracks"]],
  ["tracked although ignored", { ".env": secrets }, { git: git([".env"], [".env"]), ignored: new Set([".env"]) }, ["warning git tracks"]],
  ["tracked with settings only", { ".env": settings }, { git: git([".env"]) }, ["hint git tracks"]],
  ["tracked in a folder", { "api/.env.production": secrets }, { git: git(["api/.env.production"]) }, ["warning git tracks"]],
  ["waiting with secrets", { ".env": secrets }, { git: git([]) }, ["hint git does not ignore"]],
  ["waiting, settings only, loaded by Python", { ".env": settings, ...python }, { git: git([]) }, ["hint Code loads"]],
  ["waiting, loaded by require", { ".env": settings, "a.js": "require('dotenv').config();\n" }, { git: git([]) }, ["hint Code loads"]],
  ["waiting, loaded by a bare import", { ".env": settings, "a.ts": "import 'dotenv/config';\n" }, { git: git([]) }, ["hint Code loads"]],
  ["absent, loaded, not ignored, told by the sample", { ".env.example": settings, ...python }, { git: git([".env.example"]) }, ["hint Code loads"]],
  ["outside of git", { ".env": secrets }, {}, ["warning git does not ignore"]],
  ["an index that cannot be read", { ".env": secrets }, { git: git(undefined) }, ["warning git does not ignore"]],

  ["tracked with the secrets of a provider's documentation", { ".env": "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n" }, { git: git([".env"]) }, ["hint git tracks"]],
  ["waiting, settings only, nobody loads it", { ".env": settings }, { git: git([]) }, []],
  ["ignored", { ".env": secrets, ...python }, { git: git([], [".env"]), ignored: new Set([".env"]) }, []],
  ["absent and ignored", { ".env.example": settings, ...python }, { git: git([".env.example"], [".env"]) }, []],
  ["absent, nobody loads it", { ".env.example": settings }, { git: git([".env.example"]) }, []],
  ["a sample that is tracked", { ".env.template": secrets }, { git: git([".env.template"]) }, []],
  ["an example project's", { "examples/a/.env": secrets }, { git: git(["examples/a/.env"]) }, []],
  ["a test's", { ".env.test": secrets }, { git: git([".env.test"]) }, []],
];

describe("env files", () => {
  it.each(cases)("%s", async (_title, files, surroundings, expected) => {
    const found = (await workspace(files, {}, surroundings)).findings(undefined, rule);
    expect(found.map(({ severity, message }) => `${severity} ${message.split(" `")[0]}`)).toEqual(expected);
  });
});

interface Entry {
  readonly name: string;
  readonly isExtended?: boolean;
}

/** An index as git writes it; `tail` are its extensions. */
function index(version: number, entries: readonly Entry[], tail: readonly number[] = []): Uint8Array {
  const encoder = new TextEncoder();
  const bytes: number[] = [...encoder.encode("DIRC"), 0, 0, 0, version, 0, 0, 0, entries.length];
  let previous = new Uint8Array();
  for (const { name, isExtended } of entries) {
    const text = encoder.encode(name);
    const start = bytes.length;
    bytes.push(...new Array<number>(60).fill(1), isExtended ? 0x40 : 0, Math.min(text.length, 0xff), ...(isExtended ? [0, 0] : []));
    if (version === 4) {
      let same = 0;
      while (same < previous.length && previous[same] === text[same]) same++;
      bytes.push(previous.length - same, ...text.slice(same), 0);
    } else {
      bytes.push(...text, 0);
      while ((bytes.length - start) % 8 !== 0) bytes.push(0);
    }
    previous = text;
  }
  return Uint8Array.from([...bytes, ...tail, ...new Array<number>(20).fill(9)]);
}

describe("git's index", () => {
  const names = [".env", "a/.env", "a/é.txt", "a/éa.txt", "a/b/c/some-longer-name.txt", "z"];
  it.each([2, 3, 4])("format %i", (version) => {
    expect([...(indexedPaths(index(version, names.map((name) => ({ name }))), 20) ?? [])]).toEqual(names);
  });
  it.each([3, 4])("entries with further flags, format %i", (version) => {
    expect([...(indexedPaths(index(version, names.map((name, at) => ({ name, isExtended: at % 2 === 0 }))), 20) ?? [])]).toEqual(names);
  });
  it("passes over extensions that may be passed over", () => {
    expect(indexedPaths(index(2, [{ name: "a" }], [0x54, 0x52, 0x45, 0x45, 0, 0, 0, 2, 7, 7]), 20)?.size).toBe(1);
  });
  it("does not claim to know a split index", () => {
    expect(indexedPaths(index(2, [{ name: "a" }], [0x6c, 0x69, 0x6e, 0x6b, 0, 0, 0, 2, 7, 7]), 20)).toBeUndefined();
  });
  it("never throws on damage", () => {
    const whole = index(4, names.map((name) => ({ name })));
    for (let end = 0; end < whole.length - 20; end++) expect(indexedPaths(whole.slice(0, end), 20)).toBeUndefined();
    expect(indexedPaths(Uint8Array.from(whole, (byte, at) => (at % 7 === 0 ? 255 : byte)), 20)).toBeUndefined();
  });
});
