/** What a setup.py asks for, as far as its call of `setup` shows it: the same facts as other manifests give. */
import type { Dependency, DependencyGroup, FileFacts, ManifestFile, PyCall, PyExpr, PyStr, PythonFile } from "../../../rules/api.ts";
import type { ManifestFacts } from "../../../rules/facts/manifest.ts";
import { factsOf } from "../manifest/facts.ts";
import { isDevelopmentName, type ReadManifest, serves } from "../manifest/formats/shape.ts";
import { readRequirement } from "../manifest/requirement.ts";

/** Adds them to the facts that any Python file gives; other files' facts are handed through. */
export function withSetup(file: PythonFile, facts: FileFacts): FileFacts {
  if (!/(^|\/)setup\.py$/.test(file.path)) return facts;
  const call = file.calls().find(({ callee }) => callee === "setuptools.setup" || callee === "distutils.core.setup");
  if (!call) return facts;
  const told = factsOf(manifestOf(file), readSetup(file, call));
  const manifest = told.body.manifest && moved(told.body.manifest, facts.anchors.length);
  return { ...facts, anchors: [...facts.anchors, ...told.anchors], body: { ...facts.body, ...(manifest && { manifest }) } };
}

function readSetup(file: PythonFile, call: PyCall): ReadManifest {
  const reader = new Reader(file);
  const runtime = call.argument("install_requires");
  const extras = call.argument("extras_require");
  const entries = extras && file.valueOf(extras);
  const dependencies = [
    ...reader.list(runtime, "runtime", ""),
    ...(entries?.kind === "dict" ? [...entries.entries].flatMap(([name, value]) => reader.list(value, isDevelopmentName(name) ? "development" : "optional", name)) : []),
    ...reader.list(call.argument("tests_require"), "development", "tests_require"),
    ...reader.list(call.argument("setup_requires"), "build", "setup_requires"),
  ].sort((a, b) => a.at.start - b.at.start);
  const name = reader.text(call.argument("name"));
  const classifiers = reader.texts(call.argument("classifiers"));
  const isRead = runtime !== undefined && dependencies.length === 0;
  return {
    dependencies, comments: [], namedStrings: [], problems: [],
    includes: isRead ? requirementFiles(file) : [],
    place: call.name, packageName: name, tool: undefined,
    publication: {
      isBuildable: true, isPrivate: classifiers.some((one) => /^private\s*::/i.test(one)), serves: serves(dependencies),
      signs: classifiers.length > 0 ? "strong" : ["url", "project_urls", "keywords", "download_url"].some((key) => call.argument(key)) ? "weak" : "none",
    },
    members: [], overridden: [], lockfileOff: undefined, isCompiled: false, isPartial: isRead || call.spreadsUnknown, lock: undefined,
  };
}

class Reader {
  constructor(private readonly file: PythonFile) {}

  /** Lists, their sums, and strings of several lines. */
  list(node: PyExpr | undefined, group: DependencyGroup, groupName: string): Dependency[] {
    return this.strings(node, 0).flatMap((one) => {
      const [piece] = one.pieces;
      const isPlain = one.pieces.length === 1 && piece !== undefined && this.file.slice(piece.innerAt) === one.value;
      if (!piece || one.isFormat || one.isBytes) return [];
      return lines(one.value).flatMap(({ text, from }) => {
        const found = readRequirement(text, piece.innerAt.start + from, { group, groupName, isPlain });
        return found ? [isPlain ? found : { ...found, at: one, nameAt: one }] : [];
      });
    });
  }

  text(node: PyExpr | undefined): string | undefined {
    const value = node && this.file.valueOf(node);
    return value?.kind === "string" ? value.value : undefined;
  }

  texts(node: PyExpr | undefined): string[] {
    return this.strings(node, 0).flatMap(({ value }) => value.split("\n")).map((one) => one.trim()).filter(Boolean);
  }

  private strings(node: PyExpr | undefined, depth: number): PyStr[] {
    if (!node || depth > 8) return [];
    if (node.kind === "Str") return [node];
    if (node.kind === "Binary") return node.op === "+" ? [...this.strings(node.left, depth + 1), ...this.strings(node.right, depth + 1)] : [];
    const value = this.file.valueOf(node);
    if (value.kind === "list" || value.kind === "tuple" || value.kind === "set") return value.elements.flatMap((one) => this.strings(one, depth + 1));
    if (value.kind === "string") return [value.node];
    const bound = node.kind === "Name" ? this.file.bindingsOf(node) : [];
    const [only] = bound;
    return bound.length === 1 && only?.value?.kind === "Binary" ? this.strings(only.value, depth + 1) : [];
  }
}

function lines(text: string): { readonly text: string; readonly from: number }[] {
  let from = 0;
  return text.split("\n").map((line) => {
    const found = { text: line, from };
    from += line.length + 1;
    return found;
  });
}

/** Files beside it that it opens: what they hold is what is asked for. */
function requirementFiles(file: PythonFile): ReadManifest["includes"] {
  return file.nodes("Str").filter(({ value }) => /^[\w./-]*requirements[\w.-]*\.txt$/.test(value)).map(({ value, start, end }) => ({ target: value, as: "requirements", at: { start, end } }));
}

function manifestOf(file: PythonFile): ManifestFile {
  return {
    path: file.path, text: file.text, language: "manifest", format: "setup-py", ecosystem: "python", problems: [], packageName: undefined,
    publication: { isBuildable: true, isPrivate: false, signs: "none", serves: false },
    dependencies: () => [], includes: () => [], comments: () => [], namedStrings: () => [], slice: (at) => file.slice(at),
  };
}

/** Anchors are counted behind those the file has already. */
function moved(facts: ManifestFacts, by: number): ManifestFacts {
  return {
    ...facts, place: facts.place + by,
    dependencies: facts.dependencies.map((one) => ({ ...one, at: one.at + by, ...(one.specifierAt !== undefined && { specifierAt: one.specifierAt + by }) })),
  };
}
