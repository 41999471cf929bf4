/** How languages without a parser here read an environment variable. */
import type { Span } from "../../../rules/api.ts";

interface Reading {
  readonly path: RegExp;
  /** The expression that replaces the literal, quotes included. */
  readonly expression: (variable: string) => string;
  /** On lines that match, the language wants a constant and no call. */
  readonly wantsConstant?: RegExp;
  /** Only where the text shows that what the expression needs is there. */
  readonly needs?: RegExp;
}

const readings: readonly Reading[] = [
  { path: /\.(?:sh|bash|zsh|ksh|bats)$/i, expression: (variable) => `"\${${variable}:?}"` },
  { path: /\.(?:rb|rake)$|(?:^|\/)(?:Gemfile|Rakefile|Vagrantfile|Fastfile)$/, expression: (variable) => `ENV.fetch("${variable}")` },
  { path: /\.php$/i, expression: (variable) => `getenv('${variable}')`, wantsConstant: /\b(?:const|public|private|protected|static|var)\b/ },
  { path: /\.go$/, expression: (variable) => `os.Getenv("${variable}")`, needs: /^import[ \t]+"os"|^[ \t]+"os"[ \t]*$/m, wantsConstant: /\bconst\b|^\s*\w+\s*=\s*"/ },
  { path: /\.(?:java|kt|kts|scala|groovy)$/, expression: (variable) => `System.getenv("${variable}")`, wantsConstant: /^\s*@|\bconst\b|\bcase\b/ },
  { path: /\.cs$/, expression: (variable) => `System.Environment.GetEnvironmentVariable("${variable}")`, wantsConstant: /\bconst\b|^\s*\[|\bcase\b/ },
  { path: /\.(?:ex|exs)$/, expression: (variable) => `System.fetch_env!("${variable}")`, wantsConstant: /^\s*@/ },
  { path: /(?:^|\/)application[^/]*\.properties$/, expression: (variable) => `\${${variable}}` },
];

export function environmentRead(path: string, text: string, variable: string, at: Span): readonly { readonly at: Span; readonly text: string }[] | undefined {
  const reading = readings.find((one) => one.path.test(path));
  if (!reading || (reading.needs && !reading.needs.test(text))) return undefined;
  const lineStart = text.lastIndexOf("\n", at.start - 1) + 1;
  if (reading.wantsConstant?.test(text.slice(lineStart, at.end))) return undefined;
  return [{ at, text: reading.expression(variable) }];
}
