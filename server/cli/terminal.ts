/** The world outside of a command: where it prints, how wide, in colour or not. */
import { UsageError } from "./arguments.ts";

export interface Terminal {
  readonly cwd: string;
  readonly colour: boolean;
  readonly width: number;
  print(text: string): void;
  /** To standard error, on a line of its own. */
  complain(text: string): void;
  /** One line on standard error that the next one replaces; nothing when it is no terminal. */
  progress(text: string): void;
}

export function realTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  return {
    get cwd() {
      return here();
    },
    colour: env.NO_COLOR ? false : env.FORCE_COLOR ? env.FORCE_COLOR !== "0" : stdout.isTTY === true,
    width: stdout.isTTY ? (stdout.columns ?? 80) : Infinity,
    print: (text) => void stdout.write(text),
    complain: (text) => void stderr.write(text + "\n"),
    progress: (text) => {
      if (stderr.isTTY) stderr.write(`\r\u001b[K${text}`);
    },
  };
}

function here(): string {
  try {
    return process.cwd();
  } catch {
    throw new UsageError("The folder that this was started in is gone. Change into one that is there.");
  }
}
