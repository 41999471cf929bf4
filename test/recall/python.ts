/** Python: where requests come in, what reads a shell or a query, loads handed over, swallowed jumps, zones, tokens, digests. */
export type Row = readonly [title: string, marked: string, path?: string];
export type Rows = readonly (readonly [rule: string, rows: readonly Row[]])[];

const module = "import flask\napp = flask.Flask(__name__)\n@app.route('/x')\ndef x():\n";
const paramiko = "import paramiko\nclient = paramiko.SSHClient()\n";

export const python: Rows = [
  ["python/shell-from-strings", [
    ["the request object of an imported module", `import os\n${module}    name = flask.request.args.get('name')\n    os.«system»('touch %s' % (name,))`],
    ["a Django view in a file without an import of Django", "import os\ndef lookup(request):\n    os.«system»('host ' + request.GET['domain'])"],
    ["a parameter that only looks like a request", "import os\ndef lookup(request):\n    os.«system»(request.command)"],
    ["the first piece of a list under a shell", `import subprocess\n${module}    subprocess.«run»([flask.request.form['c'], 'now'], shell=True)`],
    ["a later piece of a list under a shell", `import subprocess\n${module}    subprocess.run(['report', flask.request.form['c']], shell=True)`],
    ["exec and spawn with a shell named", `import os\n${module}    text = flask.request.form['t']\n    os.«execl»('/bin/sh', 'sh', '-c', text)\n    os.«spawnve»(os.P_WAIT, '/bin/bash', ['-c', 'grep ' + text], env)`],
    ["exec of a literal program", `import os\n${module}    os.execv('/usr/bin/dig', ['dig', flask.request.form['h']])`],
    ["a program that the request names", `import subprocess\n${module}    subprocess.«Popen»([flask.request.form['tool'], '--version'])`],
    ["a program checked against a list", `import subprocess\n${module}    tool = flask.request.form['tool']\n    if tool not in TOOLS:\n        flask.abort(400)\n    subprocess.run([tool, '--version'])`],
    ["a program out of the code's own table", `import subprocess\n${module}    subprocess.run([TOOLS[flask.request.form['tool']], '--version'])`],
    ["a program that a caller names", "import subprocess\ndef run(tool):\n    subprocess.run([tool, '-v'])"],
    ["an event loop's shell", "import asyncio\ndef handler(event, context):\n    loop = asyncio.new_event_loop()\n    loop.run_until_complete(loop.«subprocess_shell»(Reader, 'zip ' + event['name']))"],
    ["a shell on another machine", `${paramiko}def restart(service):\n    client.«exec_command»(f'systemctl restart {service}')`],
    ["literals on another machine", `${paramiko}client.exec_command('uptime')`],
    ["invoke and fabric", "from invoke import run\nfrom fabric import Connection\ndef pack(folder):\n    «run»('tar cf out.tar ' + folder)\n    Connection('web').«run»(f'rm -r {folder}')"],
  ]],
  ["python/sql-from-strings", [
    ["a condition for Django", "from app.models import Person\ndef view(request):\n    return Person.objects.«extra»(where=[\"name = '%s'\" % request.POST['name']])"],
    ["a column for Django", "from app.models import Person\ndef view(request):\n    return Person.objects.all().«extra»(select={'n': f\"upper({request.GET['col']})\"})"],
    ["literal pieces with parameters", "from app.models import Person\ndef view(request):\n    return Person.objects.extra(where=['name = %s'], params=[request.POST['name']])"],
    ["extra of something else", "def view(request):\n    log.extra(request.POST['name'])"],
    ["text inside an expression", `from sqlalchemy import text\n${module}    return query.filter(«text»(f"name = '{flask.request.args['n']}'"))`],
    ["text with a bound name", `from sqlalchemy import text\n${module}    return query.filter(text('name = :n').bindparams(n=flask.request.args['n']))`],
    ["a whole statement speaks once", `from sqlalchemy import text\n${module}    stmt = text("SELECT * FROM t WHERE n = '" + flask.request.args['n'] + "'")\n    return session.«execute»(stmt)`],
    ["a cursor and a prepared statement of asyncpg", `${module}    q = 'SELECT * FROM t WHERE n = ' + flask.request.args['n']\n    conn.«cursor»(q)\n    conn.«prepare»(q)`],
    ["many rows with psycopg", `from psycopg2.extras import execute_values\n${module}    «execute_values»(cur, f"INSERT INTO {flask.request.args['t']} (a) VALUES %s", rows)`],
    ["text compared without quotes", "def find(cur, ident: str):\n    cur.«execute»(f'SELECT * FROM t WHERE id = {ident}')"],
    ["a number compared without quotes", "def find(cur, ident: int, other):\n    cur.execute(f'SELECT * FROM t WHERE id = {ident}')\n    cur.«execute»(f'SELECT * FROM t WHERE id = {other}')"],
    ["a table that a caller names", "def count(cur, table: str):\n    cur.«execute»(f'SELECT count(*) FROM {table}')"],
    ["a name that says whose text it is", "def find(cur, user_input):\n    cur.«execute»('SELECT * FROM t ORDER BY %s' % user_input)"],
    ["a cursor that takes no query", "cur = conn.cursor('named ' + x)\nspeaker.prepare('talk ' + y)"],
  ]],
  ["python/unsafe-deserialization", [
    ["a load on another thread", "import asyncio, pickle\nasync def read(blob):\n    return await asyncio.to_thread(«pickle.loads», blob)"],
    ["run by an executor", `import asyncio\n${module}    loop.run_in_executor(None, «exec», flask.request.form['code'])`],
    ["something harmless on another thread", "import asyncio, json\nasync def read(blob):\n    return await asyncio.to_thread(json.loads, blob)"],
    ["an own dump on another thread", "import asyncio, pickle\nasync def copied(x):\n    return await asyncio.to_thread(pickle.loads, pickle.dumps(x))"],
    ["ruamel in its unsafe ways", "from ruamel.yaml import YAML\nimport ruamel.yaml\nwild = «YAML»(typ='unsafe')\nruamel.yaml.«load»(f, Loader=ruamel.yaml.UnsafeLoader)"],
    ["ruamel in its other ways", "from ruamel.yaml import YAML\nYAML()\nYAML(typ='rt')\nYAML(typ=kind)"],
    ["a Keras model with its code", "import keras\nkeras.models.«load_model»('m.keras', safe_mode=False)\nkeras.models.load_model('m.keras')"],
    ["a request under another roof", `${module}    return str(«eval»('1 + {}'.format(flask.request.args['n'])))`],
  ]],
  ["python/swallowed-exception", [
    ["leaving a loop from finally", "while True:\n    try:\n        step()\n    finally:\n        «break»"],
    ["going on from finally, under a condition", "for row in rows:\n    try:\n        step(row)\n    finally:\n        if done(row):\n            «continue»"],
    ["a loop that stands in finally", "def close(all):\n    try:\n        step()\n    finally:\n        for one in all:\n            if one.closed:\n                continue\n            one.close()"],
    ["the else of a loop in finally", "for row in rows:\n    try:\n        step(row)\n    finally:\n        for one in row:\n            one.close()\n        else:\n            «break»"],
  ]],
  ["python/naive-datetime", [
    ["no zone is no zone", "from datetime import datetime\nrow = {'created_at': datetime.«now»(None)}\nother = {'created_at': datetime.«fromtimestamp»(t, tz=None)}"],
    ["a zone in a variable", "from datetime import datetime\ndef row(zone):\n    return {'created_at': datetime.now(zone)}"],
  ]],
  ["python/insecure-jwt", [
    ["options by name beside one another", "import jwt\ndef both(token):\n    off = {«'verify_signature': False»}\n    a = jwt.decode(token, KEY, options={«'verify_signature': False»})\n    b = jwt.decode(token, KEY, options=off)"],
    ["a key in the call", "import jwt\nfrom jose import jwt as signed\njwt.encode(claims, «'changeme-later'», algorithm='HS256')\nsigned.decode(token, key=«b'abc'», algorithms=['HS256'])"],
    ["keys from elsewhere, and public ones", "import jwt\nPUBLIC = '-----BEGIN PUBLIC KEY-----...'\njwt.encode(claims, KEY, algorithm='HS256')\njwt.decode(token, '-----BEGIN PUBLIC KEY-----x', algorithms=['RS256'])\njwt.decode(token, f'{prefix}{key}', algorithms=['HS256'])\njwt.decode(token, '', algorithms=['HS256'])"],
    ["the issuer first, then verified", "import jwt\ndef claims(token):\n    issuer = jwt.decode(token, options={'verify_signature': False})['iss']\n    return jwt.decode(token, keys[issuer], algorithms=['RS256'], options={'require': ['exp']})"],
  ]],
  ["python/blocking-call-in-async", [
    ["files by their path", "from pathlib import Path\nasync def read(name):\n    return Path(name).«read_text»()\nasync def write(p: Path):\n    p.«write_bytes»(b'')"],
    ["paths alone", "from pathlib import Path\nasync def name(p: Path):\n    return p.with_suffix('.txt').name"],
  ]],
  ["python/weak-hash", [
    ["kept as a password", "import hashlib\ndef reset(user, text):\n    digest = hashlib.«md5»(text).hexdigest()\n    user.set_password(digest)"],
    ["set as an attribute", "import hashlib\ndef reset(user, text):\n    user.password = hashlib.«sha1»(text.encode()).hexdigest()"],
    ["fed piece by piece", "from Crypto.Hash import MD5\ndef reset(user, text):\n    h = MD5.«new»()\n    h.update(text)\n    user.setPassword(h.hexdigest())"],
    ["cryptography's hashes", "from cryptography.hazmat.primitives import hashes\ndef reset(user, text):\n    h = hashes.«Hash»(hashes.MD5())\n    h.update(text)\n    user.set_password(h.finalize())"],
    ["kept as something else", "import hashlib\ndef tag(page, text):\n    page.etag = hashlib.md5(text).hexdigest()\n    cache.set(hashlib.md5(text).hexdigest(), page)"],
    ["a strong hash kept as a password is another matter", "import hashlib\ndef reset(user, text):\n    user.password = hashlib.sha256(text).hexdigest()"],
    ["crypt by its method", "import crypt\ncrypt.«crypt»(word, crypt.METHOD_MD5)\ncrypt.«crypt»(word, salt=crypt.METHOD_CRYPT)\ncrypt.crypt(word, crypt.METHOD_SHA512)\ncrypt.crypt(word, salt)"],
    ["passlib and werkzeug", "from passlib.hash import ldap_md5, argon2\nfrom werkzeug.security import generate_password_hash\nldap_md5.«hash»(word)\nargon2.hash(word)\n«generate_password_hash»(word, method='sha1')\ngenerate_password_hash(word, method='scrypt')\ngenerate_password_hash(word)"],
  ]],
];
