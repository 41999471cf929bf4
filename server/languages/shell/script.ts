/** Reads shell source into commands. Tolerant: what does not parse is silent, what stands around it is kept. */
import { forEachChild, parse, type Assignment, type Command, type HereDoc, type ParsedScript, type SyntaxNode } from "unbash";
import type { PackageInstall, ShellAssignment, ShellCommand, ShellScript, ShellWord } from "../../../rules/api.ts";
import { installOf } from "./installs.ts";
import type { MappedText } from "./mapped.ts";
import { hole, readWord, type ReadWord, type Resolve } from "./words.ts";
import { shells, wrappers } from "./wrappers.ts";

export interface ShellOptions {
  /** Variables that are set outside the script. */
  readonly resolve?: Resolve;
}

/** Longer scripts are not source that people review line by line. */
const longest = 200_000;
const deepest = 60;

export function shellScript(source: MappedText, options: ShellOptions = {}): ShellScript {
  return lazily(() => new Reader(options.resolve ?? (() => undefined)).read(source));
}

/** A command given as its words, without a shell in between: the JSON form of Dockerfiles. */
export function commandFromWords(words: readonly ReadWord[]): ShellScript {
  return lazily(() => {
    const reader = new Reader(() => undefined);
    reader.addWords(words);
    return reader.commands;
  });
}

function lazily(read: () => ShellCommand[]): ShellScript {
  let commands: readonly ShellCommand[] | undefined;
  let installs: readonly PackageInstall[] | undefined;
  const all = () => (commands ??= read().sort((a, b) => a.start - b.start));
  return { commands: all, installs: () => (installs ??= all().flatMap((command) => installOf(command) ?? [])) };
}

interface Draft extends ShellCommand {
  feeds: ShellCommand | undefined;
}

/** What the surroundings of a command say about it. */
interface Around {
  readonly source: MappedText;
  readonly errors: readonly { readonly pos: number }[];
  readonly isFailureIgnored: boolean;
  readonly depth: number;
}

class Reader {
  readonly commands: Draft[] = [];
  private readonly assigned = new Set<string>();

  constructor(private readonly outer: Resolve) {}

  read(source: MappedText): Draft[] {
    this.script(source, 0, false);
    return this.commands;
  }

  addWords(words: readonly ReadWord[], depth = 0): Draft | undefined {
    const first = words[0];
    const last = words.at(-1);
    if (!first || !last) return undefined;
    const draft: Draft = { start: first.start, end: last.end, words, ...programOf(words), assignments: [], feeds: undefined, isFailureIgnored: false };
    this.commands.push(draft);
    this.nested(draft, words, depth);
    return draft;
  }

  private script(source: MappedText, depth: number, isFailureIgnored: boolean): void {
    if (depth > deepest || source.text.length > longest) return;
    const masked = source.masked(maskExpressions(source.text));
    const tree = parsed(masked.text);
    if (!tree) return;
    this.noteAssignments(tree, 0);
    this.walk(tree, { source: masked, errors: tree.errors ?? [], isFailureIgnored, depth });
  }

  /** A variable the script sets itself is no longer what it was outside. */
  private noteAssignments(node: SyntaxNode, depth: number): void {
    if (depth > deepest * 4) return;
    if (node.type === "Assignment") this.assigned.add(node.name);
    if (node.type === "For" || node.type === "Select") this.assigned.add(node.name.value);
    if (node.type === "Word" && !node.parts) return;
    forEachChild(node, (child) => this.noteAssignments(child, depth + 1));
  }

  private readonly resolve: Resolve = (name) => (this.assigned.has(name) ? undefined : this.outer(name));

  /** Returns the last command of what it walked, for pipelines. */
  private walk(node: SyntaxNode, around: Around): void {
    if (around.depth > deepest * 4) return;
    const inner = { ...around, depth: around.depth + 1 };
    if (node.type === "Command") return void this.command(node, inner);
    if (node.type === "Script" && node.source !== undefined) return; // decoded backticks: their positions lie elsewhere
    if (node.type === "Pipeline") return this.pipeline(node.commands, inner);
    if (node.type === "AndOr") {
      return node.commands.forEach((part, index) => {
        const isLast = index === node.commands.length - 1;
        const ignored = !isLast && node.operators[index] === "||" && isHarmless(node.commands[index + 1]);
        this.walk(part, ignored ? { ...inner, isFailureIgnored: true } : inner);
      });
    }
    forEachChild(node, (child) => this.walk(child, inner));
  }

  private pipeline(parts: readonly SyntaxNode[], around: Around): void {
    let previous: Draft | undefined;
    for (const part of parts) {
      const from = this.commands.length;
      this.walk(part, around);
      const first = this.commands[from];
      if (previous && first) previous.feeds = first;
      previous = part.type === "Command" ? first : undefined;
    }
  }

