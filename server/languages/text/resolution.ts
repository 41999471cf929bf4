/** tsconfig.json and jsconfig.json, under any of their names: what they say about where modules lie. */
import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import type { FileFacts } from "../../../rules/api.ts";
import type { ResolutionFacts } from "../../../rules/facts/resolution.ts";

const named = /(?:^|\/)[tj]sconfig(?:[.-][\w.-]*)?\.json$/;
const longestText = 100_000;

/** Undefined for every other file, and where nothing is said. */
export function resolutionFacts(path: string, text: string): FileFacts | undefined {
  if (!named.test(path) || text.length > longestText || !/"(?:extends|baseUrl|paths)"/.test(text)) return undefined;
  const resolution = read(text);
  return resolution && { path, language: "text", anchors: [], body: { resolution } };
}

function read(text: string): ResolutionFacts | undefined {
  let root: Node | undefined;
  try {
    root = parseTree(text, [], { allowTrailingComma: true, disallowComments: false });
  } catch {
    return undefined; // nested absurdly deeply
  }
  const at = (...keys: string[]) => root && findNodeAtLocation(root, keys);
  const baseUrl = textOf(at("compilerOptions", "baseUrl"));
  const paths = Object.fromEntries((at("compilerOptions", "paths")?.children ?? []).flatMap(({ children: [key, value] = [] }) => (key && value ? [[String(key.value), textsOf(value)] as const] : [])));
  const bases = textsOf(at("extends"));
  if (bases.length === 0 && baseUrl === undefined && Object.keys(paths).length === 0) return undefined;
  return { kind: "resolution", extends: bases, ...(baseUrl !== undefined && { baseUrl }), ...(Object.keys(paths).length > 0 && { paths }) };
}

function textOf(node: Node | undefined): string | undefined {
  return node?.type === "string" ? String(node.value) : undefined;
}

/** One string, or a list of them. */
function textsOf(node: Node | undefined): string[] {
  const nodes = node?.type === "array" ? (node.children ?? []) : node ? [node] : [];
  return nodes.flatMap((one) => textOf(one) ?? []);
}
