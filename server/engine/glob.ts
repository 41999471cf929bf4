/** Globs as users write them in preship.yaml: `*`, `**`, `?`, `{a,b}`, `[ab]`; a pattern without a slash matches at any depth. */
import picomatch from "picomatch";

export function glob(pattern: string): (path: string) => boolean {
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
