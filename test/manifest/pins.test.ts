/** How firmly specifiers pin, per tool. */
import { describe, expect, it } from "vitest";
import { archivePin, condaPin, npmPin, poetryPin, pythonPin, revisionPin } from "../../server/languages/manifest/pins.ts";

describe("Python", () => {
  it.each([
    ["", "any"], ["*", "any"], [">=2", "open"], [">2", "open"], ["!=2.1", "open"], [">= 2.0", "open"], [">=2,!=2.1", "open"],
    [">=2,<3", "bounded"], ["<3", "bounded"], ["<=3", "bounded"], ["~=2.2", "bounded"], ["==2.*", "bounded"], ["== 2.2.*", "bounded"],
    ["==2.2.3", "exact"], ["== 2.2.3", "exact"], ["===2.2.3", "exact"], ["==2.2.3,>1", "exact"], ["==1.0.0+cu118", "exact"], ["==1!2.0", "exact"],
    ["==${VERSION}", "unknown"], ["=={{ version }}", "unknown"], ["=2.2", "unknown"], ["2.2", "unknown"], [">=", "unknown"],
  ])("%j is %s", (specifier, pin) => expect(pythonPin(specifier)).toBe(pin));
});

describe("Poetry", () => {
  it.each([
    ["*", "any"], ["^2.0", "bounded"], ["~2.2", "bounded"], ["2.*", "bounded"], ["2.2.3", "exact"], ["==2.2.3", "exact"], ["= 2.2.3", "exact"],
    [">=2", "open"], [">=2,<3", "bounded"], [">=2 <3", "bounded"], ["^1.0 || ^2.0", "bounded"], [">=1 | <0.5", "open"], ["1.0rc1", "exact"], ["^ 2.0", "bounded"],
  ])("%j is %s", (specifier, pin) => expect(poetryPin(specifier)).toBe(pin));
});

describe("Conda", () => {
  it.each([
    ["", "any"], ["=1.26.4", "exact"], ["=1.26", "bounded"], ["==1.26", "exact"], ["=1.26.*", "bounded"], ["=1.26.4=py310_0", "exact"],
    ["=3.10", "bounded"], [">=1.2", "open"], [">=1.2,<2", "bounded"], ["1.26.4", "exact"], ["1.2.*", "bounded"], ["=2023.10", "exact"], ["==1.26.4=h5f", "exact"],
  ])("%j is %s", (specifier, pin) => expect(condaPin(specifier)).toBe(pin));
});

describe("npm", () => {
  it.each([
    ["", "registry", "any"], ["*", "registry", "any"], ["x", "registry", "any"], ["latest", "registry", "any"], ["next", "registry", "any"],
    ["^18.2.0", "registry", "bounded"], ["~1.2", "registry", "bounded"], ["1.x", "registry", "bounded"], ["1", "registry", "bounded"], ["1.2 - 1.4", "registry", "bounded"],
    [">=1", "registry", "open"], [">=1 <2", "registry", "bounded"], ["^1 || ^2", "registry", "bounded"], ["1.2.3", "registry", "exact"], ["=1.2.3", "registry", "exact"],
    ["v1.2.3", "registry", "exact"], ["1.2.3-beta.1+build", "registry", "exact"], ["npm:lodash@^4.0.0", "registry", "bounded"], ["npm:@scope/a@1.0.0", "registry", "exact"], ["npm:lodash", "registry", "any"],
    ["workspace:*", "workspace", "fixed"], ["catalog:", "catalog", "fixed"], ["catalog:react18", "catalog", "fixed"], ["file:../a", "path", "fixed"], ["link:./b", "path", "fixed"], ["../c", "path", "fixed"],
    ["acme/tools", "vcs", "moving"], ["github:acme/tools#main", "vcs", "moving"], ["acme/tools#v1.2.3", "vcs", "fixed"], ["git+https://git.acme.io/t.git", "vcs", "moving"],
    ["git+ssh://git@github.com/acme/t.git#3f786850e387550fdab836ed7e6dc881de23001b", "vcs", "fixed"], ["acme/tools#semver:^1.2", "vcs", "bounded"], ["git@github.com:acme/t.git#develop", "vcs", "moving"],
    ["https://acme.io/t-1.0.0.tgz", "url", "fixed"], ["${VERSION}", "registry", "unknown"], ["<version>", "registry", "unknown"],
  ] as const)("%j is %s, %s", (specifier, source, pin) => expect(npmPin(specifier)).toEqual({ source, pin }));
});

describe("revisions and archives", () => {
  it.each([
    [undefined, "moving"], ["main", "moving"], ["HEAD", "moving"], ["release", "moving"], ["feature/v2", "moving"], ["v1.2.3", "fixed"], ["1.2", "fixed"], ["pkg-1.2.3", "fixed"], ["@acme/x@1.2.3", "fixed"],
    ["3f78685", "fixed"], ["3f786850e387550fdab836ed7e6dc881de23001b", "fixed"], ["${REF}", "unknown"],
  ] as const)("revision %j is %s", (revision, pin) => expect(revisionPin(revision)).toBe(pin));
  it.each([
    ["https://github.com/a/b/archive/main.zip", "moving"], ["https://github.com/a/b/archive/refs/heads/dev.tar.gz", "moving"], ["https://github.com/a/b/archive/v1.2.3.tar.gz", "fixed"],
    ["https://github.com/a/b/archive/main.zip#sha256=00ff", "fixed"], ["https://files.acme.io/x-1.0-py3-none-any.whl", "fixed"],
  ])("archive %s is %s", (url, pin) => expect(archivePin(url)).toBe(pin));
  it("gives up on absurd length at once", () => expect(pythonPin("==1" + " ".repeat(100_000) + "x")).toBe("unknown"));
});
