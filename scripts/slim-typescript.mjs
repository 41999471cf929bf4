// An esbuild plugin that bundles of TypeScript only what reads one text: scanner, parser, node classes. The checker, the emitter and the language service stay out.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { lean } from "./lean-typescript.mjs";

/** Sections of `typescript.js`, named by its own `// src/…` lines: everything before the binder, the classes of nodes and the scanner they read tokens with. */
const lastNeeded = "src/compiler/parser.ts";
const alsoNeeded = ["src/services/utilities.ts", "src/services/services.ts"];

export function slimTypescript() {
  const { resolve } = createRequire(import.meta.url);
  return {
    name: "slim-typescript",
    setup(build) {
      build.onResolve({ filter: /^typescript$/ }, () => ({ path: "typescript", namespace: "slim-typescript" }));
      build.onLoad({ filter: /.*/, namespace: "slim-typescript" }, () => ({ contents: lean(slimmed(readFileSync(resolve("typescript"), "utf8"), namesUsed())), resolveDir: path.dirname(resolve("typescript")) }));
    },
  };
}

/** `typescript.js` as an ES module of the sections that are needed, so that esbuild drops what is not reached. */
export function slimmed(source, names) {
  const open = source.indexOf("var ts = {}; ((module) => {");
  const exported = new Map([...source.slice(0, source.indexOf("module.exports = __toCommonJS(")).matchAll(/^ {2}(\w+): \(\) => (\w+),?$/gm)].map(([, name, local]) => [name, local]));
  const [head, ...sections] = source.slice(open).split(/^(?=\/\/ src\/)/m);
  const titles = sections.map((section) => section.slice(3, section.indexOf("\n")));
  const last = titles.indexOf(lastNeeded);
  const also = alsoNeeded.map((title) => titles.indexOf(title));
  if (open < 0 || exported.size < 1000 || last < 0 || also.some((at) => at <= last)) throw new Error("typescript.js is laid out in a new way: scripts/slim-typescript.mjs has to follow");
  const kept = [...sections.slice(1, last + 1), ...also.map((at) => sections[at])];
  const body = [head.slice(head.indexOf('"use strict"')), ...kept].join("");
  const list = [...names].filter((name) => exported.has(name) && new RegExp(`^(?:function|var|let|const|class) ${exported.get(name)}\\b`, "m").test(body));
  const pairs = list.map((name) => [name, exported.get(name)]);
  return `${body}\nexport { ${pairs.map(([name, local]) => `${local} as ${name}`).join(", ")} };\nexport default { ${pairs.map(([name, local]) => `${name}: ${local}`).join(", ")} };\n`;
}

/** Everything said as `ts.name` by what is bundled with it. */
function namesUsed() {
  const folder = path.resolve(import.meta.dirname, "../server/languages/javascript");
  const found = new Set();
  for (const name of readdirSync(folder, { recursive: true }).map(String).filter((one) => one.endsWith(".ts"))) {
    for (const [, used] of readFileSync(path.join(folder, name), "utf8").matchAll(/\bts\.([A-Za-z]\w*)/g)) found.add(used);
  }
  return found;
}
