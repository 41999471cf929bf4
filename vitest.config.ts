/** Unit, spec and property tests; protocol and editor tests have runners of their own. */
import { tmpdir } from "node:os";
import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { env: { PRESHIP_CACHE: path.join(tmpdir(), "preship-test-cache") }, include: ["test/**/*.test.ts"], exclude: ["test/e2e/**", "**/node_modules/**"], testTimeout: 20_000, hookTimeout: 60_000, pool: "threads", maxWorkers: 2, minWorkers: 1 },
});
