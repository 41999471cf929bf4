/** Rows that cross the borders of a file: handed on with what was learned from all of them, or taken in and split. */
import type { PyCallExpr, PyFunctionDef } from "../../../../rules/api.ts";
import type { HandoverFact, ParityFacts, ReceiptFact } from "../../../../rules/facts/parity.ts";
import { type AnchorTable, isForeign, type Scope } from "../facts-scope.ts";
import { rowReport } from "../provenance/report.ts";
import { fileName, pathOf } from "./paths.ts";

const reads = /^(?:read_(?:csv|table|parquet|pickle|feather|excel|hdf|json)|load|loadtxt|genfromtxt)$/;

export function rowsHandedOn(scope: Scope, anchors: AnchorTable): Pick<ParityFacts, "handovers" | "receipts"> {
  const { handed, received } = rowReport(scope.file).handovers;
  const handovers = handed.flatMap(({ by, learning }): HandoverFact[] => {
    const to = targetOf(scope, by);
    return to && (learning.kind === "transformer" || learning.kind === "statistic") ? [{ to, learns: learning.kind, name: learning.name, at: anchors.at(learning.call.name) }] : [];
  });
  const receipts = received.flatMap(({ by, split }): ReceiptFact[] => {
    const from = sourceOf(scope, by);
    return from ? [{ from, at: anchors.at(scope.file.call(by).name), split: anchors.at(split.at), by: split.by }] : [];
  });
  return { ...(handovers.length > 0 && { handovers }), ...(receipts.length > 0 && { receipts }) };
}

function targetOf(scope: Scope, by: PyCallExpr | PyFunctionDef): HandoverFact["to"] | undefined {
  if (by.kind === "FunctionDef") return { function: scope.nameOf(by) };
  const call = scope.file.call(by);
  const isPathFirst = call.method.startsWith("to_") || call.method.startsWith("save");
  const target = isPathFirst ? (call.argument("path_or_buf", 0) ?? call.argument("path")) : call.positional[1];
  return known(pathOf(scope, target));
}

function sourceOf(scope: Scope, by: PyCallExpr): ReceiptFact["from"] | undefined {
  const { method, positional } = scope.file.call(by);
  const symbol = scope.symbolOf(by.func);
  if (symbol !== undefined && !isForeign(symbol)) return symbol.startsWith(":") ? undefined : { function: symbol };
  return reads.test(method) ? known(pathOf(scope, positional[0])) : undefined;
}

/** A file whose own name is known. */
function known(path: string): { readonly path: string } | undefined {
  const name = fileName(path);
  return name === "" || name.includes("*") ? undefined : { path };
}
