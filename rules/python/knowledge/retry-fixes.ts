/** Rewriting a loop of attempts so that it ends, and waits longer each time with some chance in it. */
import type { Edit, Fix, PyCall, PyNode, PyStmt, PyWhile, PythonFile } from "../../api.ts";
import { functionAround, indentOf, lineBreak, running } from "./code.ts";
import { isConstant, pausesIn, type RetryLoop } from "./retries.ts";

const attempts = 5;
const longestWait = 30;

/** `while True` becomes five attempts; the last failure goes through. Undefined where the layout leaves no room for it. */
export function boundedLoopFix(file: PythonFile, retry: RetryLoop & { readonly loop: PyWhile }): Fix | undefined {
  const name = freeName(file, retry.loop);
  const first = retry.handler.body[0];
  const indent = first && bodyIndent(file, retry, first);
  if (!first || indent === undefined || retry.loop.orelse.length > 0) return undefined;
  const step = stepOf(file, retry, indent);
  const end = lineBreak(file);
  const giveUp = `if ${name} == ${attempts - 1}:${end}${indent}${step}raise`;
  const wait = waitEdits(file, retry, name);
  if (!wait) return undefined;
  const head: Edit = { at: { start: retry.loop.start, end: retry.loop.test.end }, text: `for ${name} in range(${attempts})` };
  const raised = beforeFirst(file, first, indent, wait.before ? [giveUp, wait.before] : [giveUp]);
  return fixOf(file, `Give up after ${attempts} attempts${wait.modules.length > 0 ? ", waiting longer each time" : ""}`, [head, raised, ...wait.edits], wait.modules);
}

/** A wait after each failure of a counting loop that grows with the attempts. */
export function growingWaitFix(file: PythonFile, retry: RetryLoop): Fix | undefined {
  const { loop, handler } = retry;
  const [first] = handler.body;
  if (loop.kind !== "For" || loop.target.kind !== "Name" || loop.iter.kind !== "Call" || loop.iter.args.length !== 1 || !first) return undefined;
  const isNamed = !/^_+$/.test(loop.target.id);
  const name = isNamed ? loop.target.id : freeName(file, loop);
  const indent = bodyIndent(file, retry, first);
  const wait = waitEdits(file, retry, name);
  if (!wait || indent === undefined) return undefined;
  const edits: Edit[] = isNamed ? [] : [{ at: { start: loop.target.start, end: loop.target.end }, text: name }];
  if (wait.before) edits.push(beforeFirst(file, first, indent, [wait.before]));
  return fixOf(file, "Wait longer after every attempt, with some chance in it", [...edits, ...wait.edits], wait.modules);
}

/** Statements put before a handler's first; in place of a lone `pass`. */
function beforeFirst(file: PythonFile, first: PyStmt, indent: string, statements: readonly string[]): Edit {
  const between = `${lineBreak(file)}${indent}`;
  const text = statements.join(between);
  return first.kind === "Pass" ? { at: { start: first.start, end: first.end }, text } : { at: { start: first.start, end: first.start }, text: text + between };
}

interface Wait {
  /** A statement to put before the handler's own. */
  readonly before: string | undefined;
  readonly edits: readonly Edit[];
  readonly modules: readonly string[];
}

/** Constant pauses grow where they stand; without any, one is added to the handler; pauses of another kind stay. */
function waitEdits(file: PythonFile, retry: RetryLoop, name: string): Wait | undefined {
  const pauses = pausesIn(file, retry.loop);
  if (pauses.length === 0) {
    const home = functionAround(file, retry.loop);
    const isAsync = home?.isAsync === true;
    return { before: isAsync ? `await asyncio.sleep(${growing(name, "")})` : `time.sleep(${growing(name, "")})`, edits: [], modules: ["random", isAsync ? "asyncio" : "time"] };
  }
  if (!pauses.every((pause) => isConstant(file, pause))) return { before: undefined, edits: [], modules: [] };
  return { before: undefined, edits: pauses.flatMap((pause) => grownPause(file, pause, name)), modules: ["random"] };
}

function grownPause(file: PythonFile, pause: PyCall, name: string): Edit[] {
  const [length] = pause.positional;
  if (!length) return [];
  const text = file.slice(length);
  return [{ at: { start: length.start, end: length.end }, text: growing(name, text === "1" || text === "1.0" ? "" : `${text} * `) }];
}

function growing(name: string, times: string): string {
  return `random.uniform(0, min(${longestWait}, ${times}2 ** ${name}))`;
}

function fixOf(file: PythonFile, title: string, edits: readonly Edit[], modules: readonly string[]): Fix {
  const imports = modules.flatMap((module) => file.addImport(module) ?? []);
  const [first] = imports;
  const missing: Edit[] = first ? [{ at: first.at, text: imports.map(({ text }) => text).join("") }] : [];
  return { title, safe: false, edits: [...missing, ...edits] };
}

/** White space before the first statement of the handler; undefined when it shares its line with `except`. */
function bodyIndent(file: PythonFile, { handler }: RetryLoop, first: PyStmt): string | undefined {
  const own = indentOf(file, first);
  const outer = indentOf(file, handler);
  return own !== undefined && outer !== undefined && own.length > outer.length ? own : undefined;
}

function stepOf(file: PythonFile, { handler }: RetryLoop, indent: string): string {
  return indent.slice((indentOf(file, handler) ?? "").length) || "    ";
}

/** `attempt`, or a longer name where that one is taken. */
function freeName(file: PythonFile, loop: PyNode): string {
  const home = functionAround(file, loop);
  const taken = new Set([...running(file, home ? [...home.params, ...home.body] : file.body)].flatMap((node) => (node.kind === "Name" ? [node.id] : node.kind === "Param" ? [node.name] : [])));
  return ["attempt", "retry_attempt", "attempt_number", "attempt_count"].find((name) => !taken.has(name)) ?? "attempt_of_retry";
}
