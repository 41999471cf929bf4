/** Queries, commands and code from strings: what a stranger decides, through which hands, and what takes the danger out. */
import { cases, severities } from "./marked.ts";

cases("javascript/sql-from-strings", {
  speaks: {
    "every way into the text": [
      "export const f = (req) => db.«query»(`SELECT * FROM t WHERE a = ${req.query.a}`)",
      "export const f = (req) => db.«query»('SELECT * FROM t WHERE a = ' + req.params.a + ' LIMIT 1')",
      "export const f = (req) => db.«query»('SELECT * FROM t WHERE a = '.concat(req.params.a))",
      "export const f = (req) => db.«query»(['SELECT * FROM t WHERE a =', req.body.a].join(' '))",
      "export const f = (req) => { let q = 'SELECT * FROM t'; if (req.query.a) q += ` WHERE a = '${req.query.a}'`; return db.«query»(q) }",
      "export const f = (req) => { let q; q = `DELETE FROM t WHERE a = '${req.body.a}'`; db.«run»(q) }",
      "export const f = (req) => db.«query»({ text: `SELECT * FROM t ORDER BY ${req.query.sort}`, values: [] })",
    ],
    "every driver": [
      "export const f = (req) => prisma.«$queryRawUnsafe»(`SELECT * FROM t WHERE a = '${req.body.a}'`)",
      "export const f = (req) => knex.«raw»(`select * from t where a = '${req.body.a}'`)",
      "export const f = (req) => knex('t').«whereRaw»(`a = '${req.body.a}'`)",
      "export const f = (req) => sqlite.«prepare»(`SELECT * FROM t WHERE a = '${req.body.a}'`).all()",
      "export const f = (req) => queryRunner.manager.«query»(`UPDATE t SET a = '${req.body.a}'`)",
    ],
    "every framework": [
      "export const f = (ctx, next) => db.«query»(`SELECT * FROM t WHERE a = '${ctx.request.body.a}'`)",
      "export const f = async (c) => db.«query»(`SELECT * FROM t WHERE a = '${c.req.query('a')}'`)",
      "export const handler = async (event) => db.«query»(`SELECT * FROM t WHERE a = '${event.queryStringParameters.a}'`)",
      "export const handler = async (event) => { const { a } = JSON.parse(event.body); return db.«query»(`SELECT * FROM t WHERE a = '${a}'`) }",
      "export async function POST(request) { const { a } = await request.json(); return db.«query»(`SELECT * FROM t WHERE a = '${a}'`) }",
      "export async function GET(request) { const a = new URL(request.url).searchParams.get('a'); return db.«query»(`SELECT * FROM t WHERE a = '${a}'`) }",
      "export async function GET(request) { const a = request.nextUrl.searchParams.get('a'); return db.«query»(`SELECT * FROM t WHERE a = '${a}'`) }",
      "class C { @Get() f(@Query('a') a: string) { return this.db.«query»(`SELECT * FROM t WHERE a = '${a}'`) } }",
      "export const f = ({ body }, res) => db.«query»(`SELECT * FROM t WHERE a = '${body.a}'`)",
      "socket.on('find', (name) => db.«all»(`SELECT * FROM t WHERE a = '${name}'`))",
    ],
    "through hands": [
      "export const f = (req) => { const { query: { a: b } } = req; return db.«query»(`SELECT * FROM t WHERE a = '${b}'`) }",
      "export const f = (req) => { const b = req.query.a.trim() || 'x'; return db.«query»(`SELECT * FROM t WHERE a = '${b}'`) }",
      "export const f = (req) => { const b = req.query.a === 'undefined' ? '' : req.query.a; return db.«query»(`SELECT * FROM t WHERE a = '${b}'`) }",
      "const find = (a) => db.«query»(`SELECT * FROM t WHERE a = '${a}'`); app.get('/x', (req) => find(req.query.a))",
      "export const f = (req) => req.body.ids.map((id) => db.«query»(`SELECT * FROM t WHERE a = '${id}'`))",
      "export const f = (req: Request) => db.«query»(`SELECT * FROM t WHERE a = '${req.body.a as string}'`)",
    ],
    "a caller's text in quotes": ["export function find(name: string) { return db.«query»(`SELECT * FROM t WHERE a = '${name}'`) }", "export const like = (name) => db.«all»(\"SELECT * FROM t WHERE a LIKE '%\" + name + \"%'\")"],
  },
  silent: {
    "parameters and constants": [
      "export const f = (req) => db.query('SELECT * FROM t WHERE a = $1', [req.query.a])",
      "const table = 't'; export const f = (req) => db.query(`SELECT * FROM ${table} WHERE a = $1`, [req.query.a])",
      "export const f = (req) => sql`SELECT * FROM t WHERE a = ${req.query.a}`",
      "export const f = (req) => prisma.$queryRaw`SELECT * FROM t WHERE a = ${req.query.a}`",
      "export const f = (req) => db.query(sql`SELECT * FROM t WHERE a = ${req.query.a}`)",
      "export const f = (req) => db.execute(Prisma.sql`SELECT * FROM t WHERE a = ${req.query.a}`)",
    ],
    "numbers and checked values": [
      "export const f = (req) => db.query(`SELECT * FROM t WHERE a = ${Number(req.query.a)}`)",
      "export const f = (req) => db.query(`SELECT * FROM t LIMIT ${parseInt(req.query.n, 10)}`)",
      "export const f = (req) => { if (!columns.includes(req.query.sort)) throw new Error(); return db.query(`SELECT * FROM t ORDER BY ${req.query.sort}`) }",
      "export const f = (req) => { const s = req.query.sort; if (s !== 'a' && s !== 'b') return; return db.query(`SELECT * FROM t ORDER BY ${s}`) }",
      "export const f = (req) => { const s = req.query.dir === 'asc' ? 'ASC' : 'DESC'; return db.query(`SELECT * FROM t ORDER BY a ${s}`) }",
      "export const f = (req) => db.query(`SELECT * FROM t ORDER BY ${COLUMNS[req.query.sort]}`)",
      "export const f = (req) => db.query(`SELECT * FROM t WHERE a = ${db.escape(req.query.a)}`)",
      "export const f = (req) => db.query(`SELECT * FROM t WHERE a = '${req.query.a.replace(/'/g, \"''\")}'`)",
      "export const f = (req) => db.query(`SELECT * FROM t WHERE a IN (${req.body.ids.map(() => '?').join(',')})`, req.body.ids)",
      "class C { @Get() f(@Query('a', ParseIntPipe) a: number) { return this.db.query(`SELECT * FROM t WHERE a = ${a}`) } }",
      "export const f = (id: number) => db.query(`SELECT * FROM t WHERE a = '${id}'`)",
    ],
    "unknown, names of tables, no query": [
      "db.query(`SELECT * FROM t WHERE a = '${config.a}'`)",
      "export const f = (options) => db.query(`SELECT * FROM t WHERE a = '${options.a}'`)", "export const f = (req) => client.query(`Please select ${req.query.a} from the menu`)",
      "export const f = (req) => logger.info(`SELECT * FROM t WHERE a = '${req.query.a}'`)", "export const f = (req) => fetch.get(`/search?q=${req.query.a}`)",
    ],
    "broken text around it": ["export const f = (req) => db.query(`SELECT * FROM t WHERE a = '${req.query.a}", "function (", "db.query(`SELECT * FROM t WHERE a = ${"],
  },
});

