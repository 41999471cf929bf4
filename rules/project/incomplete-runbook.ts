/** Runbooks without failures, without a way back, or without a person. */
import { projectRule, type Project } from "../api.ts";
import type { DocumentFacts } from "../facts/documents.ts";
import { created } from "./shape/scaffold.ts";
import { loudness } from "./shape/overview.ts";

export default projectRule({
  id: "project/incomplete-runbook",
  title: "Runbook that stops halfway",
  severity: { default: "info", exposed: "warning" },
  principle: "ownership",
  checklist: ["named-owner"],
  since: "0.1.0",
  why: `A runbook is read by somebody who has minutes. If it tells how to deploy and not what breaks, or how to look and not how to go back, it ends where the incident begins.`,
  remedy: `Three chapters do: the likeliest failures with first actions, how to roll back, whom to wake.`,
  silent: `Documents that are not called runbook or playbook and have no chapter called so, folders of runbooks (one page per alert), documents and chapters of fewer than two headings, prototypes.`,
  references: ["https://sre.google/workbook/on-call/"],
  examples: [
    { title: "No way back", path: "docs/runbook.md", bad: "«# Runbook»\n\n## Top failure modes\n\n## Escalation\n", good: "# Runbook\n\n## Top failure modes\n\n## Rollback\n\n## Escalation\n" },
    { title: "A chapter of another document", path: "README.md", bad: "# Scorer\n\n«## Run book»\n\n### Failures\n\n### Rollback\n\n## Licence\n", good: "# Scorer\n\n## Run book\n\n### Failures\n\n### Rollback\n\n### Escalation\n\n## Licence\n" },
  ],
  *check(project, context) {
    const books = [...project.files].filter(([path]) => /(^|\/)(run-?_?book|playbook)s?\.(md|mdx|markdown|rst|adoc)$/i.test(path));
    const [book, ...more] = books.length > 0 ? books.map(([path, { body }]) => ({ path, found: body.documents?.headings ?? [], isChapter: false })) : chaptersCalledSo(project);
    if (!book || more.length > 0) return; // a folder of them shares the chapters out
    const { path, found, isChapter } = book;
    const loud = loudness(context.for(path).profile);
    const [first] = found;
    if (!loud || !first || found.length < 2 || context.for(path).isTest) return;
    const missing = chapters.filter(({ is }) => !found.some(({ text }) => is.test(text)));
    if (missing.length === 0) return;
    const fixes = isChapter || /\.(?:rst|adoc)$/i.test(path) ? [] : [created(path, missing.map(({ text }) => `\n${text}`).join("\n"), `Add ${missing.length === 1 ? "the chapter" : "the chapters"} to be filled in`)];
    yield { path, at: first.at, ...loud, fixes, message: `This runbook has no chapter on ${missing.map(({ name }) => name).join(", nor on ")}: it ends where the incident begins. Add what whoever is on call needs in the first ten minutes.` };
  },
});

interface Book {
  readonly path: string;
  /** Its own heading first. */
  readonly found: DocumentFacts["headings"];
  readonly isChapter: boolean;
}

/** Chapters of other documents, each with the headings below it. */
function chaptersCalledSo(project: Project): readonly Book[] {
  return [...project.files].flatMap(([path, { body }]) => {
    const headings = body.documents?.headings ?? [];
    return headings.flatMap(({ text, level }, index) => {
      if (!/^(?:\d+[.)]\s+)?(?:run ?-?book|playbook)$/.test(text)) return [];
      const after = headings.slice(index + 1);
      const end = after.findIndex((one) => one.level <= level);
      const below = end < 0 ? after : after.slice(0, end);
      return below.length < 2 ? [] : [{ path, found: headings.slice(index, index + 1 + below.length), isChapter: true }];
    });
  });
}

const chapters = [
  { name: "what fails and what to do first", is: /fail|incident|alert|symptom|troubleshoot|problem|issue|error|outage|diagnos|emergenc|recover|down\b/, text: "## Top failure modes\n\n| what is seen | likely cause | first action |\n| --- | --- | --- |\n| <alert or symptom> | <cause> | <command or link> |" },
  { name: "how to roll back", is: /roll(ing)? ?back|revert|restore|undo|back ?out|recover/, text: "## Rollback\n\n1. <command that puts the previous version back>\n2. <how to see that it worked>" },
  { name: "whom to wake", is: /escalat|contact|on-?call|owner|who\b|pager|support|team/, text: "## Escalation\n\n| after | whom | how |\n| --- | --- | --- |\n| <15 minutes> | <owner> | <channel or number> |" },
] as const;
