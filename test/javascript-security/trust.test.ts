/** Certificates, tokens, origins, secrets and debug modes: what is believed, and whom it is told. */
import { expect, it } from "vitest";
import { lint } from "../harness.ts";
import { cases, severities } from "./marked.ts";

cases("javascript/disabled-tls-verification", {
  speaks: {
    "options": [
      "import https from 'https'; new https.Agent({ «rejectUnauthorized: false» })", "import axios from 'axios'; axios.get(url, { httpsAgent: new Agent({ «rejectUnauthorized: false» }) })",
      "const request = require('request'); request({ url, «strictSSL: false» })", "import got from 'got'; got(url, { https: { «rejectUnauthorized: false» } })",
      "new MongoClient(url, { «tlsAllowInvalidCertificates: true» })", "const off = false; tls.connect({ host, «rejectUnauthorized: off» })",
      "nodemailer.createTransport({ host, tls: { «rejectUnauthorized: false» } })", "tls.connect({ host, «checkServerIdentity: () => {}» })", "tls.connect({ host, «checkServerIdentity() { return undefined }» })",
      "const o = {}; «o.rejectUnauthorized = false»; tls.connect(o)",
    ],
    "the process": ["«process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'»", "«process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = 0»"],
    "in production of all places": ["const pool = new Pool({ ssl: process.env.NODE_ENV === 'production' ? { «rejectUnauthorized: false» } : false })", "if (isProduction) { options.ssl = { «rejectUnauthorized: false» } }"],
  },
  silent: {
    "verified or decided elsewhere": [
      "new https.Agent({ rejectUnauthorized: true })", "new https.Agent({ rejectUnauthorized: verify })", "new https.Agent({ rejectUnauthorized: process.env.VERIFY !== 'no' })",
      "export const agent = (rejectUnauthorized = false) => new https.Agent({ rejectUnauthorized })", "if (process.env.ALLOW_SELF_SIGNED) process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'",
      "if (process.env.NODE_ENV !== 'production') agent = new https.Agent({ rejectUnauthorized: false })", "const ssl = isDev ? { rejectUnauthorized: false } : true",
      "const a = isProduction ? undefined : { rejectUnauthorized: false }", "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '1'",
    ],
    "this machine, servers, reading certificates": [
      "tls.connect({ host: 'localhost', rejectUnauthorized: false })", "https.get('https://127.0.0.1:8443/health', { rejectUnauthorized: false })",
      "https.createServer({ key, cert, requestCert: true, rejectUnauthorized: false })", "const s = tls.connect({ host, rejectUnauthorized: false }, () => done(s.getPeerCertificate()))",
    ],
  },
});

severities("javascript/disabled-tls-verification", [
  ["new https.Agent({ rejectUnauthorized: false })", "error"],
  ["new Pool({ ssl: { rejectUnauthorized: false } })", "warning"],
  ["// src/a.test.ts\nnew https.Agent({ rejectUnauthorized: false })", "hint"],
]);

cases("javascript/insecure-jwt", {
  speaks: {
    "decoded": [
      "import jwt from 'jsonwebtoken'; export const f = (req) => jwt.«decode»(req.cookies.session).role", "import { decode } from 'jsonwebtoken'; export const f = (req) => «decode»(req.headers.authorization.split(' ')[1])",
      "import * as jose from 'jose'; export async function GET(request) { return jose.«decodeJwt»(request.headers.get('authorization').slice(7)) }", "const { jwtDecode } = require('jwt-decode'); exports.f = (req) => «jwtDecode»(req.headers.authorization)",
    ],
    "switched off": [
      "import jwt from 'jsonwebtoken'; jwt.verify(t, k, { algorithms: [«'none'»] })", "import jwt from 'jsonwebtoken'; jwt.sign(p, «''», { algorithm: «'none'» })",
      "import jwt from 'jsonwebtoken'; jwt.verify(t, «null»)", "const jwt = require('jwt-simple'); jwt.decode(t, k, «true»)", "import jwt from 'jsonwebtoken'; jwt.verify(t, k, { «ignoreExpiration: true» })",
    ],
  },
  silent: {
    "verified, header only, time only": [
      "import jwt from 'jsonwebtoken'; export const f = (req) => { const kid = jwt.decode(req.cookies.a).kid; return jwt.verify(req.cookies.a, keys[kid]) }",
      "import jwt from 'jsonwebtoken'; export const f = (req) => jwt.decode(req.cookies.a, { complete: true }).header.kid", "import jwt from 'jsonwebtoken'; export const f = (req) => jwt.decode(req.cookies.a).exp < now",
      "import jwt from 'jsonwebtoken'; jwt.verify(t, k, { algorithms: ['RS256'] })", "import jwt from 'jsonwebtoken'; jwt.verify(t, k, options)", "import jwt from 'jsonwebtoken'; function refresh(t) { return jwt.verify(t, k, { ignoreExpiration: true }) }",
      "'use client'; import { jwtDecode } from 'jwt-decode'; jwtDecode(localStorage.token)", "import { decode } from 'html-entities'; decode(req.body.a)", "// src/a.test.ts\nimport jwt from 'jsonwebtoken'; jwt.decode(token)",
      "import { createHash } from 'crypto'; const o = { algorithm: 'none' }",
    ],
  },
});

