/** A Vue component and a workflow in a real VS Code: findings and hovers in the script block, and findings that come and go while YAML is typed. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { newest } from "../../scripts/install-code-server.mjs";
import { drive } from "./drive.mjs";
import { eventually } from "./page.mjs";

const version = process.argv[2] ?? newest;
const component = `<template>
  <p>{{ total }} 😀</p>
</template>

<script setup lang="ts">
import axios from "axios";
import { ref } from "vue";

const total = ref(0);
try {
  total.value = (await axios.get("https://rates.example.com/today")).data;
} catch {}
</script>
`;
const workflow = "on: push\npermissions:\n  contents: read\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n      - run: make\n";

function prepare(workspace) {
  mkdirSync(path.join(workspace, ".github", "workflows"), { recursive: true });
  writeFileSync(path.join(workspace, ".github", "workflows", "typed.yml"), workflow);
  writeFileSync(path.join(workspace, "Rates.vue"), component);
}

await drive({ name: `component-${version}`, version, prepare, front: "Rates.vue" }, async ({ person, page, open }) => {
  const marks = (scope) => scope.locator(".squiggly-warning, .squiggly-error, .squiggly-info, .squiggly-hint").count();
  await person.check("the script block of a component has its squiggles", async () => {
    await eventually("a mark", async () => (await marks(page)) > 0, 60_000);
    await person.shot("1-vue");
  });
  await person.check("hovering says what and why", async () => {
    const hover = await person.hover("catch");
    await eventually("the hover", async () => /swallow|catch/i.test(await hover.innerText()));
    await person.shot("2-vue-hover");
    await page.keyboard.press("Escape");
  });
  const second = await open(".github/workflows/typed.yml", `workflow-${version}`);
  await person.check("a step that is typed into a workflow is judged at once", async () => {
    await second.page.locator(".view-line").filter({ hasText: "make" }).first().click();
    await second.page.keyboard.press("End");
    assert.equal(await marks(second.page), 0);
    await second.page.keyboard.type("\n- uses: acme/deploy@main");
    await eventually("a mark on the branch", async () => (await marks(second.page)) > 0);
    await second.person.shot("3-yaml-typed");
    await second.page.keyboard.press("ControlOrMeta+z");
    await eventually("no mark", async () => (await marks(second.page)) === 0);
  });
});
