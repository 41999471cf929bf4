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
/** https://airflow.apache.org/docs/apache-airflow/stable/howto/operator/bash.html */
const operators = /^airflow\.(?:[\w.]+\.)?BashOperator$/;
const withFlag = /^subprocess\.(run|call|check_call|check_output|Popen)$/;
/** Programs given piece by piece, in arguments or in one list. https://docs.python.org/3/library/os.html#os.execl */
const pieceByPiece = /^(?:os\.(?:exec|spawn|posix_spawn)[lv]?p?e?|asyncio\.(?:subprocess\.)?create_subprocess_exec)$/;
const shells = /^(?:\/bin\/|\/usr\/bin\/)?(?:ba|z|da|k)?sh$/;

/** The command that a shell will read, or undefined when none does. */
export function shellCommand(file: PythonFile, call: PyCall): PyExpr | undefined {
  const { callee } = call;
  if (call.method === "subprocess_shell" && call.receiver) return call.argument("cmd", 1); // of an event loop, whichever it is
  if (call.method === "subprocess_exec" && call.receiver) return afterShell(file, pieces(call.positional.slice(1)));
  if (callee === undefined) return undefined;
  if (operators.test(callee)) return call.argument("bash_command");
  const known = always.get(callee);
  if (known) return call.argument(...known);
  if (pieceByPiece.test(callee)) return afterShell(file, pieces(call.positional));
  if (!withFlag.test(callee)) return undefined;
  const command = call.argument("args", 0);
  const flag = call.argument("shell", 8);
  const listed = command?.kind === "List" || command?.kind === "Tuple" ? command.elements : undefined;
  if (flag && isTrue(file, flag)) return listed ? afterShell(file, listed) ?? firstOf(listed) : command; // of a list the shell reads the first piece alone
  return flag && !isFalse(file, flag) || !listed ? undefined : afterShell(file, listed);
}

function pieces(given: readonly PyExpr[]): readonly PyExpr[] {
  return given.flatMap((one) => (one.kind === "List" || one.kind === "Tuple" ? one.elements : [one]));
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
function afterShell(file: PythonFile, pieces: readonly PyExpr[]): PyExpr | undefined {
  const option = pieces.findIndex((one, index) => one.kind === "Str" && /^-[a-z]*c$/.test(one.value) && isShell(file, pieces[index - 1]));
  return option < 0 ? undefined : pieces[option + 1];
}

function isShell(file: PythonFile, node: PyExpr | undefined): boolean {
  const value = node && file.valueOf(node);
  return value?.kind === "string" && shells.test(value.value);
}

function firstOf(pieces: readonly PyExpr[]): PyExpr | undefined {
  return pieces[0]?.kind === "Str" && !pieces[0].isFormat ? undefined : pieces[0];
}

/** What Python takes for true, as far as it is written out. */
function isTrue(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  if (value.kind === "list" || value.kind === "tuple" || value.kind === "set") return value.elements.length > 0;
  return (value.kind === "bool" && value.value) || (value.kind === "number" && value.value !== 0) || (value.kind === "string" && value.value !== "") || (value.kind === "dict" && value.entries.size > 0);
}

function isFalse(file: PythonFile, node: PyExpr): boolean {
  const value = file.valueOf(node);
  return (value.kind === "bool" && !value.value) || (value.kind === "number" && value.value === 0) || value.kind === "none";
}
