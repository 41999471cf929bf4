/** Rules that are told everything they can ask for, one question each: what an answer rests on shows in a finding, also where no rule of ours looks. */
import type { Finding, JavaScriptFile, JsExpr, JsName, JsValue, PyCall, PyExpr, PyName, PythonFile, PyValue, Rule, RuleContext, RuleMeta, Span } from "../../rules/api.ts";
import type { Random } from "./mutations.ts";

/** What is told about one node: words, and places elsewhere. */
interface Answer {
  readonly words: string;
  readonly related?: readonly Span[];
  readonly edits?: readonly { readonly at: Span; readonly text: string }[] | undefined;
}

function told<Node extends Span>(nodes: readonly Node[], ask: (node: Node) => string | Answer): readonly Finding[] {
  return nodes.map((node) => {
    const answer = ask(node);
    const { words, related = [], edits = [] } = typeof answer === "string" ? { words: answer } : answer;
    return { at: { start: node.start, end: node.end }, message: words, related: related.map(({ start, end }) => ({ at: { start, end }, message: "there" })), fixes: edits.length > 0 ? [{ title: words, safe: false, edits }] : [] };
  });
}

/** A place that may reach over statements. */
const between = (one: Span, other: Span): Span => ({ start: Math.min(one.start, other.start), end: Math.max(one.end, other.end) });

function pyValue(file: PythonFile, value: PyValue, deep = 2): string {
  const inner = (node: PyExpr) => (deep > 0 ? pyValue(file, file.valueOf(node), deep - 1) : node.kind);
  switch (value.kind) {
    case "number": case "bool": case "string": return `${value.kind} ${value.value}`;
    case "list": case "tuple": case "set": return `${value.kind} ${value.elements.map(inner).join()}`;
    case "dict": return `dict ${value.open} ${[...value.entries].map(([key, one]) => `${key}=${inner(one)}`).join()}`;
    case "call": return `call ${value.of} ${deep > 0 ? pyCall(value.call) : ""}`;
    case "instance": return `instance ${value.of}`;
    case "symbol": return `symbol ${value.name} ${value.definition?.name}`;
    case "parameter": return `parameter ${value.param.name}`;
    case "any-of": return `any-of ${deep > 0 ? value.values.map((one) => pyValue(file, one, deep - 1)).join("|") : ""}`;
    default: return value.kind;
  }
}

const pyCall = (call: PyCall) => `${call.callee} ${call.positional.map(({ kind }) => kind).join()} ${call.spreadsUnknown} ${call.argument("timeout")?.kind}`;
const functionsTold = (file: PythonFile) => file.here.functions().map(({ name }) => name);
const called = (file: PythonFile) => file.here.calls().map((call) => call.callee ?? "");
const setOfCalled = (file: PythonFile): ReadonlySet<string> => new Set(file.collect(called));
const mapOfCalled = (file: PythonFile): ReadonlyMap<string, number> => new Map(file.collect(called).map((name, index) => [name, index % 3]));
const pyBody = (file: PythonFile) => file.body.length % 3;
const pyNames = (file: PythonFile, ask: (node: PyName) => string | Answer) => told(file.here.nodes("Name"), ask);
const callsBound = (file: PythonFile, name: PyName) => file.bindingsOf(name).flatMap(({ value }) => (value?.kind === "Call" ? [value] : []));

type Questions<File> = Readonly<Record<string, (file: File, context: RuleContext) => readonly Finding[]>>;