cases("javascript/permissive-cors", {
  speaks: {
    "middleware": [
      "import cors from 'cors'; app.use(«cors»())", "import cors from 'cors'; app.use(cors({ «origin: '*'» }))", "import cors from 'cors'; app.use(cors({ «origin: ['*']» }))", "import cors from 'cors'; app.use(«cors»({ maxAge: 10 }))",
      "import cors from 'cors'; app.use(cors({ «origin: (origin, callback) => callback(null, true)», credentials: true }))", "import cors from '@koa/cors'; app.use(«cors»())", "import { cors } from 'hono/cors'; app.use('*', «cors»())",
      "import cors from '@fastify/cors'; await app.register(«cors»)", "import cors from '@fastify/cors'; app.register(cors, { «origin: true» })", "const options = { «origin: '*'» }; const cors = require('cors'); app.use(cors(options))",
    ],
    "servers": [
      "import { Server } from 'socket.io'; new Server(http, { cors: { «origin: '*'» } })", "app.«enableCors»()", "app.enableCors({ «origin: true», credentials: true })", "import { WebSocketGateway } from '@nestjs/websockets'; @WebSocketGateway({ «cors: true» }) class G {}",
      "import { ApolloServer } from 'apollo-server'; new ApolloServer({ cors: { «origin: '*'» } })",
    ],
    "headers": [
      "export const f = (req, res) => { «res.setHeader('Access-Control-Allow-Origin', '*')»; res.end() }", "exports.handler = async () => ({ statusCode: 200, headers: { «'Access-Control-Allow-Origin': '*'» }, body: '' })",
      "export const f = (req, res) => { «res.header('Access-Control-Allow-Origin', req.headers.origin)»; res.header('Access-Control-Allow-Credentials', 'true') }",
    ],
  },
  silent: {
    "listed, from outside, checked": [
      "import cors from 'cors'; app.use(cors({ origin: ['https://a.example'] }))", "import cors from 'cors'; app.use(cors({ origin: config.origins }))", "import cors from 'cors'; app.use(cors(options))", "import cors from 'cors'; app.use(cors({ ...shared }))",
      "import cors from 'cors'; app.use(cors({ origin: (o, cb) => cb(null, allowed.has(o)) }))", "import cors from 'cors'; app.use(cors({ origin: false }))", "import { Server } from 'socket.io'; new Server(http)",
      "export const f = (req, res) => { if (list.includes(req.headers.origin)) res.header('Access-Control-Allow-Origin', req.headers.origin); res.header('Access-Control-Allow-Credentials', 'true') }",
      "export const f = (req, res) => res.header('Access-Control-Allow-Origin', req.headers.origin)", "import { NestFactory } from '@nestjs/core'; NestFactory.create(M, { cors: { origin: list } })",
    ],
    "public on purpose, requests, development": [
      "import cors from 'cors'; app.get('/public', cors(), show)", "import cors from 'cors'; app.options('*', cors())", "import cors from 'cors'; app.use(cors({ origin: '*', methods: ['GET'] }))", "import cors from 'cors'; if (process.env.NODE_ENV === 'development') app.use(cors())",
      "fetch(url, { headers: { 'Access-Control-Allow-Origin': '*' } })", "import axios from 'axios'; axios.create({ headers: { 'Access-Control-Allow-Origin': '*' } })", "const headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'GET, OPTIONS' }",
    ],
  },
});

severities("javascript/permissive-cors", [
  ["import cors from 'cors'; app.use(cors())", "warning"],
  ["import cors from 'cors'; app.use(cors({ origin: true, credentials: true }))", "error"],
  ["exports.handler = () => ({ headers: { 'Access-Control-Allow-Origin': '*' } })", "info"],
]);

