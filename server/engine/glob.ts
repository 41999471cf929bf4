/** Globs as users write them in preship.yaml: `*`, `**`, `?`, `{a,b}`, `[ab]`; a pattern without a slash matches at any depth. */
import picomatch from "picomatch";

/** Throws for a pattern that could take for ever: each further wildcard multiplies the ways to match a name. */
export function glob(pattern: string): (path: string) => boolean {
  if (isTooOpen(pattern)) throw new Error("a pattern of so many wildcards could take for ever");
  const normal = pattern.replace(/^\.\//, "").replace(/\/$/, "/**");
  const rooted = normal.startsWith("/") ? normal.slice(1) : normal;
  const isBare = !rooted.includes("/");
  const matches = picomatch(rooted, { dot: true });
  if (!isBare) {
    const beneath = picomatch(`${rooted}/**`, { dot: true });
    return (path) => matches(path) || beneath(path);
  }
  const anywhere = picomatch([`**/${rooted}`, `**/${rooted}/**`], { dot: true });
  return (path) => matches(path) || anywhere(path);
}

/** `**` between slashes goes by folders, of which a path has few. */
function isTooOpen(pattern: string): boolean {
  const parts = pattern.split("/");
  const most = parts.reduce((found, part) => Math.max(found, part === "**" ? 0 : (part.match(/\*+/g)?.length ?? 0)), 0);
  return most > 4 || parts.filter((part) => part === "**").length > 4 || (pattern.match(/\{/g)?.length ?? 0) > 6 || /[+*]\([^)]*[|+*(]/.test(pattern);
}
