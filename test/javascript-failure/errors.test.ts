/** Errors that are lost, and errors that are told to the wrong people. */
import { expect, it } from "vitest";
import { applyFix, lint } from "../harness.ts";
import { cases, severities } from "../javascript-security/marked.ts";

cases("javascript/swallowed-exception", {
  speaks: {
    "nothing, an invented value, a sentence": [
      "async function f() { try { await send(a) } «catch (e)» {} }", "async function f() { try { await send(a) } «catch» { return null } }", "async function f() { try { return await rows(a) } «catch (error)» { return [] } }",
      "async function f() { try { return await total(a) } «catch (error)» { return 0 } }", "async function f() { try { await send(a) } «catch (e)» { console.log('failed') } }", "async function f() { try { return await rows(a) } «catch» { return {} } }",
      "async function f() { for (const a of all) { try { await send(a) } «catch» { continue } } }", "async function f() { let rows; try { rows = await load() } «catch» { rows = [] } return rows }",
      "async function f() { try { await send(a) } «catch (e)» { return } }", "async function f() { try { await send(a) } «catch» { return undefined } }",
    ],
    "promises": [
      "order.send().«catch»(() => {})", "const rows = await load().«catch»(() => [])", "export const f = () => load().«catch»(() => null)", "await load().«catch»(function () {})", "load().«then»(show, () => {})", "send(order).«catch»(noop)", "await send(order).«catch»((error) => {})",
    ],
    "finally": ["function f() { try { return send() } finally { «return» 1 } }"],
  },
  silent: {
    "the error is used": [
      "async function f() { try { await send(a) } catch (e) { logger.error(e) } }", "async function f() { try { await send(a) } catch (e) { console.error('failed', e); return null } }", "async function f() { try { await send(a) } catch (e) { throw new Failed(e) } }",
      "async function f() { try { await send(a) } catch (e) { if (e.code === 'P2002') return null; throw e } }", "load().catch((e) => report(e))", "load().catch(console.error)", "load().catch(next)", "async function f() { try { await send(a) } catch (e) { setError(e) } }",
    ],
    "something is done": [
      "async function f() { try { await send(a) } catch { await retry(a) } }", "async function f() { try { await send(a) } catch { return false } }", "async function f() { try { await send(a) } catch { return { error: 'unavailable' } } }", "async function f() { try { await send(a) } catch { throw new Error('no') } }",
      "async function f() { try { await send(a) } catch { failed = true } }", "async function f() { try { await send(a) } catch { return res.status(503).end() } }", "async function f() { try { return await fromCache(a) } catch {} return fromStore(a) }",
    ],
    "probes and cleaning up": [
      "function f(t) { try { return JSON.parse(t) } catch { return null } }", "function f(t) { try { new URL(t); return t } catch { return undefined } }", "try { fs.unlinkSync(path) } catch {}", "async function f() { try { await client.close() } catch {} }",
      "try { require('optional') } catch {}", "async function f() { try { return await import('x') } catch { return null } }", "async function f() { try { await fs.access(p); return p } catch { return null } }", "try { localStorage.setItem('a', b) } catch {}",
      "async function close() { try { await queue.send('bye') } catch {} }", "fs.promises.rm(path).catch(() => {})", "const body = await response.json().catch(() => null)", "async function tryLoad() { try { return await load() } catch { return null } }", "function f(t) { try { return new Version(t) } catch { return null } }",
    ],
    "the missing result is asked for": [
      "const row = await load().catch(() => null); if (!row) throw new Error('none')", "const row = (await load().catch(() => null)) ?? fallback", "const row = await load().catch(() => undefined); show(row?.name)", "const [a, b] = await Promise.all([x().catch(() => null), y()]); if (!a) stop()",
      "async function f() { let row = null; try { row = await load() } catch {} if (!row) throw new Error('none') }", "if (await load().catch(() => null)) go()",
    ],
    "awaited elsewhere": ["const p = load(); p.catch(() => {}); await Promise.race([p, timeout])"],
    "broken text": ["try { await send(a) } catch (e) {", "x.catch(() => {"],
  },
});

