/** Programs that run another program: how to find it behind them. */

export interface Wrapper {
  /** Flags that take the next word as their value. */
  readonly valued?: readonly string[];
  /** Words that must follow the wrapper's name: `conda run`. */
  readonly verb?: string;
  /** Positional words of its own before the program: `timeout 10 cmd`. */
  readonly positional?: number;
}

/** Sources: the manual page or `--help` of each program. */
export const wrappers: Readonly<Record<string, Wrapper>> = {
  sudo: { valued: ["-u", "--user", "-g", "--group", "-h", "--host", "-p", "--prompt", "-C", "-D", "-R", "-T", "-r", "-t"] },
  doas: { valued: ["-u", "-C"] },
  env: { valued: ["-u", "--unset", "-C", "--chdir"] },
  time: {}, nohup: {}, exec: { valued: ["-a"] }, command: {}, builtin: {}, eatmydata: {}, winpty: {}, travis_retry: {},
  nice: { valued: ["-n", "--adjustment"] },
  ionice: { valued: ["-c", "-n"] },
  stdbuf: { valued: ["-i", "-o", "-e"] },
  timeout: { valued: ["-k", "--kill-after", "-s", "--signal"], positional: 1 },
  gosu: { positional: 1 },
  "su-exec": { positional: 1 },
  setpriv: { valued: ["--reuid", "--regid"] },
  runuser: { valued: ["-u", "--user", "-g", "--group"] },
  chroot: { positional: 1 },
  xargs: { valued: ["-n", "-I", "-P", "-L", "-d", "-a", "-s", "-E", "--max-args", "--max-procs", "--delimiter", "--arg-file"] },
  "xvfb-run": { valued: ["-n", "-s", "-e", "-f", "-p", "-w", "--server-args", "--server-num"] },
  conda: { verb: "run", valued: ["-n", "--name", "-p", "--prefix", "--cwd"] },
  mamba: { verb: "run", valued: ["-n", "--name", "-p", "--prefix", "--cwd"] },
  micromamba: { verb: "run", valued: ["-n", "--name", "-p", "--prefix", "-r", "--root-prefix", "--cwd"] },
  poetry: { verb: "run", valued: ["-C", "--directory", "-P", "--project"] },
  pipenv: { verb: "run" },
  pdm: { verb: "run", valued: ["-p", "--project"] },
  hatch: { verb: "run" },
  uv: { verb: "run", valued: ["--with", "--python", "-p", "--directory", "--project", "--extra", "--group", "--env-file", "--index", "--with-requirements", "--package"] },
};

/** Shells whose `-c` argument is a script of the kind read here. */
export const shells: ReadonlySet<string> = new Set(["sh", "bash", "dash", "ash", "zsh", "ksh"]);
