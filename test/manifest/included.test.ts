/** Files that requirements include, under names that other texts have too. */
import { describe, expect, it } from "vitest";
import { readManifest } from "../../server/languages/manifest/file.ts";

describe("base.txt, dev.txt and the like", () => {
  const cases: readonly (readonly [name: string, path: string, text: string, found: readonly string[]])[] = [
    ["requirements", "deps/base.txt", "flask>=2\npandas\n", ["flask", "pandas"]],
    ["nothing but an include", "dev.txt", "-r base.txt\npytest\n", ["pytest"]],
    ["extras and markers", "prod.txt", "uvicorn[standard]==0.30 ; python_version > '3.8'\n", ["uvicorn"]],
    ["words", "docs.txt", "hello\nworld\n", []],
    ["prose", "test.txt", "some words of prose\nx >= 3 is true\n", []],
    ["numbers", "local.txt", "1.5 == 1.5\n2\n", []],
    ["another name", "notes/list.txt", "flask>=2\n", ["flask"]],
    ["empty", "ci.txt", "", []],
  ];
  it.each(cases)("%s", (_name, path, text, found) => {
    expect(readManifest(path, text).file.dependencies().map(({ name }) => name)).toEqual(found);
  });
});
