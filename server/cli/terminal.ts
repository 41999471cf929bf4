/** The world outside of a command: where it prints, how wide, in colour or not. */
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
    cwd: process.cwd(),
    colour: env.NO_COLOR ? false : env.FORCE_COLOR ? env.FORCE_COLOR !== "0" : stdout.isTTY === true,
    width: stdout.isTTY ? (stdout.columns ?? 80) : Infinity,
    print: (text) => void stdout.write(text),
    complain: (text) => void stderr.write(text + "\n"),
    progress: (text) => {
      if (stderr.isTTY) stderr.write(`\r\u001b[K${text}`);
    },
  };
}
