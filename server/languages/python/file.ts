/** The façade of one Python text: everything is worked out when first asked for and kept for this text. */
import type { Comment, NamedString, Problem, PyAddArgument, PyCallExpr, PyClassDef, PyExpr, PyFunctionDef, PyLambda, PyName, PyNode, PyNodeOf, PyRowStory, PyStmt, PyValue, PythonFile, Span } from "../../../rules/api.ts";
import { Call } from "./calls.ts";
import { childrenOf } from "./children.ts";
import { flattened, type Chunk } from "./document.ts";
import { addArgument, addImport, environmentRead } from "./edits.ts";
import { namedStrings } from "./named-strings.ts";
import { Names } from "./names.ts";
import { rowReport } from "./provenance/judge.ts";
import { enclosingClass, enclosingFunction } from "./places.ts";
import type { Bound } from "./scopes.ts";
import { Values } from "./values.ts";

export class ParsedPython implements PythonFile {
  readonly language: "python" | "notebook";
  private readonly callByNode = new Map<PyCallExpr, Call>();
  private known: { all?: readonly Chunk[]; names?: Names; values?: Values; body?: readonly PyStmt[]; calls?: readonly Call[]; comments?: readonly Comment[]; problems?: readonly Problem[]; strings?: readonly NamedString[] } = {};

  /** `read` gives the statements of this text; it is asked once, at first need. */
  constructor(readonly path: string, readonly text: string, private readonly read: () => readonly Chunk[], language: "python" | "notebook" = "python") {
    this.language = language;
  }

  private parsed: readonly Chunk[] | undefined;
  private get chunks(): readonly Chunk[] {
    return (this.parsed ??= this.read());
  }

  /** With the members of classes, which are chunks of their own. */
  private get all(): readonly Chunk[] {
    return (this.known.all ??= flattened(this.chunks));
  }

  private get names(): Names {
    return (this.known.names ??= new Names(this.all, this.path));
  }

  private get values(): Values {
    return (this.known.values ??= new Values(this.names, (node) => this.call(node)));
  }

  get moduleName(): string {
    return this.names.moduleName;
  }

  get body(): readonly PyStmt[] {
    return (this.known.body ??= this.chunks.flatMap((chunk) => chunk.body));
  }

  get problems(): readonly Problem[] {
    return (this.known.problems ??= this.all.flatMap((chunk) => chunk.problems));
  }

  comments(): readonly Comment[] {
    return (this.known.comments ??= this.all.flatMap((chunk) => chunk.comments).sort((a, b) => a.at.start - b.at.start));
  }

  calls(): readonly Call[] {
    return (this.known.calls ??= this.names.nodes("Call").map((node) => this.call(node)));
  }

  call(node: PyCallExpr): Call {
    let call = this.callByNode.get(node);
    if (!call) this.callByNode.set(node, (call = new Call(node, () => this.values)));
    return call;
  }

  functions(): readonly PyFunctionDef[] {
    return this.names.nodes("FunctionDef");
  }

  classes(): readonly PyClassDef[] {
    return this.names.nodes("ClassDef");
  }

  nodes<K extends PyNode["kind"]>(kind: K): readonly PyNodeOf<K>[] {
    return this.names.nodes(kind);
  }

  childrenOf(node: PyNode): readonly PyNode[] {
    return childrenOf(node);
  }

  qualifiedName(node: PyExpr): string | undefined {
    return this.names.qualifiedName(node);
  }

  valueOf(node: PyExpr): PyValue {
    return this.values.valueOf(node);
  }

  bindingsOf(name: PyName): readonly Bound[] {
    return this.names.bindingsOf(name);
  }

  enclosingFunction(node: PyNode): PyFunctionDef | PyLambda | undefined {
    return enclosingFunction(node);
  }

  enclosingClass(node: PyNode): PyClassDef | undefined {
    return enclosingClass(node);
  }

  imports(): readonly string[] {
    return this.names.imports();
  }

  namedStrings(): readonly NamedString[] {
    return (this.known.strings ??= namedStrings(this));
  }

  rowStories(): readonly PyRowStory[] {
    return rowReport(this).stories;
  }

  slice(at: Span): string {
    return this.text.slice(at.start, at.end);
  }

  addArgument(call: PyCallExpr, text: string): PyAddArgument {
    return addArgument(this.text, call, text);
  }

  addImport(module: string, name?: string): PyAddArgument | undefined {
    return addImport(this.text, this.body, module, name);
  }

  environmentRead(variable: string, at: Span): readonly { readonly at: Span; readonly text: string }[] {
    return environmentRead(this.text, this.body, variable, at);
  }
}
