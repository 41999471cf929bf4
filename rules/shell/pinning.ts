/** The fix for a package request that floats: the version that a lockfile or the installed environment shows, in the words of its installer. */
import type { Ecosystem, Fix, PackageInstall, PackageRequest } from "../api.ts";

const ecosystems: Readonly<Partial<Record<PackageInstall["tool"], Ecosystem>>> = { pip: "python", npm: "npm", yarn: "npm", pnpm: "npm", bun: "npm" };

/** `source` is the request as it stands in the file, quotes included. */
export function pinFix(install: PackageInstall, request: PackageRequest, source: string): Fix | undefined {
  const ecosystem = ecosystems[install.tool];
  // anything else was joined, escaped or filled in before the installer saw it
  const match = /^(\\?["']?)[\w.,[\]<>=~!^*@/ -]+(\\?["']?)$/.exec(source);
  if (!ecosystem || !match || match[1] !== match[2] || !request.pinnedForm.includes("<version>") || !/^[\w.@/-]+$/.test(request.name)) return undefined;
  const quote = match[1] ?? "";
  return {
    title: "Pin to \uFFFC", safe: false, version: { ecosystem, name: request.name },
    edits: [{ at: { start: request.start, end: request.end }, text: quote + request.pinnedForm.replace("<version>", "\uFFFC") + quote }],
  };
}