cases("javascript/weak-randomness", {
  speaks: {
    "names": [
      "const resetToken = Math.«random»().toString(36).substring(2)", "user.apiKey = Math.«random»().toString(36)", "const options = { sessionId: String(Math.«random»()) }", "class S { private csrfToken = Math.«random»().toString(16) }",
      "const token = Math.«random»().toString(36).slice(2)", "const otp = `${Math.floor(Math.«random»() * 900000) + 100000}`", "const password = Array.from({ length: 12 }, () => chars[Math.floor(Math.«random»() * chars.length)]).join('')",
      "import crypto from 'crypto'; const secret = crypto.createHash('sha1').update(Math.«random»().toString(36)).digest('hex')",
    ],
    "makers": ["export function makeToken() { let text = ''; for (let i = 0; i < 8; i++) text += possible.charAt(Math.floor(Math.«random»() * possible.length)); return text }", "const generateOtp = () => Math.floor(1000 + Math.«random»() * 9000)"],
  },
  silent: {
    "no secret": [
      "const delay = Math.random() * 1000", "const id = Math.random().toString(36)", "const colour = '#' + Math.floor(Math.random() * 0xffffff).toString(16)", "items.sort(() => Math.random() - 0.5)", "const token = tokens[Math.floor(Math.random() * tokens.length)]",
      "const key = Math.random()", "<li key={Math.random()} />", "const maxTokens = Math.random() * 100", "const tokenCount = Math.floor(Math.random() * 5)", "if (Math.random() < 0.1) rotate(password)", "const cancelToken = Math.random().toString(36)",
    ],
    "good generators": ["import { randomBytes } from 'crypto'; const token = randomBytes(32).toString('hex')", "const token = crypto.randomUUID()", "const Math = mine(); const otp = Math.random()"],
  },
});

cases("javascript/debug-enabled", {
  speaks: {
    "servers": [
      "import errorhandler from 'errorhandler'; app.use(«errorhandler»())", "import { ApolloServer } from 'apollo-server-express'; new ApolloServer({ schema, «introspection: true», «playground: true» })",
      "import { graphqlHTTP } from 'express-graphql'; app.use('/graphql', graphqlHTTP({ schema, «graphiql: true» }))", "import { createYoga } from 'graphql-yoga'; createYoga({ schema, «maskedErrors: false» })",
      "import { GraphQLModule } from '@nestjs/graphql'; GraphQLModule.forRoot({ «playground: true» })", "«app.set('env', 'development')»", "import mongoose from 'mongoose'; «mongoose.set('debug', true)»",
      "import inspector from 'node:inspector'; inspector.«open»(9229, '0.0.0.0')",
    ],
    "the process": ["«process.env.NODE_ENV = 'development'»; start()"],
  },
  silent: {
    "decided by the environment": [
      "import errorhandler from 'errorhandler'; if (app.get('env') === 'development') app.use(errorhandler())", "import { ApolloServer } from 'apollo-server'; new ApolloServer({ introspection: process.env.NODE_ENV !== 'production' })",
      "import { ApolloServer } from 'apollo-server'; new ApolloServer({ playground: isDev })", "process.env.NODE_ENV = process.env.NODE_ENV || 'development'", "if (!process.env.NODE_ENV) process.env.NODE_ENV = 'development'", "process.env.NODE_ENV ||= 'development'",
      "import inspector from 'node:inspector'; inspector.open(9229)", "// webpack.config.js\nprocess.env.NODE_ENV = 'development'", "// src/a.test.ts\nprocess.env.NODE_ENV = 'development'", "logger.set('debug', true)", "import { ApolloServer } from 'apollo-server'; new ApolloServer({ introspection: false })",
    ],
  },
});

it("offers the generator of node:crypto with its import", async () => {
  const [finding] = await lint("otp.ts", "import x from 'x';\nexport const otp = Math.floor(100000 + Math.random() * 900000);\n", "javascript/weak-randomness");
  expect(finding?.fixes.map(({ title, safe }) => [title, safe])).toEqual([["Draw from crypto.randomInt", true]]);
});

it("never offers to import a name that already means something else", async () => {
  const [finding] = await lint("otp.ts", "const randomInt = mine;\nexport const otp = Math.floor(Math.random() * 900000);\n", "javascript/weak-randomness");
  expect(finding?.fixes).toEqual([]);
});
