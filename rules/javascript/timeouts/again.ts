/** Writes a read so that it is tried again a few times, with growing and random waits, by the library that the file imports or the project has. */
import type { Edit, Fix, JavaScriptFile, JsCall, JsNode } from "../../api.ts";

/** `GET` and `HEAD` alone: asking twice changes nothing. https://www.rfc-editor.org/rfc/rfc9110#name-idempotent-methods */
const reads = /^(?:globalThis\.fetch|undici\.fetch|node-fetch(?:\.default)?|axios\.(?:default\.)?(?:get|head))$/;

interface Again {
  readonly module: string;
  /** "default", or what is imported by name. */
  readonly imported: string;
  /** What the fix calls it where the file has no name for it yet. */
  readonly local: string;
  readonly options: string;
  /** Cannot be required. */
  readonly isModuleOnly?: true;
  readonly source: string;
}

const libraries: readonly Again[] = [
  { module: "p-retry", imported: "default", local: "pRetry", options: "{ retries: 3, randomize: true }", isModuleOnly: true, source: "https://github.com/sindresorhus/p-retry#options" },
  { module: "async-retry", imported: "default", local: "retry", options: "{ retries: 3, randomize: true }", source: "https://github.com/vercel/async-retry#api" },
  { module: "exponential-backoff", imported: "backOff", local: "backOff", options: "{ numOfAttempts: 4, jitter: \"full\" }", source: "https://github.com/coveooss/exponential-backoff#backoffoptions" },
  { module: "@lifeomic/attempt", imported: "retry", local: "retry", options: "{ maxAttempts: 4, factor: 2, jitter: true }", source: "https://github.com/lifeomic/attempt#api" },
];

/** `bounding` gives the call its timeout; nothing is offered inside of what tries again or repeats already. */
export function tryAgainFixes(file: JavaScriptFile, call: JsCall, bounding: Fix): readonly Fix[] {
  if (!reads.test(call.callee ?? "") || /\b(?:await|yield)\b|\bmethod\b|\bbody\b/.test(file.slice(call.node)) || isRepeated(file, call.node)) return [];
  const known = libraries.flatMap((library) => {
    const name = localName(file, library);
    return name === undefined ? [] : [{ library, name }];
  });
  const [own] = known;
  if (own) return [againFix(call, own.library, own.name, bounding, [])];
  return libraries.flatMap((library) => {
    const added = importEdit(file, library);
    return added ? [{ ...againFix(call, library, library.local, bounding, [added]), has: { ecosystem: "npm" as const, name: library.module } }] : [];
  });
}

function againFix(call: JsCall, { module, options }: Again, name: string, bounding: Fix, added: readonly Edit[]): Fix {
  const { start, end } = call.node;
  return {
    title: `${bounding.title} and try again with ${module}`,
    safe: false,
    edits: [...added, { at: { start, end: start }, text: `${name}(() => ` }, ...bounding.edits, { at: { start: end, end }, text: `, ${options})` }],
  };
}

/** What the file calls it, imported or required. */
function localName(file: JavaScriptFile, { module, imported }: Again): string | undefined {
  for (const one of file.nodes("Import")) {
    const found = one.module === module && !one.isTypeOnly ? one.names.find((name) => name.imported === imported && !name.isTypeOnly) : undefined;
    if (found) return found.local.id;
  }
  const wanted = imported === "default" ? module : `${module}.${imported}`;
  for (const { target } of file.imports().includes(module) ? file.nodes("Declarator") : []) {
    const names = target.kind === "Name" ? [target] : target.kind === "ObjectPattern" ? target.entries.map((one) => one.target) : [];
    for (const name of names) if (name.kind === "Name" && file.qualifiedName(name) === wanted) return name.id;
  }
  return undefined;
}

/** Behind the imports that stand there, in their manner; undefined where the name is taken or nothing shows the manner. */
function importEdit(file: JavaScriptFile, { module, imported, local, isModuleOnly }: Again): Edit | undefined {
  if (new RegExp(`\\b${local}\\b`).test(file.text)) return undefined;
  const lineBreak = file.lineBreak;
  const last = file.body.filter(({ kind }) => kind === "Import").at(-1);
  const required = last ? undefined : file.body.filter((one) => one.kind === "Variables" && one.declarations.some(({ value }) => value?.kind === "Call" && value.callee.kind === "Name" && value.callee.id === "require")).at(-1);
  const before = last ?? required;
  const isModule = last !== undefined || (!required && (/\.[cm]?tsx?$|\.mjs$/.test(file.path) || file.body.some(({ kind }) => kind === "Export")));
  if ((!isModule && !required) || (!isModule && isModuleOnly)) return undefined;
  const quote = before && file.slice(before).includes("'") ? "'" : '"';
  const semicolon = before && !file.slice(before).endsWith(";") ? "" : ";";
  const name = imported === "default" ? local : `{ ${imported} }`;
  const line = isModule ? `import ${name} from ${quote}${module}${quote}${semicolon}` : `const ${name} = require(${quote}${module}${quote})${semicolon}`;
  if (before) return { at: { start: before.end, end: before.end }, text: `${lineBreak}${line}` };
  const [first] = file.body;
  return first && file.directives.length === 0 ? { at: { start: first.start, end: first.start }, text: `${line}${lineBreak}${lineBreak}` } : undefined;
}

function isRepeated(file: JavaScriptFile, node: JsNode): boolean {
  const names = libraries.map((library) => localName(file, library));
  for (let at = node.parent; at; at = at.parent) {
    if (at.kind === "For" || at.kind === "While") return true;
    if (at.kind !== "Call") continue;
    const callee = file.slice(at.callee);
    if (names.includes(callee) || /retry|backoff/i.test(callee)) return true;
  }
  return false;
}
