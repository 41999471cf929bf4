/** The path an expression gives, with `*` for every part that is not known. */
import type { PyCallExpr, PyExpr, PyStr, PythonFile } from "../../../../rules/api.ts";

const deepest = 8;

/** `reads` collects the literals the path is made of. */
export function pathOf(file: PythonFile, node: PyExpr | undefined, reads: Set<PyStr> = new Set(), depth = 0): string {
  if (!node || depth > deepest) return "*";
  const next = (inner: PyExpr | undefined) => pathOf(file, inner, reads, depth + 1);
  switch (node.kind) {
    case "Str": reads.add(node); return node.value.replaceAll("\uFFFC", "*").replaceAll("\\", "/");
    case "Binary":
      if (node.op === "/") return `${next(node.left)}/${next(node.right)}`;
      return node.op === "+" ? next(node.left) + next(node.right) : "*";
    case "Call": return ofCall(file, node, next);
    case "Name": return ofName(file, node, next);
    default: return "*";
  }
}

function ofCall(file: PythonFile, node: PyCallExpr, next: (inner: PyExpr | undefined) => string): string {
  const { callee = "", method, positional, receiver } = file.call(node);
  if (node.args.some(({ star }) => star !== "")) return "*";
  if (/(?:^|\.)path\.join$/.test(callee) || method === "joinpath") return [...(method === "joinpath" ? [receiver] : []), ...positional].map(next).join("/");
  if (/(?:^|\.)(?:open|Path|PurePath|PosixPath|str|fspath|abspath|realpath|expanduser|GzipFile|BytesIO)$/.test(callee) && positional[0]) return next(positional[0]);
  if (/^(?:open|absolute|resolve|as_posix|expanduser)$/.test(method) && receiver) return next(receiver);
  return "*";
}

function ofName(file: PythonFile, node: Extract<PyExpr, { kind: "Name" }>, next: (inner: PyExpr | undefined) => string): string {
  const bindings = file.bindingsOf(node);
  const [only] = bindings;
  if (bindings.length !== 1 || !only || (only.how !== "assign" && only.how !== "with")) return "*";
  return next(only.value);
}

/** The file's name, without its folders. */
export const fileName = (path: string) => path.slice(path.lastIndexOf("/") + 1);
