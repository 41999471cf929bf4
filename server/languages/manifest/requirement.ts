/** One Python requirement (PEP 508, and the bare URLs and paths pip takes) with exact places. */
import type { Dependency, DependencyGroup, PinState, Span } from "../../../rules/api.ts";
import { archivePin, isTemplate, pythonPin, revisionPin } from "./pins.ts";

/** PEP 503. */
export function pythonKey(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

export interface RequirementPlace {
  readonly group: DependencyGroup;
  readonly groupName: string;
  readonly hashes?: number;
  /** False when offsets inside the text are not offsets of the file. */
  readonly isPlain?: boolean;
}

const namePattern = /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?/;
const clausePattern = /^(?:===|==|~=|!=|<=|>=|<|>)\s*[^\s,;()=<>!~][^\s,;()]*$/;

/** `text` starts at `base` in the file. Undefined when it is no requirement. */
export function readRequirement(text: string, base: number, place: RequirementPlace): Dependency | undefined {
  const lead = text.length - text.trimStart().length;
  const body = text.trim();
  const start = base + lead;
  if (body === "" || isTemplate(body.split(/[\s=<>~!;@[]/, 1)[0] ?? "") || body.length > 4000) return undefined;
  if (isLocation(body)) return readLocation(body, start, place);
  const name = namePattern.exec(body)?.[0];
  if (!name) return undefined;
  const extras = /^\s*\[([^\][]*)\]/.exec(body.slice(name.length));
  const afterExtras = name.length + (extras?.[0].length ?? 0);
  const rest = body.slice(afterExtras);
  const address = /^\s*@\s*(\S+)/.exec(rest);
  const shared = { name, extras: extras?.[1] ?? "", start, place, body };
  if (address) {
    const end = afterExtras + address[0].length;
    return build({ ...shared, end, specifier: address[1] ?? "", specifierAt: undefined, ...locate(address[1] ?? ""), marker: /^\s+;(.*)/.exec(body.slice(end))?.[1] ?? "" });
  }
  const semicolon = rest.indexOf(";");
  const written = semicolon < 0 ? rest : rest.slice(0, semicolon);
  const marker = semicolon < 0 ? "" : rest.slice(semicolon + 1);
  const inner = written.trim();
  const specifier = /^\((.*)\)$/.exec(inner)?.[1]?.trim() ?? inner;
  const isUnderstood = isTemplate(specifier) || specifier === "" || specifier.split(",").every((part) => part.trim() === "" || clausePattern.test(part.trim()));
  if (!isUnderstood) return undefined;
  const from = afterExtras + (inner === "" ? 0 : written.length - written.trimStart().length);
  const specifierAt = { start: start + from, end: start + from + inner.length };
  return build({ ...shared, end: inner === "" ? afterExtras : from + inner.length, specifier, specifierAt, source: "registry", pin: pythonPin(specifier), marker });
}

interface Parts {
  readonly name: string;
  readonly extras: string;
  readonly start: number;
  readonly end: number;
  readonly body: string;
  readonly specifier: string;
  readonly specifierAt: Span | undefined;
  readonly source: Dependency["source"];
  readonly pin: PinState;
  readonly marker: string;
  readonly place: RequirementPlace;
}

function build(parts: Parts): Dependency {
  const { name, start, place } = parts;
  const isPlain = place.isPlain !== false;
  const at = { start, end: start + (isPlain ? parts.end : parts.body.length) };
  return {
    name, key: pythonKey(name), ecosystem: "python", at,
    nameAt: isPlain ? { start, end: start + name.length } : at,
    specifier: parts.specifier, specifierAt: isPlain ? parts.specifierAt : undefined, pinWith: "==",
    extras: parts.extras.split(",").map((extra) => extra.trim()).filter(Boolean),
    marker: parts.marker.trim(), group: place.group, groupName: place.groupName,
    source: parts.source, pin: place.hashes && parts.pin !== "moving" ? (parts.pin === "exact" ? "exact" : "fixed") : parts.pin, hashes: place.hashes ?? 0,
  };
}

function isLocation(text: string): boolean {
  return /^(?:[A-Za-z][\w+.-]*:\/\/|file:|git@|\.{1,2}(?:[/\\[\s;]|$)|[/~\\]|[A-Za-z]:[/\\])/.test(text) || /^[^\s@;]+\.(?:whl|zip|tar\.gz|tar\.bz2)(?:$|[\s;[#])/.test(text) || /^[\w.-]+[/\\][^\s@]*$/.test(text);
}

/** A requirement that is only an address; its name comes from `#egg=` or the last part of the path. */
function readLocation(body: string, start: number, place: RequirementPlace): Dependency | undefined {
  const address = body.split(/\s/, 1)[0] ?? body;
  const found = locate(address);
  const name = /[#&]egg=([A-Za-z0-9][\w.-]*)/.exec(address)?.[1] ?? nameOfPath(address);
  return build({ name, extras: "", start, end: address.length, body, specifier: address, specifierAt: undefined, marker: "", place, ...found });
}

function locate(address: string): Pick<Dependency, "source" | "pin"> {
  if (isTemplate(address)) return { source: "url", pin: "unknown" };
  if (/^(?:git|hg|svn|bzr)(?:\+[\w.]+)?:|^(?:git\+)?git@|^https?:\/\/[^#]+\.git(?:@|#|$)/.test(address)) {
    const place = address.replace(/^(?:\w+\+)?(?:\w+:\/\/)?(?:[^/@:]*(?::[^/@]*)?@)?/, "").split("#", 1)[0] ?? "";
    const mark = place.indexOf("@");
    return { source: "vcs", pin: revisionPin(mark < 0 ? undefined : place.slice(mark + 1)) };
  }
  if (/^https?:|^s3:|^ftp:/.test(address)) return { source: "url", pin: archivePin(address) };
  return { source: "path", pin: "fixed" };
}

function nameOfPath(address: string): string {
  const path = address.replace(/[#?].*$/, "").replace(/@[^/@]*$/, "").replace(/\.git$/, "").replace(/[/\\]+$/, "");
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1) || address;
}
