/** JavaScript: formatted queries, events of functions in the cloud, shells by another name, keys that prove nothing. */
import type { Rows } from "./python.ts";

export const javascript: Rows = [
  ["javascript/sql-from-strings", [
    ["util.format", "const util = require('util');\nexports.find = (req) => db.«query»(util.format(\"SELECT * FROM t WHERE id = '%s'\", req.query.id));"],
    ["util.format of literals", "const util = require('util');\nexports.find = (req) => db.query(util.format('SELECT * FROM %s WHERE id = ?', 'orders'), [req.query.id]);"],
    ["an event of a function in the cloud", "exports.handler = async (event) => {\n  await client.«query»(\"INSERT INTO t (a) VALUES ('\" + event['text'] + \"')\");\n};"],
    ["what the platform says of the event", "exports.handler = async (event) => {\n  await client.query(\"INSERT INTO t (a) VALUES ('\" + event.requestContext.accountId + \"')\");\n};"],
    ["an event of a page", "export const Button = () => {\n  const handler = (event) => client.query(\"INSERT INTO t (a) VALUES ('\" + event.detail + \"')\");\n};"],
  ]],
  ["javascript/shell-from-strings", [
    ["an event of a function in the cloud", "const cp = require('child_process');\nexports.handler = async (event) => {\n  cp.«exec»(`convert ${event['file']} out.png`);\n};"],
    ["a program that the request names", "const { spawn } = require('child_process');\nexports.run = (req) => «spawn»(req.body.tool, ['--version']);"],
    ["a program out of the code's own table", "const { spawn } = require('child_process');\nexports.run = (req) => spawn(TOOLS[req.body.tool], ['--version']);"],
    ["a shell by another name", "const { spawnSync } = require('child_process');\nexports.run = (req) => {\n  const shell = 'bash';\n  «spawnSync»(shell, ['-c', req.body.text]);\n};"],
    ["a literal program with a request's argument", "const { spawn } = require('child_process');\nexports.run = (req) => spawn('dig', [req.body.host]);"],
  ]],
  ["javascript/unsafe-deserialization", [
    ["an event of a function in the cloud", "exports.handler = async (event) => «eval»(event['formula']);"],
    ["a script of vm2", "const { VMScript } = require('vm2');\nexports.run = (req) => new «VMScript»(`console.log(${req.query.input})`);"],
  ]],
  ["javascript/insecure-jwt", [
    ["an algorithm in the place of a switch", "const jwt = require('jwt-simple');\nexports.read = (token) => jwt.decode(token, key, «'HS256'»);"],
    ["the algorithm where it belongs", "const jwt = require('jwt-simple');\nexports.read = (token) => jwt.decode(token, key, false, 'HS256');"],
    ["a key in the call", "const jwt = require('jsonwebtoken');\nconst { JWT, JWK } = require('jose');\nexports.issue = (user) => jwt.sign({ id: user.id }, «'two-words'»);\nexports.read = (token) => JWT.verify(token, JWK.asKey(«'three-words'»));"],
    ["a key from elsewhere", "const jwt = require('jsonwebtoken');\nexports.issue = (user) => jwt.sign({ id: user.id }, config.key);\nexports.read = (token) => jwt.verify(token, '-----BEGIN PUBLIC KEY-----x', { algorithms: ['RS256'] });"],
    ["the key that stands for none", "const { JWK, JWT } = require('jose');\nexports.read = (token) => JWT.verify(token, «JWK.None»);"],
  ]],
  ["javascript/permissive-cors", [
    ["Nest's header", "import { Controller, Get, Header } from '@nestjs/common';\n@Controller()\nexport class Rates {\n  @Get()\n  @«Header('Access-Control-Allow-Origin', '*')»\n  rates() { return 1; }\n}", "rates.controller.ts"],
    ["Nest's header for one page", "import { Controller, Get, Header } from '@nestjs/common';\n@Controller()\nexport class Rates {\n  @Get()\n  @Header('Access-Control-Allow-Origin', 'https://shop.example.com')\n  rates() { return 1; }\n}", "rates.controller.ts"],
  ]],
];
