/** Which fitted things a Python file writes to disk and reads from it, and under which names. */
import type { PyCall, PyExpr, PyNode, PyStr } from "../../../../rules/api.ts";
import type { ArtefactFact, ParityFacts } from "../../../../rules/facts/parity.ts";
import type { ObjectFact } from "../../../../rules/facts/python.ts";
import { says } from "../../../engine/word-marks.ts";
import { type FileCalls, may } from "../facts-calls.ts";
import { loaders, loadingMethods, savers, savingMethods } from "../facts-knowledge.ts";
import { either, type Objects } from "../facts-objects.ts";
import { type AnchorTable, isForeign, ownerFunction, type Scope } from "../facts-scope.ts";
import { fileName, pathOf } from "./paths.ts";

/** Endings under which fitted things are kept. */
const artefactName = /\.(?:pkl|pickle|p|joblib|jbl|sav|h5|hdf5|keras|pt|pth|ckpt|onnx|tflite|model|cbm|ubj|skops|dill|weights)(?:\.gz|\.bz2|\.xz)?$/i;
const mayNameArtefact = /\.(?:pkl|pickle|joblib|sav|h5|hdf5|keras|pth?|ckpt|onnx|tflite|model|cbm|skops|dill)/i;
/** Ask whether it is there, tell of it: they make nothing. */
const onlyAsks = /^(?:exists|isfile|is_file|getsize|stat|print|info|error|warning|debug|exception|write|FileNotFoundError|success|endswith)$/;

interface Found { readonly fact: Omit<ArtefactFact, "function">; readonly call: PyCall }

export function artefactsOf(scope: Scope, anchors: AnchorTable, objects: Objects, calls: FileCalls): Pick<ParityFacts, "artefacts" | "mentions"> {
  const known = new Set<PyStr>();
  const found: Found[] = [];
  for (const call of calls.that(may.load | may.save)) {
    const fact = loadOf(scope, anchors, call, known) ?? saveOf(scope, anchors, objects, call, known);
    if (fact) found.push({ fact, call });
  }
  const artefacts = found.map(({ fact, call }): ArtefactFact => {
    const owner = ownerFunction(call.node);
    return { ...fact, function: owner ? scope.nameOf(owner) : "" };
  });
  const mentions = mentioned(scope, known, new Set(found.map(({ call }) => call.node)));
  return { ...(artefacts.length > 0 && { artefacts }), ...(mentions.length > 0 && { mentions }) };
}

function loadOf(scope: Scope, anchors: AnchorTable, call: PyCall, known: Set<PyStr>): Found["fact"] | undefined {
  const symbol = scope.symbolOf(call.node.func);
  const isLoad = symbol !== undefined ? loaders.has(symbol) || (loadingMethods.has(call.method) && isForeign(symbol)) : loadingMethods.has(call.method);
  if (!isLoad || call.method === "from_pretrained" || call.method === "loads") return undefined;
  const path = pathOf(scope, call.positional[0] ?? call.argument("filename") ?? call.argument("filepath"), known);
  return { does: "load", name: symbol ?? call.method, at: anchors.at(call.name), path };
}

function saveOf(scope: Scope, anchors: AnchorTable, objects: Objects, call: PyCall, known: Set<PyStr>): Found["fact"] | undefined {
  const symbol = scope.symbolOf(call.node.func);
  const base = () => ({ does: "save" as const, name: symbol !== undefined && !symbol.startsWith(":") ? symbol : call.method, at: anchors.at(call.name) });
  if (symbol !== undefined && savers.has(symbol)) {
    const [first, second] = call.positional;
    const isPathFirst = symbol === "numpy.save";
    const target = isPathFirst ? first : (second ?? call.argument("filename") ?? call.argument("file") ?? call.argument("path"));
    return { ...base(), path: target && !/dumps$/.test(symbol) ? pathOf(scope, target, known) : "*", ...holdings(objects, isPathFirst ? second : first) };
  }
  const { callee } = call;
  if (callee?.endsWith("open") && /(?:^|\.)open$/.test(callee) && isWriting(call)) {
    const path = pathOf(scope, call.positional[0], known);
    return artefactName.test(path) ? { ...base(), path, holdsMore: true } : undefined;
  }
  if (!savingMethods.has(call.method) || !call.receiver || (symbol !== undefined && symbol.startsWith(":"))) return undefined;
  const path = pathOf(scope, call.positional[0] ?? call.argument("filepath") ?? call.argument("path"), known);
  const isArtefact = artefactName.test(path) || (call.method !== "write" && /(?:^|_)(?:model|net|network|pipeline|clf|booster|autoencoder|scaler|learner)$/i.test(scope.file.slice(call.receiver)));
  return isArtefact ? { ...base(), path, ...holdings(objects, call.receiver) } : undefined;
}

function isWriting(call: PyCall): boolean {
  const mode = call.argument("mode", 1);
  return mode?.kind === "Str" && /[wax]/.test(mode.value);
}

/** A tuple, list or dict holds all of its parts. */
function holdings(objects: Objects, value: PyExpr | undefined): Pick<ArtefactFact, "holds" | "holdsMore"> {
  const parts = value?.kind === "Dict" ? value.entries.map((entry) => entry.value) : value?.kind === "Tuple" || value?.kind === "List" ? value.elements : value ? [value] : [];
  const held = parts.map((part) => objects.of(part));
  const isSure = held.length > 0 && held.every((one, index) => one !== undefined ? isMade(one) : isPlain(parts[index]));
  const holds = either(held);
  return { ...(holds && { holds }), ...(!isSure && { holdsMore: true as const }) };
}

function isMade(object: ObjectFact): boolean {
  if (object.from === "either") return object.of.every(isMade);
  return object.from === "call" && isForeign(object.of);
}

const isPlain = (node: PyExpr | undefined) => node?.kind === "Str" || node?.kind === "Num" || node?.kind === "Const";

/** Artefacts named, or handed on by name, where they are neither loaded nor saved. */
function mentioned(scope: Scope, known: ReadonlySet<PyStr>, taken: ReadonlySet<PyNode>): readonly string[] {
  if (!says(mayNameArtefact, scope.file.text)) return [];
  const names = scope.file.nodes("Str").flatMap((text) => {
    if (text.value.length > 200 || !artefactName.test(text.value)) return [];
    if (known.has(text) && !isHandedOn(scope, text, taken)) return [];
    const around = text.parent?.kind === "Call" ? scope.file.call(text.parent).method : "";
    return onlyAsks.test(around) ? [] : [fileName(text.value.replaceAll("\uFFFC", "*").replaceAll("\\", "/"))];
  });
  return [...new Set(names)].sort();
}

/** `MODEL = "m.pkl"` given to something else than what loads and saves it. */
function isHandedOn(scope: Scope, text: PyStr, taken: ReadonlySet<PyNode>): boolean {
  const target = text.parent?.kind === "Assign" ? text.parent.targets[0] : undefined;
  if (target?.kind !== "Name") return false;
  return scope.file.nodes("Name").some((use) => {
    const call = use.id === target.id && use !== target && use.parent?.kind === "Call" ? use.parent : undefined;
    return call !== undefined && !taken.has(call) && !onlyAsks.test(scope.file.call(call).method) && !/^(?:open|join|joinpath|Path|str)$/.test(scope.file.call(call).method);
  });
}
