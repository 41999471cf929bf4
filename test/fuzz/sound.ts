/** What holds for whatever is told of one text alone, sound or broken: cheap enough for very many texts. */
import type { Span } from "../../rules/api.ts";
import { applyEdits } from "../../server/engine/fix.ts";
import type { Reported } from "../../server/engine/report.ts";
import { Live } from "./replay.ts";

/** What is wrong; undefined when nothing is. */
export function wrongWith(path: string, text: string): string | undefined {
  try {
    const live = new Live(new Map([[path, text]]));
    const findings = live.analysis.findings(path);
    const anchors = live.analysis.openFile(path)?.facts().anchors ?? [];
    const outside = [...findings.flatMap(spansOf), ...anchors].find(({ start, end }) => !(start >= 0 && start <= end && end <= text.length));
    const broken = findings.flatMap((finding) => finding.fixes.map(({ edits }) => wrongEdits(edits, text) && `${finding.rule.id}: edits ${JSON.stringify(edits)}`)).find((one) => one);
    const [first] = live.trouble;
    const afterFix = first || broken ? undefined : wrongAfterFix(live, path, text, findings);
    live.close();
    const lost = live.analysis.findings(path).length !== findings.length ? `closed, it has ${live.analysis.findings(path).length} findings instead of ${findings.length}` : undefined;
    if (first) return `trouble: ${first.rule ?? ""} ${first.message}`;
    return broken || afterFix || lost || (outside && `outside: ${outside.start}-${outside.end} of ${text.length}`);
  } catch (error) {
    return `thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

function spansOf({ at, path, related }: Reported): readonly Span[] {
  return [at, ...related.filter((one) => one.path === path).map((one) => one.at)];
}

function wrongEdits(edits: readonly { readonly at: Span }[], text: string): boolean {
  let end = 0;
  return edits.some(({ at }) => at.start < end || at.end < at.start || (end = at.end) > text.length);
}

/** Every fix can be applied, and what it leaves costs no rule anything. */
function wrongAfterFix(live: Live, path: string, text: string, findings: readonly Reported[]): string | undefined {
  for (const { rule, fixes } of findings) {
    for (const { edits, title } of fixes) {
      if (edits.length === 0) continue;
      live.analysis.tryOut(path, applyEdits(text, edits));
      const [trouble] = live.trouble;
      if (trouble) return `after "${title}" of ${rule.id}: ${trouble.rule ?? ""} ${trouble.message}`;
    }
  }
  return undefined;
}
