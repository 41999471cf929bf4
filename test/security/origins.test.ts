/** How loud a query, a command or an evaluation is: by who decides the text, down to a hint where nobody knows. */
import { describe, expect, it } from "vitest";
import { lint, readMarkers, withMarkers } from "../harness.ts";

type Row = readonly [title: string, severities: string, marked: string];

const tables: readonly (readonly [rule: string, rows: readonly Row[]])[] = [
  ["python/sql-from-strings", [
    ["a value nobody knows", "hint", "cur.«execute»(\"UPDATE t SET a='\" + value + \"' WHERE b\")"],
    ["a caller's value in quotes", "warning", "def put(cur, value):\n    cur.«execute»(\"UPDATE t SET a='\" + value + \"' WHERE b\")"],
    ["a caller's table", "hint", "def count(cur, table):\n    cur.«execute»('SELECT count(*) FROM ' + table)"],
    ["a table the code works out", "", "def count(cur, config):\n    name = quoted(config.table)\n    cur.execute('SELECT count(*) FROM ' + name)"],
    ["a table of the object's own", "", "class Store:\n    def count(self, cur):\n        cur.execute(f'SELECT count(*) FROM {self.table}')"],
    ["a value of the object's own", "hint", "class Store:\n    def count(self, cur):\n        cur.«execute»(f\"SELECT count(*) FROM t WHERE owner = '{self.owner}'\")"],
    ["a condition for Django that nobody knows", "hint", "User.objects.«extra»(where=[\"name = '%s'\" % name])"],
    ["a condition for Django with parameters", "", "User.objects.extra(where=['name = %s'], params=[name])"],
    ["placeholders made for a list", "", "def find(cur, ids):\n    marks = ','.join('?' * len(ids))\n    cur.execute(f'SELECT * FROM t WHERE id IN ({marks})', ids)"],
    ["put together and returned", "hint", "def by_name(name):\n    return «f\"SELECT id FROM t WHERE name = '{name}'\"»"],
    ["put together and left", "hint hint hint", "«'SELECT %s FROM t' % column»\n«'SELECT {} FROM t'.format(column)»\n«'SELECT ' + column + ' FROM t'»"],
    ["put together here, run here", "hint", "query = \"DELETE FROM t WHERE id = '%s'\" % key\ncur.«execute»(query)"],
    ["the same name in two functions", "hint hint", "def one(cur, key):\n    query = 'DELETE FROM t WHERE id = ' + key\n    cur.«execute»(query)\ndef two(key):\n    query = «'DELETE FROM t WHERE id = ' + key»\n    return query"],
    ["run by a method with another name", "hint", "def drop(self, key):\n    self._go(«'DELETE FROM t WHERE id = ' + key»)"],
    ["a sentence", "", "def choose(kind):\n    return 'select a dish from %s' % kind"],
    ["a complaint", "", "def check(kind):\n    raise ValueError('SELECT from %s is not allowed' % kind)"],
    ["a message in the log", "", "def check(kind):\n    log.info('SELECT from %s took long' % kind)"],
    ["a template for later", "", "query = 'SELECT * FROM t WHERE id = %s'\ntable = 'SELECT * FROM {}'"],
    ["a constant of the module", "", "TABLE = 'orders'\nquery = f'SELECT * FROM {TABLE}'\nother = 'SELECT * FROM ' + TABLE + ' LIMIT 5'"],
  ]],
  ["python/shell-from-strings", [
    ["a value nobody knows", "hint hint hint", "import os, subprocess\nos.«system»('ls ' + name)\nsubprocess.«call»('ls %s' % name, shell=True)\nos.«popen»(f'cat {path}')"],
    ["a caller's value", "warning", "import os\ndef show(name):\n    os.«system»('ls ' + name)"],
    ["a whole command", "hint", "import subprocess\ndef run(command):\n    subprocess.«run»(command, shell=True)"],
    ["the command line", "hint", "import os, sys\nos.«system»('rm ' + sys.argv[1])"],
    ["what somebody types", "hint", "import os\nos.«system»('rm ' + input('file: '))"],
    ["a flag that is true in other words", "hint hint", "import subprocess\nsubprocess.«call»('ls ' + name, shell=1)\nsubprocess.«call»('ls ' + name, shell=[True])"],
    ["a flag that is not", "", "import subprocess\nsubprocess.call(name, shell=0)\nsubprocess.call(name, shell=None)\nsubprocess.call(name, shell=[])"],
    ["the code's own words", "", "import os, sys\nV = 'x'\nos.system('clear')\nos.system('echo ' + V)\nos.system(f'{sys.executable} -m pip list')\nos.system('echo %d' % 3)\nos.system('a' if ok else 'b')\nfor one in ['a', 'b']:\n    os.system('rm ' + one)"],
    ["beside the file", "", "import os\nhere = os.path.dirname(__file__)\nos.system('python ' + os.path.join(here, 'x.py'))"],
    ["quoted", "", "import os, shlex\nos.system('ls ' + shlex.quote(name))"],
    ["a task of Airflow with its own template", "", "from airflow.operators.bash import BashOperator\nBashOperator(task_id='a', bash_command='echo {{ ds }}')"],
    ["a shell in a variable", "hint", "import os\nshell = '/bin/bash'\nos.«execl»(shell, shell, '-c', text)"],
    ["a shell that an event loop starts", "hint", "import asyncio\ndef go(loop, made, text):\n    loop.«subprocess_exec»(made, 'bash', '-c', text)"],
    ["a script of the project's own tools", "hint", "import os\ndef show(name):\n    os.«system»('ls ' + name)"],
  ]],
  ["python/unsafe-deserialization", [
    ["text nobody knows", "hint hint", "«eval»(text)\n«exec»(text)"],
    ["a caller's text", "hint", "def run(text):\n    «eval»(text)"],
    ["text in the code", "", "eval('1 + 1')\nexec(\"x = 2\")\nCODE = 'x'\nexec(CODE)"],
    ["a file of the project", "", "exec(open('version.py').read(), scope)\nexec(compile(open('version.py').read(), 'version.py', 'exec'))"],
    ["somebody else's eval", "", "model.eval()\nframe.eval('a + b')\nimport ast\nast.literal_eval(text)"],
    ["a console fed by hand", "hint", "import code\nconsole = code.InteractiveConsole()\nconsole.«push»(line)"],
    ["a pickle written in the code", "", "import pickle\npickle.loads(b'\\x80\\x04N.')"],
  ]],
  ["python/insecure-jwt", [
    ["read with the key at hand", "error", "import jwt\ndef show(token):\n    jwt.decode(token, KEY, options={«'verify_signature': False»})\n    return jwt.decode(token, KEY, algorithms=['HS256'])"],
    ["read first to find the issuer", "", "import jwt\ndef show(token):\n    issuer = jwt.decode(token, options={'verify_signature': False})['iss']\n    return jwt.decode(token, keys[issuer], algorithms=['RS256'])"],
  ]],
  ["python/debug-enabled", [
    ["switched on in the configuration", "error error", "from flask import Flask\napp = Flask(__name__)\napp.config.update(«DEBUG=True»)\napp.config.from_mapping(SECRET_KEY=key, «DEBUG=True»)"],
    ["from outside, or of something else", "", "import os\nfrom flask import Flask\napp = Flask(__name__)\napp.config.update(DEBUG=os.getenv('DEBUG') == '1')\nviewer.config.update(DEBUG=True)\napp.config.update(TESTING=True)"],
  ]],
  ["python/disabled-tls-verification", [
    ["an old protocol as a default", "warning warning", "import ssl\ndef connect(host, «version=ssl.PROTOCOL_SSLv3»):\n    return open_socket(host, «ssl_version=ssl.PROTOCOL_TLSv1»)"],
    ["an old protocol of OpenSSL", "warning", "from OpenSSL import SSL\nSSL.Context(«method=SSL.SSLv2_METHOD»)"],
    ["a protocol that negotiates", "", "import ssl\nfrom OpenSSL import SSL\nSSL.Context(method=SSL.SSLv23_METHOD)\ndef connect(version=ssl.PROTOCOL_TLS_CLIENT):\n    pass"],
  ]],
  ["javascript/sql-from-strings", [
    ["a value nobody knows", "hint", "client.«query»(\"INSERT INTO t (a) VALUES ('\" + name + \"')\")"],
    ["a field nobody knows", "hint", "client.«query»('SELECT * FROM t WHERE a = ' + user.name)"],
    ["a caller's table", "hint", "export const f = (table) => db.«query»(`SELECT * FROM ${table}`)"],
    ["a caller's value in quotes", "warning", "export const f = (name) => db.«query»(`SELECT * FROM t WHERE a = '${name}'`)"],
    ["what the code works out", "", "db.query(`SELECT * FROM ${tableOf(model)}`);\ndb.query(`SELECT * FROM t WHERE a = '${config.a}'`);\nconst LIMIT = 5;\ndb.query(`SELECT * FROM t LIMIT ${LIMIT}`);"],
  ]],
  ["javascript/shell-from-strings", [
    ["a value nobody knows", "hint", "const { exec } = require('child_process');\n«exec»('ls ' + folder);"],
    ["a whole command", "hint", "import { exec } from 'child_process';\nexport const run = (command) => «exec»(command);"],
    ["a command after another", "hint", "import { exec } from 'child_process';\nexport const run = (command) => «exec»(`cd x && ${command}`);"],
    ["a caller's value", "warning", "import { exec } from 'child_process';\nexport const show = (folder) => «exec»(`ls ${folder}`);"],
    ["the process and what a helper says", "", "import { exec } from 'child_process';\nexec(`kill ${process.pid}`);\nexec(`ls ${quoted(folder)}`);"],
  ]],
  ["javascript/unsafe-deserialization", [
    ["text nobody knows", "hint hint", "«eval»(text + '()');\nnew «Function»('return ' + text);"],
    ["text in the code", "", "eval('1 + 1');\nnew Function('return this')();\nwindow.setTimeout(tick, 5);"],
  ]],
];

for (const [rule, rows] of tables) describe(rule, () => {
  it.each(rows)("%s", async (title, severities, marked) => {
    const { text } = readMarkers(marked);
    const found = await lint(rule.startsWith("javascript/") ? "lib/jobs.js" : title.includes("tools") ? "scripts/go.py" : "app/jobs.py", text, rule);
    expect(withMarkers(text, found)).toBe(marked);
    expect(found.map((one) => one.severity).join(" ")).toBe(severities);
  });
});