severities("javascript/swallowed-exception", [
  ["async function f() { try { await send(a) } catch {} }", "warning"],
  ["async function f() { try { await send(a) } catch { /* the cache is optional here */ } }", "hint"],
  ["// src/a.test.ts\nasync function f() { try { await send(a) } catch {} }", "hint"],
  ["'use client'; async function f() { try { await send(a) } catch {} }", "hint"],
]);

it("raises again with a logger that the file has, and with a cause where it has none", async () => {
  const fixed = async (text: string) => {
    const [finding] = await lint("a.ts", text, "javascript/swallowed-exception");
    const [fix] = finding?.fixes ?? [];
    return fix && applyFix(text, fix);
  };
  expect(await fixed("async function send() {\n  logger.error(1);\n  try {\n    await go();\n  } catch {}\n}\n")).toBe("async function send() {\n  logger.error(1);\n  try {\n    await go();\n  } catch (error) {\n    logger.error(\"send failed\", error);\n    throw error;\n  }\n}\n");
  expect(await fixed("async function send() {\n\ttry {\n\t\tawait go();\n\t} catch (e) {\n\t\treturn null;\n\t}\n}\n")).toBe("async function send() {\n\ttry {\n\t\tawait go();\n\t} catch (e) {\n\t\tthrow new Error(\"send failed\", { cause: e });\n\t}\n}\n");
});

cases("javascript/leaked-error-detail", {
  speaks: {
    "answers": [
      "app.get('/a', async (req, res) => { try { await go() } catch (e) { res.status(500).send(«e.message») } })", "app.get('/a', async (req, res) => { try { await go() } catch (e) { res.json({ error: «e» }) } })", "app.get('/a', (req, res) => { go().catch((err) => res.status(500).json(«err»)) })",
      "app.get('/a', (req, res) => { db.find((err, rows) => { if (err) return res.status(500).send(«err»); res.json(rows) }) })", "app.get('/a', async (req, res) => { try { await go() } catch (e) { res.send(`failed: ${«e.message»}`) } })", "app.get('/a', async (req, res) => { try { await go() } catch (e) { res.end(String(«e»)) } })",
      "app.get('/a', async (req, res) => { try { await go() } catch (error) { res.status(500).json(JSON.stringify(«error»)) } })", "app.use((err, req, res, next) => { res.status(500).render('error', { message: «err.message», error: err }) })",
    ],
    "frameworks": [
      "router.get('/a', async (ctx) => { try { await go() } catch (e) { ctx.status = 500; ctx.body = «e.message» } })", "fastify.get('/a', async (request, reply) => { try { await go() } catch (e) { return reply.code(500).send({ message: «e.message» }) } })",
      "export const handler = async (event) => { try { return await go() } catch (e) { return { statusCode: 500, body: JSON.stringify({ error: «e.message» }) } } }", "export async function POST() { try { return await go() } catch (e) { return new Response(«e.message», { status: 500 }) } }",
      "app.get('/a', async (req, res, next) => { try { await go() } catch (e) { next({ status: 500, message: «e.message» }) } })", "const p = t.procedure.query(async () => { try { return await go() } catch (e) { throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: «e.message» }) } })",
      "app.get('/a', async (c) => { try { return await go() } catch (e) { return c.json({ error: «e.message» }, 500) } })", "app.get('/a', async (req, res) => { try { await go() } catch (e) { sendError(res, 500, «e.message») } })",
    ],
    "through variables": [
      "app.get('/a', async (req, res) => { try { await go() } catch (e) { const message = «e.message»; res.status(500).json({ message }) } })", "app.get('/a', async (req, res) => { try { await go() } catch (e) { const { message } = e; res.status(500).json({ error: «message» }) } })",
      "app.get('/a', async (req, res) => { try { await go() } catch (e) { res.status(500).json({ error: e instanceof Error ? «e.message» : 'no' }) } })",
    ],
  },
  silent: {
    "fixed, mapped, chosen": [
      "app.get('/a', async (req, res) => { try { await go() } catch (e) { logger.error(e.message); res.status(500).send('failed') } })", "app.get('/a', async (req, res) => { try { await go() } catch (e) { res.status(500).json({ error: messageFor(e) }) } })", "app.get('/a', async (req, res) => { try { await go() } catch (e) { if (e instanceof NotFound) return res.status(404).send(e.message); throw e } })",
      "app.use((err, req, res, next) => { res.status(500).json({ stack: process.env.NODE_ENV === 'development' ? err.stack : undefined }) })", "app.use((err, req, res, next) => { if (isDev) res.send(err.stack); else res.send('failed') })", "app.get('/a', async (req, res, next) => { try { await go() } catch (e) { next(e) } })",
      "app.get('/a', async (req, res) => { try { await go() } catch (e) { res.status(500).json({ code: e.code }) } })", "app.use((err, req, res, next) => { res.json({ message: err.expose ? err.message : 'failed' }) })", "throw new InternalServerErrorException('failed', { cause: error })",
      "// src/a.test.ts\napp.get('/a', async (req, res) => { try { await go() } catch (e) { res.send(e.message) } })", "async function f() { try { await go() } catch (e) { process.stdout.write(e.message) } }",
    ],
  },
});

