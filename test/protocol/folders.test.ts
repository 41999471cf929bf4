/** Folders that hold each other, come twice or lead to each other, and files that are renamed, deleted and configured while somebody types: each file is shown once, by what is true of it now. */
import { execFileSync } from "node:child_process";
import { mkdirSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { ChecklistResult } from "../../server/lsp/messages.ts";
import { buildServer, Client, makeWorkspace, remove, uri, writeFiles } from "./client.ts";

const leak = 'password = "Tr4ding!Places"\n';
const secret = "text/hardcoded-secret";
let bundle = "";
let folder = "";
let client: Client;
beforeAll(() => { bundle = buildServer(); });
afterAll(() => remove(bundle));
beforeEach(() => {
  folder = realpathSync(makeWorkspace({}));
  client = new Client(bundle);
});
afterEach(() => {
  client.kill();
  remove(folder);
});
const file = (name: string) => path.join(folder, name);
const folders = (added: readonly string[], removed: readonly string[]) => client.notify("workspace/didChangeWorkspaceFolders", { event: { added: added.map((address) => ({ uri: address, name: "x" })), removed: removed.map((address) => ({ uri: address, name: "x" })) } });
const lines = (name: string) => (client.diagnostics.get(uri(file(name)))?.diagnostics ?? []).filter(({ code }) => code === secret).map(({ range }) => range.start.line);
const shows = (name: string, ...wanted: readonly number[]) => client.until(() => JSON.stringify(lines(name)) === JSON.stringify(wanted), () => `${name} shows ${JSON.stringify(lines(name))}, not ${JSON.stringify(wanted)}`);
const quiet = () => expect([client.stray, client.stderr]).toEqual(["", ""]);

it("a folder in a folder has its files to itself, gives them back and takes them again", async () => {
  writeFiles(folder, { "a.py": leak, "inner/b.py": `\n${leak}`, "inner/preship.yaml": "rules:\n  \"text/*\": off\n" });
  await client.initialize([folder, file("inner")]);
  await shows("a.py", 0);
  client.open(file("inner/c.py"), leak, "python", 1);
  expect(await client.codes(file("inner/c.py"), 1)).toEqual([]);
  writeFileSync(file("inner/preship.yaml"), "rules: {}\n");
  client.watched([file("inner/preship.yaml"), 2]);
  await shows("inner/b.py", 1);
  await shows("inner/c.py", 0);
  folders([], [uri(file("inner"))]);
  await shows("inner/b.py", 1);
  client.change(file("inner/c.py"), 2, [{ text: `\n\n${leak}` }]);
  await shows("inner/c.py", 2);
  folders([uri(file("inner"))], []);
  await shows("inner/b.py", 1);
  client.change(file("inner/c.py"), 3, [{ text: `\n${leak}` }]);
  await shows("inner/c.py", 1);
  folders([], [uri(folder)]);
  await shows("a.py");
  await shows("inner/b.py", 1);
  quiet();
});

it("a folder that comes twice, by two spellings of its address, is one until both are gone", async () => {
  writeFiles(folder, { "a.py": leak, "b.py": `\n\n\n${leak}` });
  await client.initialize([folder]);
  const other = `${uri(folder)}/`;
  await shows("a.py", 0);
  folders([other, uri(folder)], []);
  client.open(file("b.py"), leak, "python", 1);
  await shows("b.py", 0);
  await client.request("preship/scan", {}); // what lies on disk is not what the editor has
  expect(lines("b.py")).toEqual([0]);
  expect((await client.request<ChecklistResult>("preship/checklist", {})).folders).toHaveLength(1);
  folders([], [uri(folder)]);
  writeFileSync(file("a.py"), `\n${leak}`);
  client.watched([file("a.py"), 2]);
  await shows("a.py", 1);
  expect(lines("b.py")).toEqual([0]);
  folders([], [other]);
  await shows("a.py");
  client.change(file("b.py"), 2, [{ text: `\n${leak}` }]);
  await shows("b.py", 1);
  quiet();
});

it("a folder that a link leads to as well shows its files under both names, each as its editor has it", async () => {
  writeFiles(folder, { "real/a.py": leak });
  symlinkSync(file("real"), file("link"));
  await client.initialize([file("real"), file("link")]);
  await shows("real/a.py", 0);
  await shows("link/a.py", 0);
  client.open(file("link/a.py"), `\n\n${leak}`, "python", 1);
  await shows("link/a.py", 2);
  expect(lines("real/a.py")).toEqual([0]);
  folders([], [uri(file("real"))]);
  await shows("real/a.py");
  expect(lines("link/a.py")).toEqual([2]);
  client.close(file("link/a.py"));
  await shows("link/a.py", 0);
  quiet();
});

it("a file that is deleted and renamed under its open, changed document is what the editor says until that lets go", async () => {
  writeFiles(folder, { "a.py": leak, "b.py": leak });
  await client.initialize([folder]);
  await shows("b.py", 0);
  client.open(file("a.py"), leak, "python", 1);
  client.open(file("b.py"), leak, "python", 1);
  client.change(file("a.py"), 2, [{ text: `\n${leak}` }]);
  client.change(file("b.py"), 2, [{ text: `\n\n${leak}` }]);
  rmSync(file("a.py"));
  renameSync(file("b.py"), file("c.py"));
  client.watched([file("a.py"), 3], [file("b.py"), 3], [file("c.py"), 1]);
  await shows("c.py", 0);
  await shows("a.py", 1);
  await shows("b.py", 2);
  client.change(file("a.py"), 3, [{ text: `\n\n\n${leak}` }]);
  await shows("a.py", 3);
  client.close(file("a.py"));
  client.close(file("b.py"));
  await shows("a.py");
  await shows("b.py");
  renameSync(file("c.py"), file("C.py")); // by its case alone
  client.watched([file("c.py"), 3], [file("C.py"), 1]);
  await shows("C.py", 0);
  await shows("c.py");
  quiet();
});

it("settings that become no settings in the middle of typing, and settings again", async () => {
  const off = "rules:\n  \"text/*\": off\n";
  writeFiles(folder, { "a.py": leak, "preship.yaml": off });
  await client.initialize([folder]);
  client.open(file("a.py"), leak, "python", 1);
  client.open(file("preship.yaml"), off, "yaml", 1);
  expect(await client.codes(file("a.py"), 1)).toEqual([]);
  for (const [index, broken] of ["rules: [", "rules:\n  \"text/*\": of", "\0\0", "- a\n", "", "rules:\n\t\"text/*\": off\n", "&a [*a]"].entries()) {
    writeFileSync(file("preship.yaml"), broken);
    client.change(file("preship.yaml"), 2 * index + 2, [{ text: broken }]);
    client.watched([file("preship.yaml"), 2]);
    client.change(file("a.py"), 2 * index + 2, [{ text: `\n${leak}` }]);
    await client.shown(file("a.py"), (_, version) => version === 2 * index + 2);
    writeFileSync(file("preship.yaml"), off);
    client.change(file("preship.yaml"), 2 * index + 3, [{ text: off }]);
    client.watched([file("preship.yaml"), 2]);
    client.change(file("a.py"), 2 * index + 3, [{ text: leak }]);
    await shows("a.py");
    await client.shown(file("preship.yaml"), (found, version) => version === 2 * index + 3 && found.length === 0);
  }
  rmSync(file("preship.yaml"));
  client.watched([file("preship.yaml"), 3]);
  await shows("a.py", 0);
  quiet();
}, 60_000);

it.runIf(process.platform !== "win32")("pipes, devices and links to themselves, there and coming", async () => {
  writeFiles(folder, { "a.py": leak, "sub/b.py": leak });
  const pipes = [".gitignore", "pipe.py", "sub/.gitignore", "sub/preship.yaml"];
  for (const name of pipes) execFileSync("mkfifo", [file(name)]);
  symlinkSync("/dev/zero", file("zero.py"));
  symlinkSync(file("loop.py"), file("loop.py"));
  await client.initialize([folder]);
  await shows("sub/b.py", 0);
  mkdirSync(file("late"));
  execFileSync("mkfifo", [file("late/preship.yaml"), file("late/c.py")]);
  writeFileSync(file("late/d.py"), leak);
  client.watched([file("late"), 1], [file("late/preship.yaml"), 1], [file("late/c.py"), 1], [file("late/d.py"), 1], [file("zero.py"), 2], [file("loop.py"), 2]);
  await shows("late/d.py", 0);
  client.open(file("pipe.py"), leak, "python", 1);
  expect(await client.codes(file("pipe.py"), 1)).toEqual([secret]);
  client.close(file("pipe.py"));
  await shows("pipe.py");
  await shows("a.py", 0);
  quiet();
});
