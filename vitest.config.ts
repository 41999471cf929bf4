/** Unit, spec and property tests; protocol and editor tests have runners of their own. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["test/**/*.test.ts"], exclude: ["test/e2e/**", "**/node_modules/**"], testTimeout: 20_000, pool: "threads", maxWorkers: 2, minWorkers: 1 },
});
