/** Components of Vue and Svelte: what their scripts show, exactly where it stands, while they are typed and where fixes land. */
import { expect, it } from "vitest";
import { openComponent } from "../../server/languages/javascript/component.ts";
import { applyFix, lint, readMarkers, withMarkers, workspace } from "../harness.ts";

const token = "javascript/weak-randomness";
const swallowed = "javascript/swallowed-exception";
const secret = "text/hardcoded-secret";
const key = ["ghp", "_", "wT7xQ2mKzR9vLpN4sYbH3cJdF8gUeA1oVi5q"].join("");

type Case = readonly [name: string, path: string, rule: string, marked: string];

const cases: readonly Case[] = [
  ["options of Vue", "src/A.vue", token, `<template>\n  <p>{{ resetToken }}</p>\n</template>\n\n<script>\nexport default {\n  data: () => ({ resetToken: Math.«random»().toString(36) }),\n};\n</script>\n`],
  ["setup with types", "src/A.vue", token, `<script setup lang="ts">\nimport { ref } from "vue";\nconst name = ref<string>("a");\nconst sessionToken = Math.«random»().toString(36) as string;\n</script>\n<template><p v-if="a > b">{{ sessionToken }}</p></template>\n`],
  ["two blocks of Vue", "src/A.vue", token, `<script lang="ts">\nexport const apiToken: string = Math.«random»().toString(36);\n</script>\n<script setup lang="ts">\nconst csrfToken = Math.«random»().toString(16);\n</script>\n`],
  ["generic attribute", "src/A.vue", token, `<script setup lang="ts" generic="T extends Record<string, X>">\nconst token: T = Math.«random»().toString(36);\n</script>\n`],
  ["two blocks of Svelte", "src/A.svelte", token, `<script context="module">\n  export const apiToken = Math.«random»().toString(36);\n</script>\n\n<script lang="ts">\n  export let name: string;\n  $: token = Math.«random»().toString(36);\n</script>\n\n{#if name}<b>{name}</b>{/if}\n`],
  ["line ends of Windows, an emoji before", "src/A.vue", token, `<template>\r\n  <p>🚢 ünï</p>\r\n</template>\r\n<script>\r\nconst token = Math.«random»().toString(36);\r\n</script>\r\n`],
  ["no script", "src/A.vue", token, `<template><p>Math.random() token</p></template>\n`],
  ["a script that is commented out", "src/A.vue", token, `<!--\n<script>\nconst token = Math.random().toString(36);\n</script>\n-->\n<template><p /></template>\n`],
  ["data in a script", "src/A.svelte", token, `<script type="application/ld+json">\nconst token = Math.random().toString(36);\n</script>\n`],
  ["an unclosed script", "src/A.vue", token, `<script setup>\nconst token = Math.«random»().toString(36);\n\n<template>\n  <p>it's {{ token }}</p>\n</template>\n`],
  ["a secret in the script", "src/A.vue", secret, `<template><p>x</p></template>\n<script>\nconst githubToken = "«${key}»";\n</script>\n`],
  ["a secret in the template", "src/A.vue", secret, `<template><api-client token="«${key}»" /></template>\n<script>\nconst a = 1;\n</script>\n`],
  ["ignored in the script", "src/A.vue", token, `<script>\n// preship: ignore[${token}] only decoration\nconst token = Math.random().toString(36);\n</script>\n`],
  ["ignored in the template", "src/A.vue", secret, `<template>\n  <!-- preship: ignore[${secret}] the key of the demo -->\n  <api-client token="${key}" />\n</template>\n<script>\nconst a = 1;\n</script>\n`],
  ["no comment in markup", "src/A.vue", secret, `<template>\n  // preship: ignore[${secret}] the key of the demo\n  <api-client token="«${key}»" />\n</template>\n<script>\nconst a = 1;\n</script>\n`],
  ["an error that is lost", "src/A.vue", swallowed, `<script setup>\nasync function save() {\n  try {\n    await api.save(order.value);\n  } «catch» {}\n}\n</script>\n<template><button @click="save" /></template>\n`],
  ["fetch in a browser", "src/A.vue", "javascript/request-without-timeout", `<script setup>\nconst r = await fetch("https://example.com/a");\n</script>\n`],
];

for (const [name, path, rule, marked] of cases) {
  it(name, async () => {
    const { text } = readMarkers(marked);
    expect(withMarkers(text, await lint(path, text, rule))).toBe(marked);
  });
}

it("puts fixes, and imports that they add, into the script", async () => {
  const text = `<template>\n  <p>{{ token }}</p>\n</template>\n<script setup lang="ts">\nconst token = Math.random().toString(36);\n</script>\n`;
  const [finding] = await lint("src/A.vue", text, token);
  for (const fix of finding?.fixes ?? []) {
    const fixed = applyFix(text, fix);
    expect(fixed.startsWith("<template>\n  <p>{{ token }}</p>\n</template>\n<script setup lang=\"ts\">\n")).toBe(true);
    expect(await lint("src/A.vue", fixed, token)).toEqual([]);
  }
});

it("follows every letter as a fresh start would", () => {
  const text = `<template><p>{{ a > b }}</p></template>\n<script lang="ts">\nimport a from "./a";\nconst x: number = a.b("c");\n</script>\n<script setup lang="ts">const y = <T>(z: T) => z;</script>\n`;
  const open = openComponent("A.vue", "");
  for (let length = 0; length <= text.length; length++) {
    const part = text.slice(0, length);
    open.update([], part);
    const fresh = openComponent("A.vue", part);
    const told = (one: typeof open) => ("calls" in one.file && one.file.language === "javascript" ? one.file.calls().map(({ start, end, callee }) => `${start}-${end} ${callee ?? ""}`) : ["?"]);
    expect(told(open)).toEqual(told(fresh));
    expect(open.file.text.length).toBe(length);
  }
});

it("takes part in the module system", async () => {
  const { analysis, trouble } = await workspace({ "src/A.vue": `<script>\nimport { load } from "./b";\nexport default { methods: { load } };\n</script>\n`, "src/b.ts": "export const load = () => 1;\n" });
  expect(trouble).toEqual([]);
  expect(analysis.facts?.files.get("src/A.vue")?.body.javascript?.imports.map(({ module }) => module)).toEqual(["./b"]);
});
