// An esbuild plugin that bundles of TypeScript only what reads one text: scanner, parser, node classes. The checker, the emitter and the language service stay out.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** Sections of `typescript.js`, named by its own `// src/…` lines: everything before the binder, the classes of nodes and the scanner they read tokens with. */
const lastNeeded = "src/compiler/parser.ts";
const alsoNeeded = ["src/services/utilities.ts", "src/services/services.ts"];

/** Only programs, watchers and types need these: typescript-estree's `parse`, which is all that is used here, makes none of them. */
const unneeded = new Set([
  "createProgram", "createWatchProgram", "createWatchCompilerHost", "createCompilerHost", "createAbstractBuilder", "createSemanticDiagnosticsBuilderProgram",
  "readConfigFile", "getParsedCommandLineOfConfigFile", "parseJsonConfigFileContent", "formatDiagnostics", "server",
]);

export function slimTypescript() {
  const { resolve } = createRequire(import.meta.url);
  return {
    name: "slim-typescript",
    setup(build) {
      // the second is a longer name that one of the packages uses for the first
      build.onResolve({ filter: /^typescript(?:\/lib\/tsserverlibrary)?$/ }, () => ({ path: "typescript", namespace: "slim-typescript" }));
      build.onLoad({ filter: /.*/, namespace: "slim-typescript" }, () => ({ contents: slimmed(readFileSync(resolve("typescript"), "utf8"), namesUsed(resolve)), resolveDir: path.dirname(resolve("typescript")) }));
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

/** Everything said as `ts.name` by whoever is bundled with it. */
function namesUsed(resolve) {
  const found = new Set();
  const estree = path.dirname(resolve("@typescript-eslint/typescript-estree"));
  const scripts = (folder) => readdirSync(folder, { recursive: true }).map(String).filter((name) => /\.(ts|js|cjs)$/.test(name) && !name.endsWith(".d.ts")).map((name) => path.join(folder, name));
  const files = [...scripts(path.resolve(import.meta.dirname, "../server/languages/javascript")), ...scripts(estree), createRequire(resolve("@typescript-eslint/typescript-estree")).resolve("ts-api-utils")];
  for (const file of files) for (const [, name] of readFileSync(file, "utf8").matchAll(/\bts\w*(?:\.default)?\.([A-Za-z]\w*)/g)) if (!unneeded.has(name)) found.add(name);
  return found;
}
