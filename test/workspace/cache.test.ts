/** The cache of scans: what it gives back, and that nothing done to it is worse than having none. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { FileRecord } from "../../server/engine/file-record.ts";
import { contentHash } from "../../server/engine/hash.ts";
import { placesText } from "../../server/engine/kept-places.ts";
import { openCache, type Source } from "../../server/workspace/cache.ts";
import { cacheFolder, compiledFolder } from "../../server/workspace/kept.ts";

const scratch = mkdtempSync(path.join(tmpdir(), "preship-cache-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const text = "import requests\nrequests.get(url)\t# é 🚀\n";
const record: FileRecord = { hash: contentHash(text), factsKey: "k", told: '{"raw":[],"suppressions":[],"facts":{"path":"a.py","language":"python","body":{}}}', places: placesText([], [[1, "requests.get(url)\t# é 🚀"]]) };
const source: Source = { stamp: "then", text: () => text };
const later: Source = { text: () => text + " " };
let folders = 0;
const fresh = () => path.join(scratch, String(folders++));
const only = (folder: string) => path.join(folder, readdirSync(folder)[0] ?? "");

function written(): string {
  const folder = fresh();
  const cache = openCache("/project", "build", folder);
  cache.keep("a.py c", record, source);
  expect(cache.save()).toBeUndefined();
  return folder;
}

describe("the cache of scans", () => {
  it("gives back what was kept, for the same text, configuration and build", () => {
    const folder = written();
    expect(openCache("/project", "build", folder).find("a.py c", source)).toEqual(record);
    expect(openCache("/project", "build", folder).find("a.py c", later)).toBeUndefined();
    expect(openCache("/project", "build", folder).find("a.py other", source)).toBeUndefined();
    expect(openCache("/project", "later build", folder).find("a.py c", source)).toBeUndefined();
    expect(openCache("/elsewhere", "build", folder).find("a.py c", source)).toBeUndefined();
  });

  it("knows a file by its stamp without its text, and learns a new stamp of the same text", () => {
    const folder = written();
    const cache = openCache("/project", "build", folder);
    expect(cache.findUnread("a.py c", "then")).toEqual(record);
    expect(cache.findUnread("a.py c", "now")).toBeUndefined();
    expect(cache.findUnread("b.py c", "then")).toBeUndefined();
    expect(cache.find("a.py c", { ...source, stamp: "now" })).toEqual(record);
    cache.save();
    const next = openCache("/project", "build", folder);
    expect(next.findUnread("a.py c", "then")).toBeUndefined();
    expect(next.findUnread("a.py c", "now")).toEqual(record);
  });

  it("keeps no stamp of a text that came without one", () => {
    const folder = fresh();
    const cache = openCache("/project", "build", folder);
    cache.keep("a.py c", record, { text: () => text });
    cache.save();
    expect(openCache("/project", "build", folder).findUnread("a.py c", "then")).toBeUndefined();
    expect(openCache("/project", "build", folder).find("a.py c", source)).toEqual(record);
  });

  it("writes what is kept while it comes, and what was there stays until all of it is", () => {
    const folder = written();
    const bulky: FileRecord = { ...record, factsKey: "x".repeat(100_000) };
    const cache = openCache("/project", "build", folder);
    expect(cache.find("a.py c", source)).toEqual(record);
    for (let n = 0; n < 4; n++) cache.keep(`bulky_${n}.py c`, bulky, source);
    const drafts = readdirSync(folder).filter((name) => name.endsWith(".draft"));
    expect(drafts.map((name) => statSync(path.join(folder, name)).size > 200_000)).toEqual([true]);
    expect(openCache("/project", "build", folder).find("bulky_0.py c", source)).toBeUndefined();
    expect(openCache("/project", "build", folder).find("a.py c", source)).toEqual(record);
    cache.keep("a.py c", { ...record, factsKey: "newer" }, source);
    expect(cache.save()).toBeUndefined();
    const next = openCache("/project", "build", folder);
    expect([next.find("bulky_3.py c", source), next.find("a.py c", source)]).toEqual([bulky, { ...record, factsKey: "newer" }]);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it("is readable by its owner alone", () => {
    const folder = written();
    expect(statSync(only(folder)).mode & 0o077).toBe(0);
    expect(statSync(folder).mode & 0o077).toBe(0);
  });

  it("forgets what no scan asked for", () => {
    const folder = written();
    const cache = openCache("/project", "build", folder);
    cache.keep("b.py c", record, source);
    cache.save();
    const later = openCache("/project", "build", folder);
    expect(later.find("a.py c", source)).toBeUndefined();
    expect(later.find("b.py c", source)).toEqual(record);
  });

  it("knows nothing, and does not fail, after any damage", () => {
    const folder = written();
    const file = only(folder);
    const whole = readFileSync(file, "utf8");
    let known = 0;
    for (let at = 0; at < whole.length; at++) {
      for (const damaged of [whole.slice(0, at), whole.slice(0, at) + (whole[at] === "x" ? "y" : "x") + whole.slice(at + 1)]) {
        writeFileSync(file, damaged);
        const found = openCache("/project", "build", folder).find("a.py c", source);
        if (found === undefined) continue;
        known++;
        expect(found).toEqual(record);
      }
    }
    expect(known).toBeLessThan(4); // the last line break may go; all else is noticed
  });

  it("says why it could not be written, and leaves no draft", () => {
    const blocked = fresh();
    writeFileSync(blocked, "a file where the folder should be");
    const cache = openCache("/project", "build", blocked);
    cache.keep("a.py c", record, source);
    expect(cache.save()).toMatch(/EEXIST|ENOTDIR/);
    const taken = fresh();
    mkdirSync(path.join(taken, `${contentHash("/project")}.jsonl`, "in the way"), { recursive: true });
    const other = openCache("/project", "build", taken);
    other.keep("a.py c", record, source);
    expect(other.save()).toMatch(/EISDIR|ENOTEMPTY|EEXIST|EPERM/);
    expect(readdirSync(taken)).toHaveLength(1);
  });

  it("forgets what was compiled by builds of long ago, and what was compiled lately is left", () => {
    const folder = fresh();
    const inside = (...names: readonly string[]) => path.join(compiledFolder(folder), ...names);
    const long = Date.now() / 1000 - 31 * 86_400;
    for (const version of ["v22", "v24"]) mkdirSync(inside(version), { recursive: true });
    mkdirSync(inside("v22", "a folder"));
    for (const file of [["v22", "old"], ["v22", "new"], ["v24", "old"], ["no folder"]]) writeFileSync(inside(...file), "");
    for (const file of [["v22", "old"], ["v24", "old"], ["v22", "a folder"]]) utimesSync(inside(...file), long, long);
    const cache = openCache("/project", "build", folder);
    cache.keep("a.py c", record, source);
    expect(cache.save()).toBeUndefined();
    expect([readdirSync(inside()), readdirSync(inside("v22")), readdirSync(inside("v24"))]).toEqual([["no folder", "v22", "v24"], ["a folder", "new"], []]);
  });

  it("lies where the platform keeps such things", () => {
    expect(cacheFolder({ XDG_CACHE_HOME: "/c" }, "linux")).toBe("/c/preship/scans");
    expect(cacheFolder({}, "darwin")).toMatch(/Library\/Caches\/preship\/scans$/);
    expect(cacheFolder({ PRESHIP_CACHE: "/own" }, "linux")).toBe("/own");
    expect(cacheFolder({ XDG_CACHE_HOME: "relative" }, "linux", "/home/ada")).toBe("/home/ada/.cache/preship/scans");
  });

  it("lies nowhere where the user has no home", () => {
    for (const platform of ["linux", "darwin", "win32"] as const) expect(cacheFolder({}, platform, "")).toBeUndefined();
  });
});
