/** Workspace globs of npm, pnpm, yarn and uv: `packages/*`, `apps/**`, `!**\/test`. Matches in linear steps per segment. */

export function isMember(globs: readonly string[], folder: string): boolean {
  const positive = globs.filter((glob) => !glob.startsWith("!"));
  const negative = globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1));
  return positive.some((glob) => matches(glob, folder)) && !negative.some((glob) => matches(glob, folder));
}

function matches(glob: string, folder: string): boolean {
  const wanted = glob.replace(/^\.?\//, "").replace(/\/+$/, "").split("/");
  const given = folder.split("/");
  let reachable = new Set([0]); // positions in `given` that the segments so far can end at
  for (const segment of wanted) {
    const next = new Set<number>();
    for (const at of reachable) {
      if (segment === "**") for (let i = at; i <= given.length; i++) next.add(i);
      else if (at < given.length && matchesSegment(segment, given[at] ?? "")) next.add(at + 1);
    }
    reachable = next;
  }
  return reachable.has(given.length);
}

function matchesSegment(pattern: string, name: string): boolean {
  const choices = /^(.*)\{([^{}]*)\}(.*)$/.exec(pattern);
  if (choices) return (choices[2] ?? "").split(",").some((choice) => matchesSegment(`${choices[1]}${choice}${choices[3]}`, name));
  const pieces = pattern.split("*");
  const first = pieces[0] ?? "";
  if (pieces.length === 1) return pattern === name;
  const last = pieces.at(-1) ?? "";
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const at = name.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return from <= name.length - last.length;
}