severities("javascript/leaked-error-detail", [
  ["app.get('/a', async (req, res) => { try { await go() } catch (e) { res.status(500).send(e.message) } })", "warning"],
  ["app.get('/a', async (req, res) => { try { await go() } catch (e) { res.status(500).send(e.stack) } })", "error"],
  ["app.get('/a', async (req, res) => { try { await go() } catch (e) { res.status(400).send(e.message) } })", "hint"],
  ["app.use((err, req, res, next) => { res.status(err.status || 500).send(err.message) })", "hint"],
]);

cases("javascript/logged-secret", {
  speaks: {
    "values": [
      "logger.info('login', «password»)", "console.log(«user.password»)", "console.log(`key ${«process.env.API_KEY»}`)", "this.logger.debug({ «accessToken» })", "logger.warn('token ' + «session.refreshToken»)", "log.error(JSON.stringify({ a, secret: «clientSecret» }))", "winston.info(«req.headers.authorization»)",
    ],
    "requests": ["export const f = (req, res) => console.log(«req.body»)", "export const f = (req, res) => logger.info({ headers: «req.headers» })"],
  },
  silent: {
    "about secrets": [
      "logger.info('no password given')", "logger.info(passwordLength)", "logger.info(hasToken, isPasswordValid)", "console.log(password.length)", "console.log(mask(password))", "console.log(messages.password)", "console.log(token)", "console.log(errors.password)", "console.log(typeof password)",
      "console.log(!!apiKey)", "console.log(apiKey ? 'set' : 'missing')", "console.log(ErrorCodes.password)", "logger.info(secretName, keyId)", "if (!apiKey) console.error('missing', apiKey)", "if (process.env.DEBUG) console.log(password)", "map.set('a', password)", "const password = () => 1; console.log(password)",
      "// scripts/seed.ts\nconsole.log(password)", "// src/a.test.ts\nconsole.log(password)", "export const f = (req) => logger.info(req.body.name)",
    ],
  },
});

it.each([
  ["const found = await load().catch(() => null); use(found)", "takes every error of `load` and makes it `null`: callers cannot tell the failure from an absence, and nobody sees it."],
  ["export const f = () => load().catch(() => undefined)", "makes it `undefined`"],
  ["export const f = () => load().catch(() => { return null; })", "makes it `null`"],
  ["export const f = () => load().catch(() => [])", "answers with an invented value"],
  ["async function f() { try { return await load() } catch { return null } }", "makes it `null`"],
  ["load().catch(() => null)", "does nothing with it"],
  ["async function f() { await load().catch(() => null); }", "does nothing with it"],
  ["async function f() { await load().catch(() => []); }", "does nothing with it"],
])("what a lost error becomes is said: %s", async (text, words) => {
  const [finding] = await lint("a.ts", text, "javascript/swallowed-exception");
  expect(finding?.message).toContain(words);
});
