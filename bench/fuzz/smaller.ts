/** Makes a failing sequence of texts small: fewer texts, and fewer of the lines and letters that all of them share. */

const mostTries = 400;

export function smaller(texts: readonly string[], fails: (texts: readonly string[]) => boolean): readonly string[] {
  let tries = 0;
  const stillFails = (fewer: readonly string[]) => tries++ < mostTries && fails(fewer);
  let best = fewerTexts(texts, stillFails);
  for (const unit of ["\n", ""]) {
    best = fewerPieces(best, unit, true, stillFails);
    best = fewerPieces(best, unit, false, stillFails);
  }
  return best;
}

function fewerTexts(texts: readonly string[], fails: (texts: readonly string[]) => boolean): readonly string[] {
  let best = texts;
  for (let from = 0; best.length > 2 && from < best.length - 1;) {
    const fewer = best.filter((_, index) => index !== from);
    if (fails(fewer)) best = fewer;
    else from++;
  }
  return best;
}

/** Takes pieces out of what all texts begin (or end) with, large ones first. */
function fewerPieces(texts: readonly string[], unit: string, isBeginning: boolean, fails: (texts: readonly string[]) => boolean): readonly string[] {
  let best = texts;
  const pieces = (shared: string) => (unit ? shared.split(/(?<=\n)/) : [...shared]);
  let size = Math.ceil(pieces(common(best, isBeginning)).length / 2);
  while (size > 0) {
    let isLess = false;
    for (let from = 0; from < pieces(common(best, isBeginning)).length;) {
      const shared = common(best, isBeginning);
      const kept = pieces(shared).filter((_, index) => index < from || index >= from + size).join("");
      const fewer = best.map((text) => (isBeginning ? kept + text.slice(shared.length) : text.slice(0, text.length - shared.length) + kept));
      if (kept.length < shared.length && fails(fewer)) { best = fewer; isLess = true; }
      else from += size;
    }
    if (!isLess || size > 1) size = Math.floor(size / 2);
  }
  return best;
}

function common(texts: readonly string[], isBeginning: boolean): string {
  const first = texts[0] ?? "";
  let length = Math.min(...texts.map((text) => text.length));
  for (const text of texts) {
    let same = 0;
    while (same < length && (isBeginning ? text[same] === first[same] : text[text.length - 1 - same] === first[first.length - 1 - same])) same++;
    length = same;
  }
  return isBeginning ? first.slice(0, length) : first.slice(first.length - length);
}
