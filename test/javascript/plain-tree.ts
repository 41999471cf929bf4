/** Nodes of a script as plain data: what rules may see of them, places as they are in the text. */

const places = ["propertyAt", "keyAt", "argsAt", "innerAt", "nameAt", "typeAt", "moduleAt"] as const;
/** What is found out of nodes later, and places as nodes keep them. */
const kept = /^(?:parent|known|variable|meaning|call|ground|from|to|opens|closes|\w+(?:From|To))$/;

/** For `JSON.stringify`. */
export function plainTree(key: string, value: unknown): unknown {
  if (kept.test(key)) return undefined;
  if (!isNode(value)) return value;
  const holder = value as unknown as Readonly<Record<string, unknown>>;
  const inside = places.flatMap((name) => (name in holder ? [[name, spanOf(holder[name])] as const] : []));
  return { ...value, at: [value.start, value.end], ...Object.fromEntries(inside) };
}

interface Place {
  readonly start: number;
  readonly end: number;
}

function isNode(value: unknown): value is Place {
  return typeof value === "object" && value !== null && "ground" in value;
}

function spanOf(value: unknown): readonly [number, number] | undefined {
  return typeof value === "object" && value !== null && "start" in value && "end" in value ? [Number(value.start), Number(value.end)] : undefined;
}