const python: Questions<PythonFile> = {
  profile: (file, { profile }) => told(file.here.calls(), () => profile),
  value: (file) => pyNames(file, (node) => pyValue(file, file.valueOf(node))),
  member: (file) => told(file.here.nodes("Attribute"), (node) => pyValue(file, file.valueOf(node))),
  qualified: (file) => pyNames(file, (node) => `${file.qualifiedName(node)}`),
  bindings: (file) => pyNames(file, (node) => file.bindingsOf(node).map(({ how, node: bound, value }) => `${how} ${bound.kind} ${value?.kind}`).join()),
  "bound-callee": (file) => pyNames(file, (node) => callsBound(file, node).map((call) => file.call(call).callee).join()),
  "bound-arguments": (file) => pyNames(file, (node) => callsBound(file, node).map((call) => `${file.call(call).spreadsUnknown} ${file.call(call).positional.length}`).join()),
  "bound-value": (file) => pyNames(file, (node) => file.bindingsOf(node).map(({ value }) => (value ? pyValue(file, file.valueOf(value), 0) : "")).join()),
  "bound-bindings": (file) => pyNames(file, (node) => file.bindingsOf(node).map(({ value }) => (value?.kind === "Name" ? file.bindingsOf(value).map(({ how, value: further }) => `${how} ${further?.kind}`).join() : "")).join("|")),
  "bound-text": (file) => pyNames(file, (node) => file.bindingsOf(node).map(({ value }) => (value ? file.slice(value) : "")).join()),
  "bound-place": (file) => pyNames(file, (node) => ({ words: "bound", related: file.bindingsOf(node).flatMap(({ value }) => (value ? [value, between(value, node)] : [])) })),
  "bound-edit": (file) => pyNames(file, (node) => ({ words: "bound", edits: callsBound(file, node).slice(0, 1).map((call) => file.addArgument(call, "x=1")) })),
  callee: (file) => told(file.here.calls(), pyCall),
  receiver: (file) => told(file.here.calls(), (call) => pyValue(file, call.receiverValue())),
  argument: (file) => told(file.here.nodes("Call"), (node) => ({ words: "argument", edits: [file.addArgument(node, "timeout=10")] })),
  import: (file) => told(file.here.calls(), () => { const added = file.addImport("os", "path"); return { words: added ? "missing" : "there", edits: added && [added] }; }),
  environment: (file) => told(file.here.nodes("Str"), (node) => ({ words: "read", edits: file.environmentRead?.("KEY", node) })),
  imports: (file) => told(file.here.calls(), () => file.imports().join()),
  rows: (file) => told(file.here.calls(), () => file.rowStories().map(({ kind, name, split }) => `${kind} ${name} ${split?.by}`).join()),
  collected: (file) => told(file.here.calls(), () => file.collect(functionsTold).join()),
  set: (file) => told(file.here.calls(), () => [...file.once(setOfCalled)].sort().join()),
  map: (file) => told(file.here.calls(), () => [...file.once(mapOfCalled)].sort().join()),
  body: (file) => told(file.here.calls(), () => `${file.once(pyBody)}`),
  whole: (file) => told(file.here.nodes("Str"), () => `${file.calls().length} ${file.comments().length} ${file.problems.length} ${file.namedStrings().map(({ name, value }) => name + value).join()}`),
};

function jsValue(file: JavaScriptFile, value: JsValue, deep = 2): string {
  const inner = (node: JsExpr) => (deep > 0 ? jsValue(file, file.valueOf(node), deep - 1) : node.kind);
  switch (value.kind) {
    case "number": case "bool": case "string": return `${value.kind} ${value.value}`;
    case "array": return `array ${value.node.elements.length}`;
    case "object": return `object ${value.open} ${[...value.entries].map(([key, one]) => `${key}=${inner(one)}`).join()}`;
    case "function": return `function ${value.function.name} ${value.function.params.length}`;
    case "class": return `class ${value.class.name}`;
    case "call": case "new": return `${value.kind} ${value.of} ${value.call.args.map(({ kind }) => kind).join()} ${value.call.callee}`;
    case "symbol": return `symbol ${value.name}`;
    case "parameter": return `parameter ${value.function.name}`;
    case "any-of": return `any-of ${deep > 0 ? value.values.map((one) => jsValue(file, one, deep - 1)).join("|") : ""}`;
    default: return value.kind;
  }
}

const classNames = (file: JavaScriptFile) => file.here.classes().map(({ name }) => name ?? "");
const jsCalled = (file: JavaScriptFile) => file.here.calls().map((call) => call.callee ?? "");
const setOfJsCalled = (file: JavaScriptFile): ReadonlySet<string> => new Set(file.collect(jsCalled));
const jsBody = (file: JavaScriptFile) => file.body.length % 3;
const stringsTyped = /timeout/;
const jsNames = (file: JavaScriptFile, ask: (node: JsName) => string | Answer) => told(file.here.nodes("Name"), ask);
const jsCallsBound = (file: JavaScriptFile, name: JsName) => file.bindingsOf(name).flatMap(({ value }) => (value?.kind === "Call" ? [value] : []));

