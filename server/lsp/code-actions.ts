/** Code actions: the fixes of a finding, all of a kind, a suppression with its reason, another level. */
import { CodeActionKind, LSPErrorCodes, ResponseError, type CodeAction, type CodeActionContext, type CodeActionParams, type Diagnostic, type WorkspaceEdit } from "vscode-languageserver/node";
import type { Level } from "../engine/config.ts";
import { compatibleFixes, difference } from "../engine/fix.ts";
import { fixUntilStable, safeFix } from "../engine/fix-all.ts";
import type { Reported } from "../engine/report.ts";
import { commentForms, suppressionEdit } from "../engine/suppress-edit.ts";
import { offsetInCode, suppressionEditInHost } from "../engine/suppress-host.ts";
import type { Abilities } from "./abilities.ts";
import { setLevelCommand } from "./levels.ts";
import { CellDocument } from "./notebook.ts";
import type { Home, Sessions } from "./sessions.ts";
import { type DiagnosticData, toDiagnostic } from "./to-protocol.ts";
import { toWorkspaceEdit, withPlaceholder } from "./workspace-edit.ts";

export const fixAllKind = `${CodeActionKind.SourceFixAll}.preship`;
/** For notebooks as wholes; what is asked of one cell must not change the others. */
export const notebookFixAllKind = `notebook.${fixAllKind}`;
export const actionKinds = [CodeActionKind.QuickFix, fixAllKind, notebookFixAllKind];

/** What a lazily computed edit is computed from; it refers to the finding, not to a place, so that it survives typing elsewhere. */
type ActionData = { readonly uri: string } & (
  | { readonly kind: "fix"; readonly fingerprint: string; readonly index: number }
  | { readonly kind: "suppress"; readonly fingerprint: string }
  | { readonly kind: "fix all"; readonly rule?: string }
);

type Draft = CodeAction & { readonly data: ActionData };

export async function codeActions(params: CodeActionParams, sessions: Sessions, abilities: Abilities): Promise<CodeAction[]> {
  const home = await sessions.home(params.textDocument.uri);
  if (!home || !abilities.actionLiterals) return [];
  const findings = home.session.findings(home.path);
  const drafts = [
    ...(wants(params.context, CodeActionKind.QuickFix) ? quickFixes(home, findings, params, abilities) : []),
    ...(wantsExplicitly(params.context, kindOfFixAll(home)) ? fixAll(home, findings) : []),
  ];
  if (abilities.resolvesEdits) return drafts;
  const complete = await Promise.all(drafts.map(async (action) => (isDraft(action) ? { ...action, edit: await editOf(action.data, home, abilities).catch(() => undefined /* the text moved on: the action is left out below */) } : action)));
  return complete.filter((action): action is CodeAction => action.command !== undefined || ("edit" in action && action.edit !== undefined));
}

export async function resolveAction(action: CodeAction, sessions: Sessions, abilities: Abilities): Promise<CodeAction> {
  if (!isDraft(action)) return action;
  const home = await sessions.home(action.data.uri);
  if (!home) throw new ResponseError(LSPErrorCodes.ContentModified, "The document is closed.");
  return { ...action, edit: await editOf(action.data, home, abilities) };
}

function quickFixes(home: Home, findings: readonly Reported[], params: CodeActionParams, abilities: Abilities): CodeAction[] {
  const { document } = home;
  const [from, to] = [document.offset(params.range.start), document.offset(params.range.end)];
  const here = findings.filter((finding) => finding.at.start <= to && finding.at.end >= from);
  const diagnosticOf = (finding: Reported): Diagnostic => diagnosticsOf(params.context).find((one) => (one?.data as DiagnosticData | null | undefined)?.fingerprint === finding.fingerprint) ?? toDiagnostic(finding, home.session, abilities);
  const seen = new Set<string>();
  const once = (finding: Reported) => !seen.has(finding.rule.id) && seen.add(finding.rule.id);
  const firstOfRule = here.filter(once);
  return [
    ...here.flatMap((finding) => fixesOf(home, finding, diagnosticOf(finding), abilities)),
    ...firstOfRule.flatMap((finding) => allOfRule(home, finding, findings)),
    ...here.flatMap((finding) => suppressions(home, finding, diagnosticOf(finding))),
    ...firstOfRule.flatMap((finding) => policies(home, finding, diagnosticOf(finding), abilities)),
  ];
}

function fixesOf({ document }: Home, finding: Reported, diagnostic: Diagnostic, abilities: Abilities): Draft[] {
  return finding.fixes.map((fix, index) => ({
    title: fix.title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic],
    ...(index === 0 && abilities.prefersActions && { isPreferred: true }),
    data: { uri: document.uri, kind: "fix", fingerprint: finding.fingerprint, index },
  }));
}

function allOfRule({ document }: Home, { rule }: Reported, findings: readonly Reported[]): Draft[] {
  const fixable = findings.filter((one) => one.rule.id === rule.id && safeFix(one)).length;
  if (fixable < 2) return [];
  return [{ title: `Fix all ${fixable} ${rule.id} problems in this file`, kind: CodeActionKind.QuickFix, data: { uri: document.uri, kind: "fix all", rule: rule.id } }];
}

