/** The sign-off file: what is written can be read, hand edits survive, broken files stay untouched, branches merge. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { checklists } from "../../rules/checklists/index.ts";
import type { Signoff } from "../../server/checklist/model.ts";
import { readSignoffs, writeSignoff } from "../../server/checklist/signoffs.ts";

const allItems = [...new Set(checklists.flatMap((list) => list.parts.flatMap((part) => part.items.map((one) => one.id))))];
const sign = (item: string, by: string): Signoff => ({ item, decision: "confirm", by, at: "2026-11-22T10:00:00Z", commit: "4f2c9e1", evidence: { "a b.yaml": "12e4567890" }, note: "seen: yes # really" });

describe("signoffs file", () => {
  it("reads back what it wrote", () => {
    const text = writeSignoff(undefined, "named-owner", sign("named-owner", "Ada <a@x.org>"), allItems);
    expect(readSignoffs(text).byItem.get("named-owner")).toEqual(sign("named-owner", "Ada <a@x.org>"));
    expect([...readSignoffs(text).byItem.keys()]).toEqual(["named-owner"]);
  });

  it("is the same text whatever the order of signing", () => {
    const first = writeSignoff(writeSignoff(undefined, "named-owner", sign("named-owner", "A"), allItems), "cost-budget", sign("cost-budget", "B"), allItems);
    const second = writeSignoff(writeSignoff(undefined, "cost-budget", sign("cost-budget", "B"), allItems), "named-owner", sign("named-owner", "A"), allItems);
    expect(first).toBe(second);
  });

  it("keeps comments, unknown keys and quoting made by hand", () => {
    const text = writeSignoff(undefined, "named-owner", sign("named-owner", "Ada"), allItems)
      .replace("  named-owner:", "  # agreed in the review of 3 November\n  named-owner:")
      .replace("    note:", "    ticket: OPS-7 # ours\n    note:");
    const next = writeSignoff(writeSignoff(text, "cost-budget", sign("cost-budget", "Bob"), allItems), "named-owner", sign("named-owner", "Cy"), allItems);
    expect(next).toContain("# agreed in the review of 3 November");
    expect(next).toContain("ticket: OPS-7 # ours");
    expect(readSignoffs(next).byItem.get("named-owner")?.by).toBe("Cy");
  });

  it("withdraws", () => {
    const text = writeSignoff(undefined, "named-owner", sign("named-owner", "Ada"), allItems);
    expect(readSignoffs(writeSignoff(text, "named-owner", undefined, allItems)).byItem.size).toBe(0);
  });

  it.each([
    ["not YAML", "items: [", /not valid YAML/],
    ["a list", "- a\n", /expected `version` and `items`/],
    ["a newer format", "version: 9\nitems: {}\n", /format 9/],
  ])("says why it will not touch a file that is %s", (_title, text, problem) => {
    expect(readSignoffs(text).problem).toMatch(problem);
  });

  it("names an entry that is no sign-off, and reads the others", () => {
    const text = "version: 1\nitems:\n  a: yes please\n  b:\n    decision: confirm\n    by: Ada\n    at: 2026-11-22T10:00:00Z\n";
    const { byItem, problems } = readSignoffs(text);
    expect([...byItem.keys()]).toEqual(["b"]);
    expect(problems.map(({ start, end }) => text.slice(start, end))).toEqual(["a"]);
  });

  it("merges in git when two people sign neighbouring items on two branches", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "preship-merge-"));
    const git = (...args: string[]) => execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.org", ...args], { cwd: folder, encoding: "utf8", stdio: "pipe" });
    const file = path.join(folder, ".preship/signoffs.yaml");
    const change = (item: string, by: string) => writeFileSync(file, writeSignoff(readFileSync(file, "utf8"), item, sign(item, by), allItems));
    const sorted = [...allItems].sort();
    try {
      git("init", "-q", "-b", "main");
      mkdirSync(path.dirname(file));
      writeFileSync(file, writeSignoff(undefined, sorted[0] ?? "", sign(sorted[0] ?? "", "Zoe"), allItems));
      git("add", ".");
      git("commit", "-qm", "first");
      git("checkout", "-qb", "ada");
      change(sorted[3] ?? "", "Ada");
      git("commit", "-qam", "ada");
      git("checkout", "-q", "main");
      change(sorted[4] ?? "", "Bob");
      change(sorted[2] ?? "", "Bob");
      git("commit", "-qam", "bob");
      git("merge", "-q", "ada", "-m", "merge");
      expect([...readSignoffs(readFileSync(file, "utf8")).byItem.keys()].sort()).toEqual([sorted[0], sorted[2], sorted[3], sorted[4]]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
