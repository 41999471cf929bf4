/** Compares Python versions and specifiers (PEP 440, and Poetry's caret and tilde); undefined where the text is not understood. */

interface Version {
  readonly epoch: number;
  readonly release: readonly number[];
  /** Orders dev < a < b < rc < final < post. */
  readonly stage: readonly [number, number];
  readonly post: number;
  readonly dev: number;
}

const pattern = /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|beta|preview|pre|rc|a|b|c)[-_.]?(\d*))?(?:(?:[-_.]?(?:post|rev|r)[-_.]?(\d*))|-(\d+))?(?:[-_.]?dev[-_.]?(\d*))?(?:\+[a-z0-9._-]+)?$/i;
const stages: Readonly<Record<string, number>> = { a: 1, alpha: 1, b: 2, beta: 2, c: 3, rc: 3, pre: 3, preview: 3 };

export function readVersion(text: string): Version | undefined {
  const match = text.length > 200 ? null : pattern.exec(text.trim());
  if (!match) return undefined;
  const hasPost = /post|rev|[-_.\d]r\d*$/i.test(text) || match[6] !== undefined;
  const hasDev = /dev/i.test(text);
  const stage = match[3] ? stages[match[3].toLowerCase()] ?? 3 : hasDev && !hasPost ? 0 : 4;
  return {
    epoch: Number(match[1] ?? 0), release: (match[2] ?? "0").split(".").map(Number),
    stage: [stage, Number(match[4] || 0)],
    post: hasPost ? Number(match[5] || match[6] || 0) : -1,
    dev: hasDev ? Number(match[7] || 0) : Number.MAX_SAFE_INTEGER,
  };
}

export function compareVersions(a: Version, b: Version): number {
  const length = Math.max(a.release.length, b.release.length);
  const keyOf = (one: Version) => [one.epoch, ...Array.from({ length }, (_, i) => one.release[i] ?? 0), ...one.stage, one.post, one.dev];
  const other = keyOf(b);
  for (const [i, value] of keyOf(a).entries()) {
    const difference = value - (other[i] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

/** Whether the version answers the specifier. */
export function satisfiesPython(specifier: string, version: string): boolean | undefined {
  const found = readVersion(version);
  if (!found || specifier.length > 500) return undefined;
  const alternatives = specifier.split(/\|\|?/).map((one) => satisfiesAll(one, version, found));
  if (alternatives.includes(true)) return true;
  return alternatives.includes(undefined) ? undefined : false;
}

function satisfiesAll(specifier: string, text: string, version: Version): boolean | undefined {
  const clauses = specifier.trim() === "" || specifier.trim() === "*" ? [] : specifier.split(",").flatMap((part) => part.trim().replace(/([<>=!~^])\s+/g, "$1").split(/\s+/)).filter(Boolean);
  const answers = clauses.map((clause) => satisfiesOne(clause, text, version));
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

function satisfiesOne(clause: string, text: string, version: Version): boolean | undefined {
  const match = /^(===|==|~=|!=|<=|>=|<|>|\^|~|=)?\s*(\S+)$/.exec(clause);
  const operator = match?.[1] ?? "==";
  const operand = match?.[2] ?? "";
  if (operator === "===") return operand === text;
  const isPrefix = operand.endsWith(".*");
  const wanted = readVersion(isPrefix ? operand.slice(0, -2) : operand);
  if (!wanted) return undefined;
  const order = compareVersions(version, wanted);
  const startsWith = (release: readonly number[]) => version.epoch === wanted.epoch && release.every((number, i) => (version.release[i] ?? 0) === number);
  switch (operator) {
    case "==": case "=": return isPrefix ? startsWith(wanted.release) : order === 0;
    case "!=": return isPrefix ? !startsWith(wanted.release) : order !== 0;
    case "<=": return order <= 0;
    case ">=": return order >= 0;
    case "<": return order < 0;
    case ">": return order > 0;
    case "~=": return order >= 0 && startsWith(wanted.release.slice(0, -1));
    case "~": return order >= 0 && startsWith(wanted.release.slice(0, Math.max(1, Math.min(2, wanted.release.length))));
    default: return order >= 0 && startsWith(caretPrefix(wanted.release));
  }
}

/** `^0.2.3` holds 0.2, `^1.2` holds 1: everything up to the first number that is not zero. */
function caretPrefix(release: readonly number[]): readonly number[] {
  const first = release.findIndex((number) => number !== 0);
  return release.slice(0, first < 0 ? release.length : first + 1);
}
