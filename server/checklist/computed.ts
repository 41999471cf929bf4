/** Evidence that has to be worked out: what locks cover, which images are pinned, which calls are bounded, who owns what, what a runbook says. */
import { contentHash } from "../engine/hash.ts";
import { remembering } from "./memory.ts";
import type { Detector, Evidence } from "./model.ts";
import { type OwnerFacts, ownersBy } from "./owners.ts";
import type { ProjectView, WorkspaceView } from "./workspace-view.ts";

type Computed = Extract<Detector, string>;

export const computed: Readonly<Record<Computed, (view: WorkspaceView) => Evidence[]>> = {
  lockfiles, "image-digests": imageDigests, "calls-bounded": callsBounded, "code-owners": codeOwners, runbook,
};

function lockfiles(view: WorkspaceView): Evidence[] {
  const locked = view.facts.lockfiles.map(({ path, covered, declared }): Evidence => ({
    kind: "found", path, text: declared > 0 ? `${path} covers ${covered} of ${declared} requirements` : path, digest: view.digest(path) ?? contentHash(path),
  }));
  const bare = view.facts.manifestsWithoutLockfile.map((path): Evidence => ({ kind: "missing", path, text: `${path} has no lockfile` }));
  return locked.length + bare.length > 0 ? [...locked, ...bare] : [{ kind: "missing", text: "no lockfile found" }];
}

function imageDigests({ facts: { images } }: WorkspaceView): Evidence[] {
  if (images.length === 0) return [];
  const pinned = images.filter((image) => image.hasDigest);
  const text = `${pinned.length} of ${images.length} images pinned by digest`;
  const floating = images.find((image) => !image.hasDigest);
  if (floating) return [{ kind: "missing", text, path: floating.path, ...(floating.offset !== undefined && { offset: floating.offset }) }];
  return [{ kind: "found", text, digest: contentHash(images.map(({ path, name }) => `${path} ${name}`).sort().join("\n")) }];
}

const digestOfCalls = remembering(({ boundable, callingFiles }: ProjectView) => contentHash([...boundable.map(({ path, name, count }) => `${path} ${name} ${count}`), ...callingFiles].sort().join("\n")));

function callsBounded({ facts, unbounded }: WorkspaceView): Evidence[] {
  const { boundable, callingFiles } = facts;
  const counted = boundable.reduce((sum, { count }) => sum + count, 0);
  const digest = digestOfCalls(facts);
  const evidence: Evidence[] = [];
  const open = unbounded.counted.length;
  if (counted + open > 0) {
    const all = Math.max(counted, open);
    const text = `${all - open} of ${all} external calls bounded`;
    evidence.push(open > 0 ? { kind: "missing", text } : { kind: "found", text, digest });
  }
  // where calls are not counted, files with clients in them are
  if (callingFiles.length > 0) {
    const files = `${callingFiles.length} file${callingFiles.length === 1 ? "" : "s"}`;
    const bad = unbounded.uncounted.length;
    evidence.push(bad > 0 ? { kind: "missing", text: `${bad} external call${bad === 1 ? "" : "s"} without a bound in ${files}` } : { kind: "found", text: `every external call in ${files} is bounded`, digest });
  }
  return evidence;
}

const unownedOf = remembering((_paths: readonly string[]) => new Map<OwnerFacts, readonly string[]>());

function unownedBy(owners: OwnerFacts, paths: readonly string[]): readonly string[] {
  const memory = unownedOf(paths);
  let unowned = memory.get(owners);
  if (!unowned) {
    const ownersOf = ownersBy(owners);
    memory.clear(); // of one set of files only the newest owners matter
    memory.set(owners, (unowned = paths.filter((path) => ownersOf(path).length === 0)));
  }
  return unowned;
}

/** GitHub reads the first of these that exists; GitLab knows the last one too. */
const ownerFiles = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"];

function codeOwners(view: WorkspaceView): Evidence[] {
  const path = ownerFiles.find((file) => view.facts.owners.has(file));
  const owners = path === undefined ? undefined : view.facts.owners.get(path);
  if (path === undefined || !owners) return [{ kind: "missing", text: "no CODEOWNERS found" }];
  const unowned = unownedBy(owners, view.paths);
  if (unowned.length === 0) return [{ kind: "found", path, text: "CODEOWNERS covers 100 % of paths", digest: view.digest(path) ?? contentHash(path) }];
  const share = Math.floor((100 * (view.paths.length - unowned.length)) / view.paths.length);
  const more = unowned.length > 1 ? ` and ${unowned.length - 1} more` : "";
  return [{ kind: "missing", path, text: `CODEOWNERS covers ${share} % of paths: nobody owns ${unowned[0] ?? ""}${more}` }];
}

const runbookPath = /(?:^|\/)[^/]*(?:run-?book|play-?book)[^/]*(?:\/|$)/i;
const runbookHeading = /(?:^|[^a-z])(?:run ?book|playbook|on-call|on call|oncall|operations)(?:[^a-z]|$)/;

/** What a person at three in the morning looks for; known by headings. */
const chapters: readonly { readonly name: string; readonly is: RegExp }[] = [
  { name: "failure modes", is: /fail|incident|symptom|troubleshoot|outage|alert|goes wrong|when it breaks|known issue/ },
  { name: "rollback", is: /roll(?:ing)?[ -]?back|revert|restore|recover|back out|previous version/ },
  { name: "escalation", is: /escalat|on-?call|on call|contact|who to|whom to|pager/ },
];

function runbook(view: WorkspaceView): Evidence[] {
  const headings = new Map<string, string[]>();
  for (const { path, name } of view.facts.inCode.heading) headings.set(path, [...(headings.get(path) ?? []), name]);
  const named = [...headings.keys()].filter((path) => runbookPath.test(path));
  const books = named.length > 0 ? named : [...headings].filter(([, all]) => all.some((name) => runbookHeading.test(name))).map(([path]) => path);
  if (books.length === 0) return [{ kind: "missing", text: "no runbook found" }];
  const untouched = books.filter((path) => view.isTemplate(path));
  const written = books.filter((path) => !view.isTemplate(path)).sort();
  if (written.length === 0) return untouched.map((path) => ({ kind: "missing", path, text: `${path} is still the template as it was created` }));
  const all = written.flatMap((path) => headings.get(path) ?? []);
  const lacking = chapters.filter(({ is }) => !all.some((name) => is.test(name))).map(({ name }) => name);
  const [first = ""] = written;
  const found = written.slice(0, 5).map((path): Evidence => ({ kind: "found", path, text: `runbook: ${path.slice(path.lastIndexOf("/") + 1)}`, digest: view.digest(path) ?? contentHash(path) }));
  if (lacking.length > 0) return [...found, { kind: "missing", path: first, text: `the runbook has no chapter on ${lacking.join(" or ")}` }];
  return found;
}
