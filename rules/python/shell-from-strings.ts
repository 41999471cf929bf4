/** Finds shell commands that are put together from text that somebody else chooses. */
import { pythonRule, type Finding, type PyCall, type PyExpr, type PythonFile, type RuleContext } from "../api.ts";
import { shellCommand, startedProgram } from "./knowledge/shells.ts";
import { assembled } from "./taint/assembled.ts";
import { isAtLeast, originsOf, type Origin } from "./taint/origin.ts";
import { short } from "./taint/sources.ts";
import { mentionsImportOf } from "./knowledge/import-text.ts";

export default pythonRule({
  id: "python/shell-from-strings",
  title: "Shell command put together from strings",
  severity: { default: "error", caller: "warning", unseen: "hint", aside: "hint" },
  principle: "contracts",
  checklist: ["secrets-and-inputs"],
  since: "0.1.0",
  why: "A shell reads `;`, `$(…)` and newlines in a file name as commands. One crafted name runs whatever its sender likes with the service's rights; an honest one with a space in it fails at night.",
  remedy: "Pass a list and no shell: `subprocess.run([\"ffmpeg\", \"-i\", path], check=True)`. Where a shell is needed, quote each value with `shlex.quote`.",
  silent: "Lists without a shell; commands made of literals and constants; numbers and values through `shlex.quote`; values checked against a list first. A command handed on whole, and values whose origin the file does not show, are a hint.",
  references: ["https://docs.python.org/3/library/subprocess.html#security-considerations", "https://docs.python.org/3/library/shlex.html#shlex.quote"],
  examples: [
    { title: "A file name from a request", bad: "import os\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n@app.post(\"/thumbnail\")\ndef thumbnail():\n    os.«system»(\"convert \" + request.form[\"name\"] + \" thumb.png\")\n", good: "import subprocess\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n@app.post(\"/thumbnail\")\ndef thumbnail():\n    subprocess.run([\"convert\", request.form[\"name\"], \"thumb.png\"], check=True, timeout=30)\n" },
    { title: "A helper that trusts its callers", bad: "import subprocess\n\ndef transcode(path):\n    subprocess.«run»(f\"ffmpeg -i {path} out.mp4\", shell=True, timeout=600)\n", good: "import shlex\nimport subprocess\n\ndef transcode(path):\n    subprocess.run(f\"ffmpeg -i {shlex.quote(path)} out.mp4\", shell=True, timeout=600)\n" },
    { title: "A task of Airflow", bad: "from airflow.operators.bash import BashOperator\n\ndef load(table):\n    return «BashOperator»(task_id=\"load\", bash_command=\"load.sh \" + table)\n", good: "from airflow.operators.bash import BashOperator\n\ndef load(table):\n    return BashOperator(task_id=\"load\", bash_command=\"load.sh $TABLE\", env={\"TABLE\": table})\n" },
  ],
  prefilter: mentionsImportOf(["commands", "invoke", "fabric"], /subprocess|\bpopen|[.,("']\s*system\b|import\s+system\b|exec_command|\bexec[lv]|spawn[lv]|BashOperator/),

  judges: "statements",
  *check(file, context) {
    for (const call of file.here.calls()) {
      const command = shellCommand(file, call);
      const found = command && judge(file, command);
      if (found) yield finding(file, context, call, found);
      else if (!command) yield* chosenProgram(file, call);
    }
  },
});

/** No shell, and yet a stranger says what runs. */
function* chosenProgram(file: PythonFile, call: PyCall): Generator<Finding> {
  const program = startedProgram(call);
  if (!program || assembled(file, program)) return;
  const origin = originsOf(file).of(program);
  if (origin.power !== "input") return;
  yield {
    at: call.name,
    message: `\`${short(file, call.node.func)}\` starts the program that whoever sends the request names (\`${origin.label ?? ""}\`): any command of this machine runs with the service's rights. Choose it from a fixed list.`,
    variant: "default",
    confidence: "certain",
    related: [{ at: { start: program.start, end: program.end }, message: "named here" }],
  };
}

interface Complaint { readonly part: PyExpr; readonly origin: Origin; readonly variant: "default" | "caller" | "unseen" }

function judge(file: PythonFile, command: PyExpr): Complaint | undefined {
  const origins = originsOf(file);
  const built = assembled(file, command);
  if (!built) { // handed on whole
    const origin = origins.of(command);
    return origin.power === "input" ? { part: command, origin, variant: "default" } : origin.power === "fixed" ? undefined : { part: command, origin, variant: "unseen" };
  }
  let told: Complaint | undefined;
  let unseen: Complaint | undefined;
  for (const { node: part, at } of built.parts) {
    const origin = origins.of(part);
    if (origin.power === "input") return { part, origin, variant: "default" };
    if (isAtLeast(origin, "parameter") && built.text.slice(0, at).trim() !== "" && !isCommandName(part, origin)) told ??= { part, origin, variant: "caller" };
    else if (origin.power !== "fixed") unseen ??= { part, origin, variant: "unseen" };
  }
  return told ?? unseen;
}

/** `run(f"cd {folder} && {command}")`: handing on a command is the purpose. */
function isCommandName(part: PyExpr, origin: Origin): boolean {
  const named = [part.kind === "Name" ? part.id : "", origin.at?.kind === "Param" ? origin.at.name : "", origin.label ?? ""];
  return named.some((name) => /^_*(cmd|command|cmdline|cmd_line|commands|cmds|args|arguments|arg|argv|options|opts|flags|script|extra\w*|params|\w+_(?:cmd|command|args|options|opts|flags|params|script))$/i.test(name));
}

const consequences = {
  caller: "comes from the caller: a space in it breaks the command, a `;` runs another one",
  unseen: "may be anybody's text: a space in it breaks the command, a `;` runs another one",
};

function finding(file: PythonFile, context: RuleContext, call: PyCall, { part, origin, variant }: Complaint): Finding {
  const isInput = variant === "default";
  const who = isInput ? `is chosen by whoever sends the request (\`${origin.label ?? ""}\`): a crafted value runs any command on this machine` : consequences[variant];
  const isHint = (context.isTest || file.language === "notebook" || /(^|\/)(setup|tasks|noxfile|fabfile|conftest)\.py$|(^|\/)(scripts?|tools?|dev|ci|hack|bin|build)\//.test(file.path)) && !isInput;
  return {
    at: call.name,
    message: `\`${short(file, call.node.func)}\` hands a shell text with \`${short(file, part)}\` in it, which ${who}. Pass a list without a shell, or quote it with \`shlex.quote\`.`,
    variant: isHint ? "aside" : variant,
    confidence: isInput ? "certain" : "likely",
    related: [
      { at: { start: part.start, end: part.end }, message: "put in here" },
      ...(origin.at && origin.at !== part ? [{ at: { start: origin.at.start, end: origin.at.end }, message: "comes in here" }] : []),
    ],
  };
}
