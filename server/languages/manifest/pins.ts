/** How firmly a version specifier pins, in each tool's own grammar. */
import type { DependencySource, PinState } from "../../../rules/api.ts";

/** Text a template engine or the environment fills in later. */
const template = /\$\{|\$[A-Za-z_]|\{\{|\{%|<[A-Za-z_]+>|@[A-Z_]+@|%\(/;

export function isTemplate(text: string): boolean {
  return text.length > longestSpecifier || template.test(text); // nobody writes that much by hand
}

const clause = /^(===|==|~=|!=|<=|>=|<|>)\s*([^\s=<>!~]\S*)$/;

/** PEP 440: `==1.2` is a pin, `==1.*` is not. */
export function pythonPin(specifier: string): PinState {
  const text = specifier.trim();
  if (text === "" || text === "*") return "any";
  if (isTemplate(text)) return "unknown";
  const clauses = text.split(",").map((part) => part.trim()).filter(Boolean).map((part) => clause.exec(part));
  if (clauses.length === 0 || clauses.some((match) => !match)) return "unknown";
  const operators = clauses.map((match) => ({ operator: match?.[1] ?? "", isPrefix: match?.[2]?.endsWith(".*") === true }));
  if (operators.some(({ operator, isPrefix }) => operator === "===" || (operator === "==" && !isPrefix))) return "exact";
  return operators.some(({ operator, isPrefix }) => operator === "~=" || operator.startsWith("<") || (operator === "==" && isPrefix)) ? "bounded" : "open";
}

/** Poetry adds `^`, `~`, `1.*` and bare versions, which are exact, to PEP 440. */
export function poetryPin(specifier: string): PinState {
  const text = specifier.trim();
  if (text === "" || text === "*") return "any";
  if (isTemplate(text)) return "unknown";
  const alternatives = text.split(/\|\|?/).map((part) => part.trim());
  if (alternatives.length > 1) return widest(alternatives.map(poetryPin), "bounded");
  const parts = text.split(/\s*,\s*|\s+(?=[<>=!~^])/).filter(Boolean);
  if (parts.length > 1) return narrowest(parts.map(poetryPin));
  if (/^[\^~](?!=)\s*v?\d/.test(text) || /^(?:==\s*)?v?\d+(?:\.\d+)*\.\*$/.test(text)) return "bounded";
  if (/^v?\d[\w.+!-]*$/.test(text) || /^=\s*v?\d[\w.+!-]*$/.test(text)) return "exact";
  return pythonPin(text);
}

/** Conda: `==1.2` and builds are exact, `=1.2` takes every 1.2.x; three numbers or a date leave nothing open that matters. */
export function condaPin(specifier: string): PinState {
  const text = specifier.trim();
  if (text === "" || text === "*") return "any";
  if (isTemplate(text)) return "unknown";
  const fuzzy = /^=?\s*(v?\d+(?:\.[\w+!-]+)*)(\.\*)?(\s*=\s*[\w.*]+|\s+[\w.*]+|\*)?$/.exec(text.replace(/^=\s*(?!=)/, "="));
  if (fuzzy && !text.startsWith("==")) {
    const numbers = (fuzzy[1] ?? "").split(".");
    const hasBuild = fuzzy[3] !== undefined && !fuzzy[3].includes("*");
    if (!text.startsWith("=") && !fuzzy[2] && !hasBuild && !/^\d/.test(text)) return "unknown";
    if (hasBuild) return "exact";
    return !fuzzy[2] && (numbers.length >= 3 || /^\d{4,}/.test(numbers[0] ?? "")) ? "exact" : "bounded";
  }
  if (text.includes("|")) return widest(text.split("|").map(condaPin), "bounded");
  const parts = text.split(",");
  if (parts.length > 1) return narrowest(parts.map(condaPin));
  const equal = /^==\s*(v?\d[\w.+!-]*)(\.\*)?(=\S+)?$/.exec(text);
  if (equal) return equal[2] ? "bounded" : "exact";
  return pythonPin(text);
}

/** npm, pnpm, yarn and bun: versions, ranges, tags, and everything with a protocol. */
export function npmPin(specifier: string): { readonly source: DependencySource; readonly pin: PinState } {
  const text = specifier.trim();
  if (isTemplate(text)) return { source: "registry", pin: "unknown" };
  if (/^workspace:/.test(text)) return { source: "workspace", pin: "fixed" };
  if (/^catalog:/.test(text)) return { source: "catalog", pin: "fixed" };
  if (/^(?:file|link|portal|patch|exec|jsr):|^(?:\.{0,2}|~)\/|^[A-Za-z]:\\/.test(text)) return { source: "path", pin: "fixed" };
  const alias = npmAlias(text);
  if (alias !== undefined) return npmPin(text.slice(alias));
  if (/^(?:git(?:\+\w+)?:|git@|(?:github|gitlab|bitbucket|gist):)/.test(text) || /^https?:\S+\.git(?:#|$)/.test(text) || /^[\w.-]+\/[\w.-]+(?:#\S*)?$/.test(text)) {
    return { source: "vcs", pin: revisionPin(/#(?:semver:)?(.*)$/.exec(text)?.[1], text.includes("#semver:")) };
  }
  if (/^https?:/.test(text)) return { source: "url", pin: archivePin(text) };
  return { source: "registry", pin: npmRangePin(text) };
}

/** Length of `npm:name@` before the version, or undefined when the specifier is no alias. */
export function npmAlias(specifier: string): number | undefined {
  const match = /^npm:(?:@[\w.-]+\/)?[\w.-]+(@)?/.exec(specifier);
  return match ? match[0].length : undefined;
}

function npmRangePin(text: string): PinState {
  if (/^(?:\*|x|X|)$/.test(text)) return "any";
  if (/^[A-Za-z][\w.-]*$/.test(text) && !/^v\d/.test(text)) return "any"; // a dist-tag: latest, next, beta
  const alternatives = text.split("||").map((part) => part.trim());
  if (alternatives.length > 1) return widest(alternatives.map(npmRangePin), "bounded");
  if (/^[=v\s]*\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/.test(text)) return "exact";
  if (/^\S+\s+-\s+\S+$/.test(text)) return "bounded";
  if (/^[\^~]|^[=v\s]*\d/.test(text) || text.includes("<")) return "bounded";
  return /^>=?\s*v?\d/.test(text) ? "open" : "unknown";
}

/** Followed by dots, as in `v1.2`, `release-1.2.3`, `pkg@1.2`; never a bare word with a digit. */
const versionTag = /^(?:[\w@/-]*[A-Za-z@/_-])?\d+(?:\.\d+)+[\w.+-]*$/;
const longestSpecifier = 1000;

/** A commit stays, a version tag is meant to stay, a branch or nothing moves. */
export function revisionPin(revision: string | undefined, isRange = false): PinState {
  if (!revision || revision === "HEAD") return "moving";
  if (isTemplate(revision)) return "unknown";
  if (isRange) return npmRangePin(revision) === "exact" ? "fixed" : "bounded";
  if (/^[0-9a-f]{7,64}$/i.test(revision)) return "fixed";
  return revision.length < 200 && versionTag.test(revision) ? "fixed" : "moving";
}

/** An archive is named once; only hosts that pack a branch on the fly move. */
export function archivePin(url: string): PinState {
  if (isTemplate(url)) return "unknown";
  const packed = /\/(?:archive|tarball|zipball)\/(?:refs\/heads\/([^#?]+?)|([^/#?]+?))(?:\.zip|\.tar\.gz|\.tgz)?(?:[#?]|$)/.exec(url);
  if (!packed || /#(?:sha256|sha512|sha1|md5)=/.test(url)) return "fixed";
  return packed[1] !== undefined ? "moving" : revisionPin(packed[2]);
}

const order: readonly PinState[] = ["exact", "fixed", "bounded", "open", "any", "moving", "unknown"];

function widest(states: readonly PinState[], atLeast: PinState): PinState {
  return states.reduce((a, b) => (order.indexOf(b) > order.indexOf(a) ? b : a), atLeast);
}

function narrowest(states: readonly PinState[]): PinState {
  if (states.includes("unknown")) return "unknown";
  return states.reduce((a, b) => (order.indexOf(b) < order.indexOf(a) ? b : a));
}
