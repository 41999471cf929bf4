/** Whether a .gitignore can say anything of a path, asked of names and endings before each of its patterns is tried. */

export interface IgnoreNames {
  /** False only where no line matches the path or a folder that it lies in, be it to ignore them or not to. */
  maySpeakOf(path: string): boolean;
}

/** Nothing is said of lines that hold no plain letters: then any path may be meant. */
export function ignoreNames(text: string): IgnoreNames {
  const names = new Set<string>();
  const endings = new Set<string>();
  const parts: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line === "" || line.startsWith("#")) continue;
    const pattern = line.replace(/^!/, "").replace(/\/$/, "");
    const ending = /^(?:\*\*\/)?\*(\.[\w-]+)$/.exec(pattern)?.[1];
    const name = nameIn(pattern);
    if (name !== undefined) names.add(name.toLowerCase());
    else if (ending !== undefined) endings.add(ending.toLowerCase());
    else parts.push(partOf(pattern));
  }
  const others = parts.length > 0 ? new RegExp(parts.join("|"), "i") : undefined;
  return { maySpeakOf: (path) => isAnyNamed(path.toLowerCase(), names, endings) || (others?.test(path) ?? false) };
}

function isAnyNamed(path: string, names: ReadonlySet<string>, endings: ReadonlySet<string>): boolean {
  for (let start = 0; start < path.length; ) {
    const slash = path.indexOf("/", start);
    const end = slash < 0 ? path.length : slash;
    const name = path.slice(start, end);
    const dot = name.lastIndexOf(".");
    if (names.has(name) || (dot >= 0 && endings.has(name.slice(dot)))) return true;
    start = end + 1;
  }
  return false;
}

/** The longest name that all paths hold which the pattern matches; undefined where its last one is made of wildcards. */
function nameIn(pattern: string): string | undefined {
  const parts = pattern.split("/");
  const names = parts.filter((part) => /^[\w.-]+$/.test(part));
  return names.at(-1) === parts.at(-1) ? names.reduce<string | undefined>((best, name) => (best !== undefined && best.length > name.length ? best : name), undefined) : undefined;
}

/** At neither end. */
function withoutSlashes(part: string): string {
  let [from, to] = [0, part.length];
  while (from < to && part[from] === "/") from++;
  while (to > from && part[to - 1] === "/") to--;
  return part.slice(from, to);
}

/** Stretches of a pattern that stand for themselves, but for `[Bb]`. */
const stretch = /(?:[\w.~@%=#/-]|\[[A-Za-z0-9.]+\])+/g;
const simpleClass = /\[[A-Za-z0-9.]+\]/g;

/** Of a pattern, as an expression, its longest stretch without wildcards: what matches the pattern holds that. Matches everywhere where there is none. */
function partOf(pattern: string): string {
  if (pattern.includes("[]")) return "";
  const plain = pattern.replace(/\\./g, (escaped) => (escaped === "\\#" ? "*#" : "**")).replace(/\[[^\]]*\]?/g, (written) => (written.replace(simpleClass, "") === "" ? written : "*".repeat(written.length)));
  let [longest, length] = ["", 0];
  for (const { 0: part, index } of plain.matchAll(stretch)) {
    const inner = withoutSlashes(part);
    const own = inner.replace(simpleClass, "-").length;
    if (own === 0 || own < length) continue; // ends tell more than beginnings
    const isFirst = index === 0 || part.startsWith("/");
    const isLast = index + part.length === plain.length || part.endsWith("/");
    longest = `${isFirst ? "(?:^|/)" : ""}${inner.replaceAll(".", "\\.")}${isLast ? "(?:$|/)" : ""}`;
    length = own;
  }
  return longest;
}