  private command(node: Command, around: Around): void {
    const broken = around.errors.some(({ pos }) => pos >= node.pos && pos < node.end);
    const { source } = around;
    const words = broken || !node.name ? [] : [node.name, ...node.args].map((part) => readWord(part.type === "Word" ? part : asWord(part), source, this.resolve));
    const assignments = node.prefix.flatMap((part): ShellAssignment[] => (part.type === "Assignment" ? [this.assignment(part, source)] : []));
    const kept = words.filter((word) => word.value !== "" || word.end > word.start);
    if (kept.length > 0 || assignments.length > 0) {
      const draft: Draft = { ...source.span(node.pos, node.end), words: kept, ...programOf(kept), assignments, feeds: undefined, isFailureIgnored: around.isFailureIgnored };
      this.commands.push(draft);
      this.nested(draft, kept, around.depth);
      this.hereDocument(node, draft, around);
    }
    forEachChild(node, (child) => { if (child.type !== "HereDoc") this.walk(child, around); });
  }

  private assignment(node: Assignment, source: MappedText): ShellAssignment {
    return { ...source.span(node.pos, node.end), name: node.name, value: node.value.type === "Word" ? readWord(node.value, source, this.resolve) : undefined };
  }

  /** `sh -c 'script'`, `su -c 'script' user`. */
  private nested(command: ShellCommand, words: readonly ReadWord[], depth: number): void {
    if (!command.program || !(shells.has(command.program) || command.program === "su")) return;
    const flag = command.arguments.findIndex((word) => (command.program === "su" ? word.value === "-c" || word.value === "--command" : /^-[a-z]*c$/.test(word.value)));
    const argument = flag < 0 ? undefined : command.arguments[flag + 1];
    const text = words.find((word) => word === argument)?.script();
    if (text) this.script(text, depth + 1, command.isFailureIgnored);
  }

  /** `bash <<EOF` runs its here-document; for every other program it is data. */
  private hereDocument(node: Command, command: ShellCommand, around: Around): void {
    if (!command.program || !shells.has(command.program) || command.arguments.some((word) => !word.value.startsWith("-"))) return;
    const document = node.redirects.find((part): part is HereDoc => part.type === "HereDoc");
    if (document) this.script(around.source.slice(document.body.pos, document.body.end), around.depth + 1, around.isFailureIgnored);
  }
}

function parsed(text: string): ParsedScript | undefined {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof Error) return undefined; // deeper than the stack: no script anybody wrote
    throw error;
  }
}

/** `${{ … }}` is filled in before any shell sees the text; its place is kept so that offsets hold. */
export function maskExpressions(text: string): string {
  let masked = "";
  let from = 0;
  for (let open = text.indexOf("${{"); open >= 0; open = text.indexOf("${{", from)) {
    const close = text.indexOf("}}", open + 3);
    if (close < 0) break;
    masked += text.slice(from, open) + hole.repeat(close + 2 - open);
    from = close + 2;
  }
  return masked + text.slice(from);
}

/** `NAME=value` after the program is an argument like any other. */
function asWord(assignment: Assignment) {
  const { pos, end, text } = assignment;
  return { type: "Word" as const, pos, end, text, value: text };
}

function isHarmless(node: SyntaxNode | undefined): boolean {
  if (node?.type !== "Command") return false;
  const name = node.name?.value ?? "";
  return name === "true" || name === ":" || name === "echo" || (name === "exit" && node.args[0]?.type === "Word" && node.args[0].value === "0");
}

function programOf(words: readonly ShellWord[]): { readonly program: string | undefined; readonly arguments: readonly ShellWord[] } {
  let at = 0;
  for (let hops = 0; hops < 8; hops++) {
    const word = words[at];
    if (!word) return { program: undefined, arguments: [] };
    const name = baseName(word.value);
    const next = name === undefined ? undefined : behind(name, words, at);
    if (next === undefined) return { program: name, arguments: words.slice(at + 1) };
    at = next;
  }
  return { program: undefined, arguments: [] };
}

/** `/opt/$V/bin/pip3` is pip3; a name that is partly unknown is unknown. */
function baseName(value: string): string | undefined {
  const name = value.slice(Math.max(value.lastIndexOf("/"), value.lastIndexOf("\\")) + 1).replace(/\.exe$/i, "");
  return name === "" || name.includes(hole) ? undefined : name;
}

/** Index of the program that a wrapper at `at` runs; undefined when it is no wrapper or runs nothing. */
function behind(name: string, words: readonly ShellWord[], at: number): number | undefined {
  const wrapper = Object.hasOwn(wrappers, name) ? wrappers[name] : undefined;
  if (!wrapper) return undefined;
  let i = at + 1;
  if (wrapper.verb) {
    i = skipFlags(words, i, wrapper.valued ?? []);
    if (words[i]?.value !== wrapper.verb) return undefined;
    i++;
  }
  i = skipFlags(words, i, wrapper.valued ?? []) + (wrapper.positional ?? 0);
  while (name === "env" && /^\w+=/.test(words[i]?.value ?? "")) i++;
  while (name === "sudo" && /^\w+=/.test(words[i]?.value ?? "")) i++;
  return i < words.length ? i : undefined;
}

function skipFlags(words: readonly ShellWord[], from: number, valued: readonly string[]): number {
  let i = from;
  while (words[i]?.value.startsWith("-")) {
    const flag = words[i]?.value ?? "";
    i++;
    if (flag === "--") break;
    if (valued.includes(flag)) i++;
  }
  return i;
}