function suppressions(home: Home, finding: Reported, diagnostic: Diagnostic): Draft[] {
  const { document, path, session } = home;
  const open = session.analysis.openFile(path);
  const isCode = document instanceof CellDocument || (open?.host !== undefined && offsetInCode(open, finding.at.start) !== undefined);
  if (isHouse(finding) || commentForms(isCode ? `${path}.py` : path).length === 0) return [];
  return [{
    title: `Ignore ${finding.rule.id} here, with a reason`, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic],
    data: { uri: document.uri, kind: "suppress", fingerprint: finding.fingerprint },
  }];
}

/** Commands, because they speak to another file than the one at hand. */
function policies({ document }: Home, finding: Reported, diagnostic: Diagnostic, abilities: Abilities): CodeAction[] {
  const { id } = finding.rule;
  const change = (title: string, level: Level): CodeAction => ({
    title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic],
    command: { title, command: setLevelCommand, arguments: [{ uri: document.uri, rule: id, level }] },
  });
  const page: CodeAction = { title: `Explain ${id}`, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], command: { title: "Explain", command: "preship.explainRule", arguments: [id] } };
  return [
    ...(finding.severity === "hint" || isHouse(finding) ? [] : [change(`Show ${id} only as a hint (preship.yaml)`, "hint")]),
    ...(isHouse(finding) ? [] : [change(`Turn ${id} off (preship.yaml)`, "off")]),
    ...(abilities.isOurs ? [page] : []),
  ];
}

function fixAll(home: Home, findings: readonly Reported[]): Draft[] {
  const { document } = home;
  if (!findings.some(safeFix)) return [];
  return [{ title: "Fix all safe Preship problems", kind: kindOfFixAll(home), data: { uri: document.uri, kind: "fix all" } }];
}

async function editOf(data: ActionData, home: Home, abilities: Abilities): Promise<WorkspaceEdit> {
  const findings = home.session.findings(home.path);
  if (data.kind === "fix all") return fixAllEdit(data.rule, home, findings, abilities);
  const finding = findings.find((one) => one.fingerprint === data.fingerprint);
  if (!finding) throw new ResponseError(LSPErrorCodes.ContentModified, "The text has changed and the finding is gone.");
  if (data.kind === "suppress") return suppressEdit(finding, home, abilities);
  const fix = finding.fixes[data.index];
  if (!fix) throw new ResponseError(LSPErrorCodes.ContentModified, "The text has changed and the fix no longer applies.");
  return toWorkspaceEdit(home, fix.edits, fix.appends, abilities);
}

function kindOfFixAll({ document }: Home): string {
  return document instanceof CellDocument ? notebookFixAllKind : fixAllKind;
}

function fixAllEdit(rule: string | undefined, home: Home, findings: readonly Reported[], abilities: Abilities): Promise<WorkspaceEdit> {
  const { document, path, session } = home;
  const isWanted = (finding: Reported) => rule === undefined || finding.rule.id === rule;
  const relint = (text: string) => session.analysis.tryOut(path, text, document.languageId).findings;
  const { text, edits, appends } = fixUntilStable(document.text, findings, relint, (finding) => (isWanted(finding) ? safeFix(finding) : undefined));
  const rounds = document instanceof CellDocument ? compatibleFixes(findings.flatMap((finding) => (isWanted(finding) ? (safeFix(finding) ?? []) : []))).edits : undefined;
  return toWorkspaceEdit(home, rounds ?? edits ?? [difference(document.text, text)], appends, abilities);
}

/** Tried out before it is offered: a comment inside a string or after a backslash would change the program or silence nothing. */
function suppressEdit(finding: Reported, home: Home, abilities: Abilities): WorkspaceEdit {
  const { document, path, session } = home;
  const tryOut = (text: string) => session.analysis.tryOut(path, text, document.languageId);
  const { problems } = tryOut(document.text);
  const isAccepted = (text: string, offset: number) => {
    const tried = tryOut(text);
    return tried.problems <= problems && tried.suppressions.some((one) => one.reason === "reason" && one.rules.includes(finding.rule.id) && offset >= one.covers.start && offset < one.covers.end);
  };
  const open = session.analysis.openFile(path);
  const isCell = document instanceof CellDocument;
  const edit = open?.host && !open.host.isVerbatim && !isCell ? suppressionEditInHost(open, `${path}.py`, finding.at.start, finding.rule.id, isAccepted)
    : suppressionEdit(document.text, document.lines, isCell ? `${path}.py` : path, finding.at.start, finding.rule.id, isAccepted);
  if (!edit) throw new ResponseError(LSPErrorCodes.RequestFailed, "No comment can stand here; turn the rule off for this file in preship.yaml instead.");
  return withPlaceholder(home, edit, abilities);
}

/** A client may leave out what it was shown, and write null for what it leaves out. */
function diagnosticsOf(context: Partial<CodeActionContext> | null | undefined): readonly (Diagnostic | null)[] {
  return Array.isArray(context?.diagnostics) ? context.diagnostics : [];
}

function wants(context: Partial<CodeActionContext> | null | undefined, kind: string): boolean {
  return !Array.isArray(context?.only) || wantsExplicitly(context, kind);
}

/** A kind asks for itself and everything below it. */
function wantsExplicitly(context: Partial<CodeActionContext> | null | undefined, kind: string): boolean {
  return Array.isArray(context?.only) && context.only.some((asked) => asked === "" || kind === asked || kind.startsWith(asked + "."));
}

function isDraft(action: CodeAction): action is Draft {
  return typeof action.data === "object" && action.data !== null && "kind" in action.data && "uri" in action.data;
}

function isHouse(finding: Reported): boolean {
  return finding.rule.id.startsWith("preship/");
}