const javascript: Questions<JavaScriptFile> = {
  profile: (file, { profile }) => told(file.here.calls(), () => profile),
  value: (file) => jsNames(file, (node) => jsValue(file, file.valueOf(node))),
  member: (file) => told(file.here.nodes("Member"), (node) => `${file.qualifiedName(node)} ${jsValue(file, file.valueOf(node))}`),
  qualified: (file) => jsNames(file, (node) => `${file.qualifiedName(node)}`),
  bindings: (file) => jsNames(file, (node) => file.bindingsOf(node).map(({ how, value, path }) => `${how} ${value?.kind} ${path?.join(".")}`).join()),
  "bound-callee": (file) => jsNames(file, (node) => jsCallsBound(file, node).map((call) => file.call(call).callee).join()),
  "bound-value": (file) => jsNames(file, (node) => file.bindingsOf(node).map(({ value }) => (value ? jsValue(file, file.valueOf(value), 0) : "")).join()),
  "bound-bindings": (file) => jsNames(file, (node) => file.bindingsOf(node).map(({ value }) => (value?.kind === "Name" ? file.bindingsOf(value).map(({ how, value: further }) => `${how} ${further?.kind}`).join() : "")).join("|")),
  "bound-text": (file) => jsNames(file, (node) => file.bindingsOf(node).map(({ value }) => (value ? file.slice(value) : "")).join()),
  "bound-place": (file) => jsNames(file, (node) => ({ words: "bound", related: file.bindingsOf(node).flatMap(({ value }) => (value ? [value, between(value, node)] : [])) })),
  "bound-edit": (file) => jsNames(file, (node) => ({ words: "bound", edits: jsCallsBound(file, node).slice(0, 1).map((call) => file.addArgument(call, "x")) })),
  uses: (file) => jsNames(file, (node) => file.usesOf(node).map(({ parent }) => parent?.kind).join()),
  callee: (file) => told(file.here.calls(), (call) => `${call.callee} ${call.spreadsUnknown}`),
  receiver: (file) => told(file.here.calls(), (call) => jsValue(file, call.receiverValue())),
  argument: (file) => told(file.here.calls(), ({ node }) => ({ words: "argument", edits: [file.addArgument(node, "{ timeout: 10 }")] })),
  property: (file) => told(file.here.nodes("Object"), (node) => ({ words: "property", edits: [file.addProperty(node, "timeout: 10")] })),
  environment: (file) => told(file.here.nodes("Str"), (node) => ({ words: "read", edits: file.environmentRead?.("KEY", node) })),
  directives: (file) => told(file.here.calls(), () => `${file.directives.join()} ${file.lineBreak === "\n"}`),
  partial: (file) => told(file.here.nodes("Str"), () => `${file.isPartial}`),
  imports: (file) => told(file.here.calls(), () => file.imports().join()),
  served: (file) => told(file.here.functions(), (node) => `${file.servedBy(node)?.handler.how} ${file.servedBy(node, { throughCalls: true })?.handler.how}`),
  handlers: (file) => told(file.here.functions(), (node) => `${file.here.handlers().filter((one) => one.function === node).length} ${file.unitOf(node)}`),
  "all-handlers": (file) => told(file.here.nodes("Str"), () => `${file.handlers().length}`),
  mentions: (file) => told(file.here.calls(), () => `${file.mentions(stringsTyped)}`),
  collected: (file) => told(file.here.calls(), () => file.collect(classNames).join()),
  set: (file) => told(file.here.calls(), () => [...file.once(setOfJsCalled)].sort().join()),
  body: (file) => told(file.here.calls(), () => `${file.once(jsBody)}`),
  whole: (file) => told(file.here.nodes("Str"), () => `${file.calls().length} ${file.comments().length} ${file.problems.length} ${file.namedStrings().map(({ name, value }) => name + value).join()}`),
};

const meta = (id: string): RuleMeta => ({ id, title: id, severity: "hint", principle: "cost", checklist: [], since: "0", why: "", remedy: "", references: [], examples: [{ title: "", bad: "", good: "" }] });

export const nosyRules: readonly Rule[] = [
  ...Object.entries(python).map(([name, ask]): Rule => ({ ...meta(`python/nosy-${name}`), reads: "python", judges: "statements", check: (file, context) => ask(file, context) })),
  ...Object.entries(javascript).map(([name, ask]): Rule => ({ ...meta(`javascript/nosy-${name}`), reads: "javascript", judges: "statements", check: (file, context) => ask(file, context) })),
];

/** Some of them; all where chance leaves none. Each by itself shows most: what one has asked for is kept, and known again when the next one asks. */
export function someNosyRules(random: Random): readonly Rule[] {
  const some = nosyRules.filter(() => random() < 0.08);
  return some.length > 0 ? some : nosyRules;
}
