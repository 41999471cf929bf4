/** Sends diagnostics, each version once, and remembers what the client shows. */
import { DiagnosticSeverity, type Diagnostic, type PublishDiagnosticsParams } from "vscode-languageserver/node";

interface Shown {
  /** As the client was told it. */
  readonly uri: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly errors: number;
  readonly warnings: number;
}

export class Publisher {
  /** By address, however that is spelled: a client escapes more or less in it than we do, and may or may not see that both are one. */
  private readonly shown = new Map<string, Shown>();

  /** One collection for open and closed files alike, so that a finding cannot be shown twice. `isNews` tells what no edit of the document asked for. */
  constructor(private readonly send: (params: PublishDiagnosticsParams, isNews: boolean) => void, private readonly onTotals: () => void) {}

  /** Sent even when nothing changed, if there is a version to answer; otherwise only news. */
  publish(uri: string, diagnostics: readonly Diagnostic[], version?: number, isNews = version === undefined): void {
    const address = decoded(uri);
    const before = this.shown.get(address);
    const isSpelledAnew = before !== undefined && before.uri !== uri;
    if (version === undefined && !isSpelledAnew && isSame(before?.diagnostics ?? [], diagnostics)) return;
    const [errors, warnings] = [count(diagnostics, DiagnosticSeverity.Error), count(diagnostics, DiagnosticSeverity.Warning)];
    if (isSpelledAnew) this.send({ uri: before.uri, diagnostics: [] }, isNews);
    if (diagnostics.length === 0) this.shown.delete(address);
    else this.shown.set(address, { uri, diagnostics, errors, warnings });
    this.send({ uri, diagnostics: [...diagnostics], ...(version !== undefined && Number.isInteger(version) && { version }) }, isNews);
    if (errors !== (before?.errors ?? 0) || warnings !== (before?.warnings ?? 0)) this.onTotals();
  }

  /** Like `publish`, for an open document whose text did not change: news only, with its version. */
  republish(uri: string, diagnostics: readonly Diagnostic[], version: number | undefined): void {
    const before = this.shown.get(decoded(uri));
    if ((before !== undefined && before.uri !== uri) || !isSame(before?.diagnostics ?? [], diagnostics)) this.publish(uri, diagnostics, version, true);
  }

  clear(uri: string): void {
    this.publish(uri, []);
  }

  totals(): { readonly errors: number; readonly warnings: number } {
    let [errors, warnings] = [0, 0];
    for (const one of this.shown.values()) [errors, warnings] = [errors + one.errors, warnings + one.warnings];
    return { errors, warnings };
  }
}

function decoded(uri: string): string {
  if (!uri.includes("%")) return uri;
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri; // what cannot be read has one spelling
  }
}

function count(diagnostics: readonly Diagnostic[], severity: DiagnosticSeverity): number {
  return diagnostics.filter((one) => one.severity === severity).length;
}

/** Plain data that says the same; ends at the first difference. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one)) return Array.isArray(other) && one.length === other.length && one.every((part, index) => isSame(part, other[index]));
  const [parts, others] = [Object.entries(one), new Map(Object.entries(other))];
  return parts.length === others.size && parts.every(([name, part]) => others.has(name) && isSame(part, others.get(name)));
}