severities("javascript/sql-from-strings", [
  ["export const f = (req) => db.query(`SELECT * FROM t WHERE a = '${req.query.a}'`)", "error"],
  ["export const f = (a: string) => db.query(`SELECT * FROM t WHERE a = '${a}'`)", "warning"],
  ["// src/find.test.ts\nexport const f = (a: string) => db.query(`SELECT * FROM t WHERE a = '${a}'`)", "hint"],
]);

cases("javascript/shell-from-strings", {
  speaks: {
    "with a shell": [
      "import { exec } from 'child_process'; export const f = (req) => «exec»('ping ' + req.query.host)",
      "const cp = require('child_process'); exports.f = (req) => cp.«execSync»(`ping ${req.query.host}`)",
      "import { exec } from 'child_process'; import { promisify } from 'util'; const run = promisify(exec); export const f = (req) => «run»(`ping ${req.query.host}`)",
      "import { spawn } from 'node:child_process'; export const f = (req) => «spawn»('ping ' + req.query.host, { shell: true })",
      "import { spawn } from 'node:child_process'; export const f = (req) => «spawn»('sh', ['-c', `ping ${req.query.host}`])",
      "import { execFile } from 'node:child_process'; export const f = (req) => «execFile»('ping', [req.query.host], { shell: '/bin/bash' })",
      "import shell from 'shelljs'; export const f = (req) => shell.«exec»(`ping ${req.query.host}`)",
      "import { exec } from 'child_process'; export const f = (req) => «exec»(req.body.command)",
    ],
    "a caller's text": ["import { execSync } from 'child_process'; export const resize = (file: string) => «execSync»(`convert ${file} small.png`)"],
  },
  silent: {
    "no shell, constants, checked": [
      "import { execFile } from 'child_process'; export const f = (req) => execFile('ping', [req.query.host])",
      "import { spawn } from 'child_process'; export const f = (req) => spawn('ping', ['-c', req.query.host])",
      "import { exec } from 'child_process'; exec('npm ci')", "import { exec } from 'child_process'; const dir = '/tmp'; exec(`ls ${dir}`)",
      "import { exec } from 'child_process'; export const f = (req) => { if (!/^[a-z.]+$/.test(req.query.host)) return; exec(`ping ${req.query.host}`) }",
      "import { exec } from 'child_process'; import { quote } from 'shell-quote'; export const f = (req) => exec(`ping ${quote([req.query.host])}`)",
      "import { exec } from 'child_process'; exec(`kill ${process.pid}`)",
      "export const f = (req) => /x/.exec(req.query.host)", "db.exec(`ping ${host}`)",
    ],
  },
});

