/** What keeps the memory of a scan small: sources of one byte a letter, and a young generation that stays as small as it was made. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { build } from "esbuild";
import { expect, it } from "vitest";

const { inAscii } = (await import(new URL("../../scripts/ascii.mjs", import.meta.url).href)) as { inAscii(code: string): string };

const expressions: readonly { readonly title: string; readonly code: string; readonly texts: readonly string[] }[] = [
  { title: "letters", code: "/使用|пароль|…/", texts: ["使用", "мой пароль", "and …", "使", "none"] },
  { title: "a class of them", code: "/^[а-яё—]+$/i", texts: ["Ёлка", "—", "a", ""] },
  { title: "beyond the first plane", code: "/🚀{2}/u", texts: ["🚀🚀", "🚀", "\ud83d"] },
  { title: "a letter behind an escape, and behind an escaped one", code: String.raw`/^(\»|\»)$/`, texts: ["»", "\\»", "\\u00bb"] },
  { title: "escapes that stand there already", code: String.raw`/\u00ab.\\u»/`, texts: ["«x\\u»", "«x»"] },
];

it.each(expressions)("means the same in ASCII: $title", ({ code, texts }) => {
  const read = (source: string) => new Function(`return ${source}`)() as RegExp;
  const ascii = inAscii(code);
  expect(ascii).toMatch(/^[\x00-\x7f]*$/);
  expect(texts.map((text) => read(ascii).test(text))).toEqual(texts.map((text) => read(code).test(text)));
});

const churning = `
  import { growSparingly, makeRoom, stopGrowing } from "./server/heap.ts";
  import { getHeapSpaceStatistics } from "node:v8";
  import { isMainThread, parentPort, Worker } from "node:worker_threads";
  const size = () => getHeapSpaceStatistics().find((one) => one.space_name === "new_space").space_size / 1024 / 1024;
  const churn = () => { let kept = []; for (let n = 0; n < 2_000_000; n++) { kept.push([n]); if (kept.length > 200_000) kept = kept.slice(100_000); } return kept.length > 0 && size(); };
  const said = { limited: 0, thread: 0, after: 0 };
  if (!isMainThread) parentPort.once("message", () => parentPort.postMessage(churn()));
  else {
    if (process.argv.includes("sparingly")) { growSparingly(); makeRoom(); }
    said.limited = churn();
    const worker = new Worker(new URL(import.meta.url));
    worker.on("online", () => {
      if (process.argv.includes("sparingly")) stopGrowing();
      worker.postMessage("begin");
    });
    worker.on("message", (size) => { said.thread = size; });
    worker.on("exit", () => { said.after = churn(); console.log(JSON.stringify(said)); });
  }
`;

it("keeps the young generation of each thread as small as it was made", async () => {
  const { outputFiles } = await build({ stdin: { contents: churning, resolveDir: path.resolve(import.meta.dirname, "../.."), loader: "ts" }, bundle: true, platform: "node", format: "esm", write: false });
  const run = (...given: string[]) => {
    const code = Buffer.from(outputFiles[0]?.text ?? "").toString("base64");
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", `await import("data:text/javascript;base64,${code}")`, "--", ...given], { encoding: "utf8" });
    return JSON.parse(stdout || stderr) as Readonly<Record<"limited" | "thread" | "after", number>>;
  };
  const [left, limited] = [run("alone"), run("sparingly")];
  for (const where of ["limited", "thread", "after"] as const) expect(left[where], JSON.stringify({ left, limited })).toBeGreaterThanOrEqual(2 * limited[where]); // a thread that starts may let it grow once before it is stopped
});
