/** CODEOWNERS as GitHub reads it: the last pattern that matches a path decides. */
import { describe, expect, it } from "vitest";
import { ownersBy } from "../../server/checklist/owners.ts";
import { ownerFacts } from "../../server/languages/text/owners.ts";

const cases: readonly (readonly [file: string, path: string, owners: readonly string[]])[] = [
  ["* @all", "a/b/c.py", ["@all"]],
  ["* @all\n*.py @py", "a/b/c.py", ["@py"]],
  ["*.py @py\n* @all", "a/b/c.py", ["@all"]],
  ["/docs/ @docs", "docs/a/b.md", ["@docs"]],
  ["/docs/ @docs", "src/docs/a.md", []],
  ["docs/ @docs", "src/docs/a.md", ["@docs"]],
  ["docs/* @docs", "docs/a.md", ["@docs"]],
  ["docs/* @docs", "docs/deep/a.md", []],
  ["/docs/** @docs", "docs/deep/a.md", ["@docs"]],
  ["**/logs @ops", "deploy/logs/x.txt", ["@ops"]],
  ["apps/ @apps", "x/apps/y/z.ts", ["@apps"]],
  ["/apps/github @hub", "apps/github/a.ts", ["@hub"]],
  ["/apps/github @hub", "apps/githubby.ts", []],
  ["Makefile @ops", "sub/Makefile", ["@ops"]],
  ["/Makefile @ops", "sub/Makefile", []],
  ["/a/**/z.py @deep", "a/z.py", ["@deep"]],
  ["/a/**/z.py @deep", "a/b/c/z.py", ["@deep"]],
  ["* @all\n/apps/github", "apps/github/a.ts", []],
  ["* @all # everybody\n# *.py @nobody", "a.py", ["@all"]],
  ["* ada@example.org @org/team", "a.py", ["ada@example.org", "@org/team"]],
  ["*.p? @p", "a.py", ["@p"]],
  ["a+b(c).txt @odd", "a+b(c).txt", ["@odd"]],
  ["[Section]\n* @all", "a.py", ["@all"]],
  ["!*.py @not", "a.py", []],
  ["* @all\n!*.py @not", "a.py", ["@all"]],
  ["/a\\ b/ @space", "a b/c.py", ["@space"]],
  ["\\#odd.md @odd", "#odd.md", ["@odd"]],
  ["docs/README.md @docs", "x/docs/README.md", []],
  ["* @ORG/TEAM", "a.py", []],
  ["", "a.py", []],
  ["\uFEFF\r\n\r\n*  @all\r\n", "a.py", ["@all"]],
];

/** As GitLab reads it: each section for itself. */
const gitlab: typeof cases = [
  ["* @all\n[Docs] @docs\n*.md", "a/b.md", ["@all", "@docs"]],
  ["* @all\n[Docs] @docs\n*.md", "a/b.py", ["@all"]],
  ["[Docs] @docs\n*.md\n*.md @tech", "b.md", ["@tech"]],
  ["^[Optional][2] @ops\ndeploy/", "x/deploy/a.tf", ["@ops"]],
  ["[A]\n*.py @a\n[B]\n*.py @b\n[a]\n/x.py @again", "x.py", ["@again", "@b"]],
  ["[A]\ninternal/README.md @docs", "x/internal/README.md", ["@docs"]],
  ["[A]\n/internal/README.md @docs", "x/internal/README.md", []],
  ["[A] @a\n*\n!*.rb", "x.rb", []],
  ["[A] @a\n!*.rb\n*", "x.rb", []],
  ["[A] @a\n!*.rb\n*\n[B] @b\n*.rb", "x.rb", ["@b"]],
  ["[A]\n*.py @@developer", "x.py", ["@@developer"]],
];

describe("CODEOWNERS of GitLab", () => {
  it.each(gitlab)("%j gives %s to %j", (text, path, owners) => {
    const facts = ownerFacts("CODEOWNERS", text)?.body.owners;
    expect(facts && ownersBy(facts)(path)).toEqual(owners);
  });
});

describe("CODEOWNERS", () => {
  it.each(cases)("%j gives %s to %j", (text, path, owners) => {
    const facts = ownerFacts("CODEOWNERS", text)?.body.owners;
    expect(facts && ownersBy(facts)(path)).toEqual(owners);
  });

  it("is read where the forges read it, and nowhere else", () => {
    const paths = ["CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS", "src/CODEOWNERS", "CODEOWNERS.md"];
    expect(paths.filter((path) => ownerFacts(path, "* @all"))).toEqual(paths.slice(0, 4));
  });

  it("does not lose itself in a hostile pattern", () => {
    const facts = ownerFacts("CODEOWNERS", `${"*a".repeat(200)} @x\n${"**/".repeat(19)}b @y`)?.body.owners;
    expect(facts && ownersBy(facts)("a".repeat(2000))).toEqual([]);
  });
});
