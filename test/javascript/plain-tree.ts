/** Nodes of a script as plain data: what rules may see of them, places as they are in the text. */

const places = ["propertyAt", "keyAt", "argsAt", "innerAt", "nameAt", "typeAt", "moduleAt"];
/** What leads elsewhere, what is found out of nodes later, and places as nodes keep them. */
const kept = new Set(["parent", "known", "variable", "meaning", "call", "ground", "from", "to", "opens", "closes", "keyFrom", "keyTo", "nameTo", "moduleFrom", "moduleTo", "typeFrom", "typeTo"]);

/** For `JSON.stringify`. */
export function plainTree(key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("ground" in value)) return kept.has(key) ? undefined : value;
  if (kept.has(key)) return undefined;
  const node = value as Readonly<Record<string, unknown>>;
  const plain: Record<string, unknown> = { at: spanOf(node) };
  for (const name of Object.keys(node)) if (!kept.has(name)) plain[name] = node[name];
  for (const name of places) if (name in node) plain[name] = spanOf(node[name]);
  return plain;
}

function spanOf(value: unknown): string | undefined {
  return typeof value === "object" && value !== null && "start" in value && "end" in value ? `${String(value.start)}-${String(value.end)}` : undefined;
}
