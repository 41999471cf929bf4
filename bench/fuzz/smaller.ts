/** Makes a failing sequence of texts small: fewer texts, and fewer of the lines and letters that all of them share. */
import type { Step } from "../../test/fuzz/script.ts";

const mostTries = 400;

export function smaller(texts: readonly string[], fails: (texts: readonly string[]) => boolean): readonly string[] {
  let tries = 0;
  const stillFails = (fewer: readonly string[]) => tries++ < mostTries && fails(fewer);
  return fewerOfAll(fewerTexts(texts, stillFails), stillFails);
}

function fewerOfAll(texts: readonly string[], stillFails: (texts: readonly string[]) => boolean): readonly string[] {
  let best = texts;
  for (const unit of ["\n", ""]) {
    best = fewerPieces(best, unit, true, stillFails);
    best = fewerPieces(best, unit, false, stillFails);
  }
  return best;
}

/** The same for a script: fewer steps first, then less of all texts. */
export function smallerSteps(start: string, steps: readonly Step[], fails: (start: string, steps: readonly Step[]) => boolean): { readonly start: string; readonly steps: readonly Step[] } {
  let tries = 0;
  let [first, best] = [start, steps];
  const take = (text: string, fewer: readonly Step[]) => {
    if (tries++ >= mostTries || !fails(text, fewer)) return false;
    [first, best] = [text, fewer];
    return true;
  };
  for (let isLess = true; isLess;) {
    isLess = false;
    for (const step of best) isLess = (best.length > 1 && take(first, best.filter((one) => one !== step))) || isLess;
    for (const step of best.slice(0, -1)) if (!step.event && best.includes(step)) isLess = take(step.text, best.slice(best.indexOf(step) + 1)) || isLess;
  }
  const kept = best;
  const withTexts = (texts: readonly string[]) => kept.map((step, index) => ({ ...step, text: texts[index + 1] ?? "" }));
  const texts = fewerOfAll([first, ...kept.map(({ text }) => text)], (fewer) => tries++ < 2 * mostTries && fails(fewer[0] ?? "", withTexts(fewer)));
  return { start: texts[0] ?? "", steps: withTexts(texts) };
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
