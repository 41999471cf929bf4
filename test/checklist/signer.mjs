// A process that signs items one after the other, for tests that run several of them at once or kill them in the middle.
// Usage: signer.mjs BUNDLE ROOT NAME ITEM… ; prints an item's id as soon as the file says so.
const [bundle, root, name, ...items] = process.argv.slice(2);
const { changeSignoff } = await import(bundle);
for (let round = 0; ; round++) {
  for (const item of items) {
    const refused = await changeSignoff(root, item, { item, decision: "confirm", by: `${name} <${name}@example.org>`, at: "2026-11-22T10:00:00Z", note: `round ${round} ${"x".repeat(200)}` }, items);
    console.log(refused ? `refused ${item}: ${refused}` : item);
  }
  if (!process.env.PRESHIP_TEST_FOREVER) break;
}