severities("javascript/shell-from-strings", [
  ["import { execSync } from 'child_process'; export const a = (file: string) => execSync(`convert ${file}`)", "warning"],
  ["// scripts/release.mjs\nimport { execSync } from 'child_process'; export const a = (version) => execSync(`git tag ${version}`)", "hint"],
]);

cases("javascript/unsafe-deserialization", {
  speaks: {
    "evaluators": [
      "export const f = (req) => «eval»('(' + req.body.a + ')')", "export const f = (req) => new «Function»('x', req.body.a)(1)",
      "import vm from 'vm'; export const f = (req) => vm.«runInNewContext»(req.body.a, {})", "import { Script } from 'node:vm'; export const f = (req) => new «Script»(req.body.a)",
      "export const f = (req) => «setTimeout»('tick(' + req.query.n + ')', 10)", "exports.f = (req) => «require»(req.query.plugin)",
      "export const f = async () => { const r = await fetch(url); «eval»(await r.text()) }",
      "export const f = (expression: string) => «eval»(expression)",
    ],
    "revivers and templates": [
      "import { unserialize } from 'node-serialize'; «unserialize»(data)", "import yaml from 'js-yaml'; yaml.«load»(text, { schema: yaml.DEFAULT_FULL_SCHEMA })",
      "const yaml = require('js-yaml'); yaml.safeLoad(a); yaml.«load»(b)", "import ejs from 'ejs'; export const f = (req) => ejs.«render»(req.body.page, {})",
      "import Handlebars from 'handlebars'; export const f = (req) => Handlebars.«compile»(`Hello ${req.query.name}`)",
    ],
    "filters": ["export const f = (req) => Item.find({ «$where»: 'this.a == ' + req.query.a })"],
  },
  silent: {
    "literals, constants, unknown": [
      "eval('1 + 1')", "new Function('a', 'return a * 2')", "import yaml from 'js-yaml'; yaml.load(text)", "import vm from 'vm'; export const f = (code: string) => vm.runInThisContext(code)",
      "setTimeout(() => tick(req), 10)", "require('./plugins')", "const name = './a'; require(name)", "import ejs from 'ejs'; export const f = (req) => ejs.render(page, { name: req.query.name })",
      "math.eval(req.body.a)", "export const f = (req) => Item.find({ $where: 'this.a > 1' })", "export const f = (req) => JSON.parse(req.body.a)",
      "function eval2(a) { return a } export const f = (req) => eval2(req.body.a)",
    ],
  },
});
