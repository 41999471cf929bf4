/** Calls that give text to a shell. https://docs.python.org/3/library/subprocess.html */
import type { PyCall, PyExpr, PythonFile } from "../../api.ts";

const always: ReadonlyMap<string, string> = new Map([
  ["os.system", "command"], ["os.popen", "cmd"], ["subprocess.getoutput", "cmd"], ["subprocess.getstatusoutput", "cmd"],
  ["commands.getoutput", "cmd"], ["commands.getstatusoutput", "cmd"], ["asyncio.create_subprocess_shell", "cmd"], ["asyncio.subprocess.create_subprocess_shell", "cmd"], ["popen2.popen3", "cmd"],
]);
const withFlag = /^subprocess\.(run|call|check_call|check_output|Popen)$/;
const shells = /^(?:\/bin\/|\/usr\/bin\/)?(?:ba|z|da|k)?sh$/;

/** The command that a shell will read, or undefined when none does. */
export function shellCommand(file: PythonFile, call: PyCall): PyExpr | undefined {
  const { callee } = call;
  if (callee === undefined) return undefined;
  const keyword = always.get(callee);
  if (keyword !== undefined) return call.argument(keyword, 0);
  if (!withFlag.test(callee)) return undefined;
  const command = call.argument("args", 0);
  const flag = call.argument("shell", 8);
  if (flag && file.valueOf(flag).kind === "bool" && isTrue(file, flag)) return command?.kind === "List" ? undefined : command;
  if (flag || command?.kind !== "List") return undefined;
  const [shell, option, text] = command.elements;
  return shell?.kind === "Str" && shells.test(shell.value) && option?.kind === "Str" && /^-[a-z]*c$/.test(option.value) ? text : undefined;
}

function isTrue(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  return value.kind === "bool" && value.value;
}
