/** What is said of a package request that may install something else tomorrow; the same in images, workflows and notebooks. */
import type { Fix, PackageInstall, PackageRequest } from "../api.ts";
import { pinFix } from "./pinning.ts";

export interface Floating {
  readonly request: PackageRequest;
  readonly message: string;
  readonly variant: "default" | "installer";
  readonly fixes: readonly Fix[];
}

/** `moment` names when the install happens: `build of this image`, `run of this notebook`. */
export function* floatingRequests(installs: readonly PackageInstall[], moment: string, shown: (request: PackageRequest) => string): Iterable<Floating> {
  for (const install of installs) {
    for (const request of install.packages) {
      if (request.version === "pinned" || request.version === "unknown") continue;
      const fix = pinFix(install, request, shown(request));
      yield { request, fixes: fix ? [fix] : [], variant: request.isInstaller ? "installer" : "default", message: messageOf(install, request, moment, shown(request)) };
    }
  }
}

const consequences: Readonly<Record<"none" | "moving" | "range" | "branch", string>> = {
  none: "takes whatever version is newest that day",
  moving: "follows a tag that its publisher moves",
  range: "takes the newest version that matches",
  branch: "takes whatever commit its branch points to",
};

function messageOf(install: PackageInstall, request: PackageRequest, moment: string, shown: string): string {
  const { version } = request;
  const what = version === "pinned" || version === "unknown" ? "" : consequences[version];
  const clean = withoutCredentials(shown.replace(/^(["'])(.*)\1$/s, "$2").replace(/`/g, "").replace(/\s+/g, " ")).slice(0, 120);
  const pinned = withoutCredentials(request.pinnedForm);
  if (request.isInstaller) return `\`${install.written} ${clean}\` takes ${version === "range" ? "the newest installer that matches" : "the newest installer there is"}: the next ${moment} may resolve and build everything after it differently. Pin it (\`${pinned}\`).`;
  return `\`${install.written} ${clean}\` ${what}: the next ${moment} may differ from the one that was tested. Pin it (\`${pinned}\`).`;
}

/** Messages travel further than the file: into logs, reports and reviews. */
function withoutCredentials(text: string): string {
  return text.replace(/:\/\/[^/@\s]{1,200}@/g, "://…@");
}
