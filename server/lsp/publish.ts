/** Sends diagnostics, each version once, and remembers what the client shows. */
import { DiagnosticSeverity, type Diagnostic, type PublishDiagnosticsParams } from "vscode-languageserver/node";

interface Shown {
  readonly diagnostics: readonly Diagnostic[];
  readonly errors: number;
  readonly warnings: number;
}

export class Publisher {
  private readonly shown = new Map<string, Shown>();

  /** One collection for open and closed files alike, so that a finding cannot be shown twice. */
  constructor(private readonly send: (params: PublishDiagnosticsParams) => void, private readonly onTotals: () => void) {}

  /** Sent even when nothing changed, if there is a version to answer; otherwise only news. */
  publish(uri: string, diagnostics: readonly Diagnostic[], version?: number): void {
    const before = this.shown.get(uri);
    if (version === undefined && isSame(before?.diagnostics ?? [], diagnostics)) return;
    const [errors, warnings] = [count(diagnostics, DiagnosticSeverity.Error), count(diagnostics, DiagnosticSeverity.Warning)];
    if (diagnostics.length === 0) this.shown.delete(uri);
    else this.shown.set(uri, { diagnostics, errors, warnings });
    this.send({ uri, diagnostics: [...diagnostics], ...(version !== undefined && { version }) });
    if (errors !== (before?.errors ?? 0) || warnings !== (before?.warnings ?? 0)) this.onTotals();
  }

  /** Like `publish`, for an open document whose text did not change: news only, with its version. */
  republish(uri: string, diagnostics: readonly Diagnostic[], version: number | undefined): void {
    if (!isSame(this.shown.get(uri)?.diagnostics ?? [], diagnostics)) this.publish(uri, diagnostics, version);
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
