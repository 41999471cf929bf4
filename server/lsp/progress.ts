/** Progress the user can see and cancel, where the client has it. */
import type { Connection, WorkDoneProgressServerReporter } from "vscode-languageserver/node";

export interface Progress {
  readonly isCancelled: boolean;
  report(message: string, percentage: number): void;
}

/** Fast work shows nothing: a bar that flashes by is noise. */
const patience = 400;
const interval = 200;

export async function withProgress(connection: Connection, isShown: boolean, work: (progress: Progress) => Promise<void>): Promise<void> {
  let reporter: WorkDoneProgressServerReporter | undefined;
  let isDone = false;
  let last = 0;
  const show = async () => {
    const created = await connection.window.createWorkDoneProgress();
    created.begin("Preship reads the workspace", 0, "", true);
    if (isDone) created.done();
    else reporter = created;
  };
  const timer = isShown ? setTimeout(() => void show().catch(() => {}), patience) : undefined; // a client that refuses gets none
  try {
    await work({
      get isCancelled() { return reporter?.token.isCancellationRequested === true; },
      report(message, percentage) {
        const now = Date.now();
        if (!reporter || Math.abs(now - last) < interval) return; // a clock may be set back
        last = now;
        reporter.report(Math.floor(percentage), message);
      },
    });
  } finally {
    isDone = true;
    clearTimeout(timer);
    reporter?.done();
  }
}
