/** PyTorch networks that a function loads and gives away, and whether the file switches any network to evaluation. */
import type { PyCall, PyExpr, PyFunctionDef, PyNode, PyStmt } from "../../../../rules/api.ts";
import type { NetworkFact, ParityFacts } from "../../../../rules/facts/parity.ts";
import { says } from "../../../engine/word-marks.ts";
import type { Objects } from "../facts-objects.ts";
import { type AnchorTable, ownerFunction, type Scope } from "../facts-scope.ts";

const maySpeakOfNetworks = /\btorch\b|\.eval\(/;

export function networksOf(scope: Scope, anchors: AnchorTable, objects: Objects): Pick<ParityFacts, "networks" | "switchesNetworks"> {
  const { file } = scope;
  if (!says(maySpeakOfNetworks, file.text)) return {};
  if (file.calls().some(switches)) return { switchesNetworks: true };
  if (!/load_state_dict|torch\.load\b/.test(file.text)) return {};
  const networks = file.calls().flatMap((load): NetworkFact[] => {
    const name = loadedName(load);
    const home = ownerFunction(load.node);
    const given = home && name !== undefined ? returned(scope, home, name) : undefined;
    const object = given && objects.of(given);
    if (!home || name === undefined || !object || !("at" in object)) return [];
    return [{ name, function: scope.nameOf(home), load: anchors.at(load.name), method: load.method, made: object.at, ...behind(scope, anchors, load) }];
  });
  const last = new Map(networks.map((one) => [`${one.function} ${one.name}`, one]));
  return last.size > 0 ? { networks: [...last.values()] } : {};
}

function switches({ method, node, receiver }: PyCall): boolean {
  if (!receiver) return false;
  return (method === "eval" && node.args.length === 0) || (method === "train" && node.args[0]?.value.kind === "Const" && node.args[0].value.value === false);
}

/** What takes the weights, where it is a plain name. */
function loadedName({ callee, method, node, receiver }: PyCall): string | undefined {
  if (method === "load_state_dict") return receiver?.kind === "Name" && !/optim|sched|scaler|ema/i.test(receiver.id) ? receiver.id : undefined;
  const statement = callee === "torch.load" ? node.parent : undefined;
  const target = statement?.kind === "Assign" && statement.value === node && statement.targets.length === 1 ? statement.targets[0] : undefined;
  return target?.kind === "Name" && !/state|weight|ckpt|checkpoint|param|dict/i.test(target.id) ? target.id : undefined;
}

/** The expression by which a function gives this name back, alone or in a tuple. */
function returned(scope: Scope, home: PyFunctionDef, name: string): PyExpr | undefined {
  for (const { value, ...statement } of scope.file.nodes("Return")) {
    if (!value || statement.start < home.start || statement.end > home.end) continue;
    const found = (value.kind === "Tuple" ? value.elements : [value]).find((one) => one.kind === "Name" && one.id === name);
    if (found) return found;
  }
  return undefined;
}

/** Where a line can stand behind the statement that loads. */
function behind(scope: Scope, anchors: AnchorTable, load: PyCall): Pick<NetworkFact, "behind"> {
  const { text } = scope.file;
  const statement = simpleStatement(load.node);
  if (!statement || !/^[ \t]*(?:#.*)?(?:\r?\n|$)/.test(text.slice(statement.end, statement.end + 200))) return {};
  const indent = text.slice(text.lastIndexOf("\n", statement.start - 1) + 1, statement.start);
  return indent.trim() === "" ? { behind: { at: anchors.at({ start: statement.end, end: statement.end }), indent } } : {};
}

function simpleStatement(node: PyNode): PyStmt | undefined {
  const { parent } = node;
  return parent?.kind === "ExprStmt" || parent?.kind === "Assign" ? parent : undefined;
}
