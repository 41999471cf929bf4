/** Sends diagnostics, each version once, and remembers what the client shows. */
import { DiagnosticSeverity, type Diagnostic, type PublishDiagnosticsParams } from "vscode-languageserver/node";

interface Shown {
  readonly key: string;
  readonly errors: number;
  readonly warnings: number;
}

export class Publisher {
  private readonly shown = new Map<string, Shown>();

  /** One collection for open and closed files alike, so that a finding cannot be shown twice. */
  constructor(private readonly send: (params: PublishDiagnosticsParams) => void, private readonly onChange: () => void) {}

  /** Sent even when nothing changed, if there is a version to answer; otherwise only news. */
  publish(uri: string, diagnostics: readonly Diagnostic[], version?: number): void {
    const key = JSON.stringify(diagnostics);
    const before = this.shown.get(uri);
    const isNews = (before?.key ?? "[]") !== key;
    if (!isNews && version === undefined) return;
    if (diagnostics.length === 0) this.shown.delete(uri);
    else this.shown.set(uri, { key, errors: count(diagnostics, DiagnosticSeverity.Error), warnings: count(diagnostics, DiagnosticSeverity.Warning) });
    this.send({ uri, diagnostics: [...diagnostics], ...(version !== undefined && { version }) });
    if (isNews) this.onChange();
  }

  /** Like `publish`, for an open document whose text did not change: news only, with its version. */
  republish(uri: string, diagnostics: readonly Diagnostic[], version: number | undefined): void {
    if ((this.shown.get(uri)?.key ?? "[]") !== JSON.stringify(diagnostics)) this.publish(uri, diagnostics, version);
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
