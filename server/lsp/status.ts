/** Tells the client how the server is doing, and no more often than a person can read. */
import type { Connection } from "vscode-languageserver/node";
import { statusNotification, type StatusParams } from "./messages.ts";
import { Debounced } from "./timing.ts";

export class StatusReporter {
  private phase: StatusParams["phase"] = "scanning";
  private scanned = 0;
  private total = 0;
  private readonly soon = new Debounced(() => this.send(), 150, 300);

  constructor(private readonly connection: Connection, private readonly totals: () => { readonly errors: number; readonly warnings: number }) {}

  scanning(scanned: number, total: number): void {
    [this.phase, this.scanned, this.total] = ["scanning", scanned, total];
    this.soon.call();
  }

  ready(): void {
    [this.phase, this.scanned] = ["ready", this.total];
    this.soon.cancel();
    this.send();
  }

  changed(): void {
    this.soon.call();
  }

  private send(): void {
    const params: StatusParams = { phase: this.phase, scanned: this.scanned, total: this.total, ...this.totals() };
    void this.connection.sendNotification(statusNotification, params);
  }
}
