/** Whether versions answer specifiers. */
import { describe, expect, it } from "vitest";
import { compareVersions, readVersion, satisfiesPython } from "../../server/project/packages/pep440.ts";
import { satisfiesNpm } from "../../server/project/packages/semver.ts";

describe("Python", () => {
  it("orders as PEP 440 says", () => {
    const order = ["1.0.dev1", "1.0a1", "1.0a2", "1.0b1", "1.0rc1", "1.0", "1.0.post1", "1.1.dev1", "1.1", "1.10", "2", "1!0.1"];
    const shuffled = [...order].reverse();
    shuffled.sort((a, b) => {
      const [left, right] = [readVersion(a), readVersion(b)];
      return left && right ? compareVersions(left, right) : 0;
    });
    expect(shuffled).toEqual(order);
  });
  it.each([
    [">=2", "2.2.3", true], [">=2", "1.5.3", false], ["==2.2", "2.2.0", true], ["==2.2.*", "2.2.9", true], ["==2.2.*", "2.3", false], ["~=2.2", "2.9", true], ["~=2.2", "3.0", false], ["~=2.2.1", "2.3", false],
    ["!=2.1", "2.1", false], [">1,<2", "1.5", true], ["^1.2.3", "1.9", true], ["^1.2.3", "2.0", false], ["^0.2.3", "0.3", false], ["^0.0.3", "0.0.4", false], ["~1.2", "1.2.9", true], ["~1.2", "1.3", false], ["~1", "1.9", true],
    ["^1 || ^2", "2.1", true], ["", "9", true], ["*", "9", true], ["==1.0", "1.0+cu118", true], ["===1.0", "1.0.0", false], [">=x", "1", undefined], [">=1", "junk", undefined],
  ])("%j takes %s: %s", (specifier, version, answer) => expect(satisfiesPython(specifier, version)).toBe(answer));
});

describe("npm", () => {
  it.each([
    ["^18.2.0", "18.3.1", true], ["^18.2.0", "19.0.0", false], ["^0.2.3", "0.2.9", true], ["^0.2.3", "0.3.0", false], ["^0.0.3", "0.0.4", false], ["^0", "0.9.0", true], ["~1.2.3", "1.2.9", true], ["~1.2", "1.3.0", false], ["~1", "1.9.0", true],
    ["1.x", "1.9.9", true], ["1.2", "1.3.0", false], ["*", "4.0.0", true], ["", "4.0.0", true], [">=1 <2", "1.5.0", true], [">=1 <2", "2.0.0", false], ["1.2 - 1.4", "1.4.9", true], ["1.2.0 - 1.4.0", "1.4.1", false], [">1.2", "1.2.9", false], ["<=1.2", "1.2.9", true],
    ["^1 || ^3", "3.0.1", true], ["^1 || ^3", "2.0.0", false], [">= 1.0.0", "1.0.0", true], ["latest", "1.0.0", undefined], ["^1.0.0-beta.1", "1.0.0", undefined], ["^1.0.0", "1.0.0-beta.1", undefined],
  ])("%j takes %s: %s", (range, version, answer) => expect(satisfiesNpm(range, version)).toBe(answer));
});
