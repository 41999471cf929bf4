/** Takes image references apart, by the grammar of github.com/distribution/reference. */
import type { ImageReference, Span } from "../../../rules/api.ts";

const hole = "\uFFFC";
const component = /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*$/;
const host = /^(?:[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9a-fA-F:]+\])(?::\d+)?$/;
const tagShape = /^\w[\w.-]{0,127}$/;
/** `CONTAINER_IMAGES_TAG`: replaced before anybody pulls it. */
const placeholder = /^[A-Z]+(?:_[A-Z0-9]+)+$/;
const digestShape = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/i;

/** The registry API refuses longer names. */
const longest = 512;

export function imageReference(written: string, resolved: string, at: Span): ImageReference {
  const { name: path, tag, digestText } = split(resolved);
  const slash = path.indexOf("/");
  const first = slash < 0 ? "" : path.slice(0, slash);
  const hasRegistry = /[.:\[]|^localhost$/.test(first);
  const digest = digestText !== undefined && digestShape.test(digestText) ? digestText : undefined;
  return {
    ...at, written, resolved, tag, digest,
    registry: hasRegistry ? first : undefined,
    name: hasRegistry ? path.slice(slash + 1) : path,
    pin: pinOf(path, tag, digestText, digest),
  };
}

/** The last colon after the last slash starts the tag: registries have ports. */
function split(reference: string): { readonly name: string; readonly tag: string | undefined; readonly digestText: string | undefined } {
  const at = reference.indexOf("@");
  const base = at < 0 ? reference : reference.slice(0, at);
  const colon = base.lastIndexOf(":");
  const hasTag = colon > base.lastIndexOf("/");
  return { name: hasTag ? base.slice(0, colon) : base, tag: hasTag ? base.slice(colon + 1) : undefined, digestText: at < 0 ? undefined : reference.slice(at + 1) };
}

function pinOf(path: string, tag: string | undefined, digestText: string | undefined, digest: string | undefined): ImageReference["pin"] {
  if (digest) return "digest";
  if (path.length > longest) return "unknown";
  if (digestText?.includes(hole)) return "unknown";
  const parts = path.split("/");
  const last = parts.pop() ?? "";
  if (!component.test(last)) return "unknown";
  // what stands before the name may come from a variable: the tag is visible all the same
  if (!parts.every((part, index) => part.includes(hole) || component.test(part) || (index === 0 && host.test(part)))) return "unknown";
  if (tag === undefined) return "none";
  if (!tagShape.test(tag) || placeholder.test(tag)) return "unknown";
  return tag === "latest" ? "latest" : "tag";
}
