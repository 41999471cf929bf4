/** Actions that run one of their inputs as a script. */

export interface ScriptInput {
  readonly action: string;
  readonly input: string;
  /** How the script reads a variable of the step; undefined where the script runs elsewhere (a container, another host), and the variable has to be handed on first. */
  readonly reading: string | undefined;
}

/** The README of each action names the input. */
export const scriptInputs: readonly ScriptInput[] = [
  { action: "actions/github-script", input: "script", reading: "process.env.NAME" },
  { action: "azure/cli", input: "inlineScript", reading: undefined },
  { action: "azure/powershell", input: "inlineScript", reading: "$env:NAME" },
  { action: "appleboy/ssh-action", input: "script", reading: undefined },
  { action: "addnab/docker-run-action", input: "run", reading: undefined },
  { action: "devcontainers/ci", input: "runCmd", reading: undefined },
  { action: "uraimo/run-on-arch-action", input: "run", reading: undefined },
  { action: "cross-platform-actions/action", input: "run", reading: undefined },
  { action: "jannekem/run-python-script-action", input: "script", reading: "os.environ[\"NAME\"]" },
  { action: "reactivecircus/android-emulator-runner", input: "script", reading: "\"$NAME\"" },
  { action: "nick-fields/retry", input: "command", reading: "\"$NAME\"" },
  { action: "nick-invision/retry", input: "command", reading: "\"$NAME\"" },
  { action: "coactions/setup-xvfb", input: "run", reading: "\"$NAME\"" },
];
