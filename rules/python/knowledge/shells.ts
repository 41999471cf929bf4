/** Calls that give text to a shell, on this machine or another. https://docs.python.org/3/library/subprocess.html */
import type { PyCall, PyExpr, PythonFile } from "../../api.ts";

/** By qualified name: keyword and position of the command. */
const always: ReadonlyMap<string, readonly [string, number]> = new Map([
  ["os.system", ["command", 0]], ["os.popen", ["cmd", 0]], ["os.popen2", ["cmd", 0]], ["os.popen3", ["cmd", 0]], ["os.popen4", ["cmd", 0]],
  ["subprocess.getoutput", ["cmd", 0]], ["subprocess.getstatusoutput", ["cmd", 0]],
  ["commands.getoutput", ["cmd", 0]], ["commands.getstatusoutput", ["cmd", 0]], ["popen2.popen2", ["cmd", 0]], ["popen2.popen3", ["cmd", 0]], ["popen2.popen4", ["cmd", 0]],
  ["asyncio.create_subprocess_shell", ["cmd", 0]], ["asyncio.subprocess.create_subprocess_shell", ["cmd", 0]],
  // https://docs.paramiko.org/en/stable/api/client.html: the other machine's login shell reads it
  ["paramiko.SSHClient.exec_command", ["command", 0]], ["paramiko.client.SSHClient.exec_command", ["command", 0]],
  // https://docs.pyinvoke.org, https://docs.fabfile.org
  ["invoke.run", ["command", 0]], ["fabric.Connection.run", ["command", 0]], ["fabric.Connection.sudo", ["command", 0]], ["fabric.Connection.local", ["command", 0]],
]);
const withFlag = /^subprocess\.(run|call|check_call|check_output|Popen)$/;
/** Programs given piece by piece, in arguments or in one list. https://docs.python.org/3/library/os.html#os.execl */
const pieceByPiece = /^(?:os\.(?:exec|spawn|posix_spawn)[lv]?p?e?|asyncio\.(?:subprocess\.)?create_subprocess_exec)$/;
const shells = /^(?:\/bin\/|\/usr\/bin\/)?(?:ba|z|da|k)?sh$/;

/** The command that a shell will read, or undefined when none does. */
export function shellCommand(file: PythonFile, call: PyCall): PyExpr | undefined {
  const { callee } = call;
  if (call.method === "subprocess_shell" && call.receiver) return call.argument("cmd", 1); // of an event loop, whichever it is
  if (callee === undefined) return undefined;
  const known = always.get(callee);
  if (known) return call.argument(...known);
  if (pieceByPiece.test(callee)) return afterShell(call.positional.flatMap((one) => (one.kind === "List" || one.kind === "Tuple" ? one.elements : [one])));
  if (!withFlag.test(callee)) return undefined;
  const command = call.argument("args", 0);
  const flag = call.argument("shell", 8);
  const pieces = command?.kind === "List" || command?.kind === "Tuple" ? command.elements : undefined;
  if (flag && file.valueOf(flag).kind === "bool" && isTrue(file, flag)) return pieces ? afterShell(pieces) ?? firstOf(pieces) : command; // of a list the shell reads the first piece alone
  return flag || !pieces ? undefined : afterShell(pieces);
}

/** The program that is started without a shell, where no literal names it. */
export function startedProgram(call: PyCall): PyExpr | undefined {
  const { callee } = call;
  if (callee === undefined) return undefined;
  const given = withFlag.test(callee) ? call.argument("args", 0) : pieceByPiece.test(callee) ? call.positional[callee.startsWith("os.spawn") ? 1 : 0] : undefined;
  const first = given?.kind === "List" || given?.kind === "Tuple" ? given.elements[0] : given;
  return first?.kind === "Str" ? undefined : first;
}

/** `bash`, `-c` and then the text. */
function afterShell(pieces: readonly PyExpr[]): PyExpr | undefined {
  const option = pieces.findIndex((one, index) => one.kind === "Str" && /^-[a-z]*c$/.test(one.value) && isShell(pieces[index - 1]));
  return option < 0 ? undefined : pieces[option + 1];
}

function isShell(node: PyExpr | undefined): boolean {
  return node?.kind === "Str" && shells.test(node.value);
}

function firstOf(pieces: readonly PyExpr[]): PyExpr | undefined {
  return pieces[0]?.kind === "Str" && !pieces[0].isFormat ? undefined : pieces[0];
}

function isTrue(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  return value.kind === "bool" && value.value;
}
