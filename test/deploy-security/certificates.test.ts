/** What switches certificate checks off on a command line, in images and in workflows alike. */
import { describe, expect, it } from "vitest";
import { applyFix, lint, readMarkers, withMarkers } from "../harness.ts";

const commands: readonly string[] = [
  "pip install «--trusted-host» pypi.example.com acme==1",
  "pip3 install «--trusted-host=pypi.example.com» acme==1",
  "pip install --trusted-host localhost acme==1",
  "pip install acme==1",
  "conda config --set «ssl_verify false»",
  "conda config --set ssl_verify /etc/ssl/ca.pem",
  "apt-get -o «Acquire::https::Verify-Peer=false» update",
  "apt-get -o Acquire::https::Verify-Peer=true update",
  "dnf install -y «--setopt=sslverify=false» make",
  "aria2c «--check-certificate=false» https://example.com/x",
  "http «--verify=no» https://example.com/x",
  "http --verify=/etc/ssl/ca.pem https://example.com/x",
  "skopeo copy «--src-tls-verify=false» docker://a docker://b",
  "podman pull «--tls-verify=false» example.com/a",
  "podman pull --tls-verify=true example.com/a",
  "export «NODE_TLS_REJECT_UNAUTHORIZED=0» && npm ci",
  "export NODE_TLS_REJECT_UNAUTHORIZED=1 NODE_ENV=production && npm ci",
  "export NODE_TLS_REJECT_UNAUTHORIZED=$CHECKS && npm ci",
  "curl «-k» https://example.com/x",
  "curl -o k https://example.com/x",
];

describe.each([
  ["dockerfile/disabled-tls-verification", "Dockerfile", (command: string) => `FROM scratch\nRUN ${command}\n`],
  ["yaml/disabled-tls-verification", ".github/workflows/ci.yml", (command: string) => `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          ${command}\n`],
] as const)("%s", (rule, path, embed) => {
  it.each(commands)("%s", async (command) => {
    const marked = embed(command);
    const { text } = readMarkers(marked);
    const found = await lint(path, text, rule);
    expect(withMarkers(text, found)).toBe(marked);
    for (const { fixes } of found) for (const fix of fixes) expect(applyFix(text, fix)).not.toMatch(/install\s+\w+\.example\.com/);
  });
});
