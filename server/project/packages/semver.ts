/** Compares npm versions and ranges; undefined for what is not understood, pre-releases included. */

type Version = readonly [number, number, number];

export function satisfiesNpm(range: string, version: string): boolean | undefined {
  const found = readVersion(version);
  if (!found || range.length > 500) return undefined;
  const answers = range.split("||").map((one) => satisfiesAll(one.trim(), found));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function readVersion(text: string): Version | undefined {
  const match = /^[v=]*(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:\+[\w.-]+)?$/.exec(text.trim());
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : undefined;
}

function satisfiesAll(range: string, version: Version): boolean | undefined {
  const hyphen = /^(\S+)\s+-\s+(\S+)$/.exec(range);
  const parts = hyphen ? [`>=${hyphen[1]}`, `<=${hyphen[2]}`] : range.replace(/([<>=~^])\s+/g, "$1").split(/\s+/).filter(Boolean);
  const answers = parts.map((part) => satisfiesOne(part, version));
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

/** Each comparator is a half-open interval from what it names to the first version it no longer takes. */
function satisfiesOne(part: string, version: Version): boolean | undefined {
  const match = /^(>=|<=|>|<|~>?|\^|=)?v?(\d{1,9}|[xX*])(?:\.(\d{1,9}|[xX*]))?(?:\.(\d{1,9}|[xX*]))?(?:\+[\w.-]+)?$/.exec(part);
  if (!match) return undefined;
  const numbers = match.slice(2).map((number) => (number === undefined || /[xX*]/.test(number) ? undefined : Number(number)));
  const firstOpen = numbers.indexOf(undefined);
  const given = firstOpen < 0 ? 3 : firstOpen;
  const low: Version = [numbers[0] ?? 0, given > 1 ? (numbers[1] ?? 0) : 0, given > 2 ? (numbers[2] ?? 0) : 0];
  const from = compare(version, low);
  const below = (position: number) => position < 0 || compare(version, bump(low, position)) < 0;
  switch (match[1]) {
    case ">=": return from >= 0;
    case "<": return from < 0;
    case ">": return given === 3 ? from > 0 : !below(given - 1);
    case "<=": return given === 3 ? from <= 0 : below(given - 1);
    case "~": case "~>": return from >= 0 && below(Math.min(given, 2) - 1);
    case "^": return from >= 0 && below(caretPosition(low, given));
    default: return given === 3 ? from === 0 : from >= 0 && below(given - 1);
  }
}

function caretPosition(low: Version, given: number): number {
  const first = low.findIndex((number) => number !== 0);
  return first < 0 || first >= given ? given - 1 : first;
}

function bump(version: Version, position: number): Version {
  return [position === 0 ? version[0] + 1 : version[0], position === 1 ? version[1] + 1 : position < 1 ? 0 : version[1], position === 2 ? version[2] + 1 : 0];
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
