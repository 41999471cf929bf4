/** Calls that make a round trip to a database, cache or another service, told by library or by how such clients are called everywhere. */
import type { JavaScriptFile, JsCall, JsExpr } from "../../api.ts";
import { networkCalls } from "./network-calls.ts";
import { lastName } from "../taint/tree.ts";

export type TripKind = "database" | "cache" | "network" | "model";

/** Methods of Prisma's models. https://www.prisma.io/docs/orm/reference/prisma-client-reference */
const prismaMethod = /^(?:findMany|findUnique|findUniqueOrThrow|findFirst|findFirstOrThrow|create|createMany|update|updateMany|upsert|delete|deleteMany|count|aggregate|groupBy)$/;
/** Methods of Mongoose and Sequelize models. https://mongoosejs.com/docs/api/model.html, https://sequelize.org/docs/v6/core-concepts/model-querying-basics/ */
const modelMethod = /^(?:find|findOne|findById|findByPk|findAll|findAndCountAll|findOrCreate|findOneAndUpdate|findByIdAndUpdate|findByIdAndDelete|findOneAndDelete|updateOne|updateMany|deleteOne|deleteMany|insertMany|countDocuments|create|update|destroy|exists|bulkCreate)$/;
/** Methods of TypeORM repositories and MongoDB collections. https://typeorm.io/docs/working-with-entity-manager/repository-api */
const repositoryMethod = /^(?:find|findBy|findOne|findOneBy|findOneOrFail|findOneByOrFail|save|insert|update|delete|remove|softDelete|count|upsert|findAndCount|insertOne|insertMany|updateOne|updateMany|deleteOne|deleteMany|findOneAndUpdate|replaceOne)$/;
/** Methods that nothing but a model, a repository or a collection has. */
const telling = /^(?:findOne|findById|findByPk|findUnique|findUniqueOrThrow|findOneBy|findOneOrFail|findOneAndUpdate|findOneAndDelete|findByIdAndUpdate|findByIdAndDelete|insertOne|updateOne|deleteOne|findAndCountAll|findOrCreate)$/;
const queryMethod = /^(?:query|execute|queryRow)$/;
const connectionName = /^(?:pool|client|db|conn|connection|database|pg|sql|knex|trx|queryRunner|dataSource|manager|sequelize)$/;
const cacheMethod = /^(?:get|set|del|hget|hset|hgetall|incr|expire|setex|exists|lpush|rpush|publish|zadd|sadd)$/;

/** Capitalised globals that are no model of anybody's. */
const languageObject = /^(?:Object|Array|Reflect|Promise|Map|Set|Weak\w+|Date|Number|String|Boolean|Symbol|Buffer|Blob|File|URL|Error|\w+Error|Proxy|Intl|Math|Atomics|Deno|Bun|Response|Request|Headers|FormData|Event|\w*Element|Image|Audio|Document|Node|Meteor|Template|Ext|Backbone|Ember|Vue|React|Polymer|Stripe|Intercom|Notification|WebAssembly|Temporal|Iterator)$/;

export function tripKind(file: JavaScriptFile, call: JsCall): TripKind | undefined {
  const { method, receiver, callee } = call;
  if (callee !== undefined && isNetwork(callee)) return "network";
  if (callee !== undefined && /(?:completions|responses|messages|embeddings)\.create$|^ai\.(?:generateText|generateObject|streamText|embed)$/.test(callee)) return "model";
  if (!receiver || method === "") return undefined;
  const name = lastName(receiver);
  if (prismaMethod.test(method) && isPrismaModel(file, receiver)) return "database";
  if (modelMethod.test(method) && isModel(file, receiver)) return "database";
  if (repositoryMethod.test(method) && (/[rR]epo(?:sitory)?$|Collection$/.test(name) || (receiver.kind === "Call" && /^(?:collection|getRepository|model)$/.test(lastName(receiver))))) return "database";
  if (telling.test(method) && /^(?:collection|table|model|users|orders|posts|products|items)$/.test(name) && isUnbound(file, receiver)) return "database";
  if (telling.test(method) && receiver.kind === "Member" && connectionName.test(lastName(receiver.object))) return "database";
  if (/^(?:insert|insertOne|upsert|save|replaceOne)$/.test(method) && /^(?:db|database|collection)$/.test(name)) return "database";
  if (queryMethod.test(method) && (connectionName.test(name) || /^(?:pg|mysql2?|mssql)\b/.test(callee ?? ""))) return "database";
  if (cacheMethod.test(method) && (/^(?:redis|redisClient|cacheClient)$/.test(name) || /^(?:ioredis|redis)\b/.test(callee ?? ""))) return "cache";
  return undefined;
}

/** The file does not show where the receiver comes from. */
function isUnbound(file: JavaScriptFile, receiver: JsExpr): boolean {
  return receiver.kind === "Name" && file.bindingsOf(receiver).length === 0;
}

function isNetwork(callee: string): boolean {
  const row = networkCalls.get(callee);
  return (row !== undefined && !row.isClient && row.waits !== "process") || /^(?:axios|got|ky)\.(?:create|extend)\(\)\.(?:get|post|put|patch|delete|request)$/.test(callee);
}

/** `prisma.user`, `this.prisma.user`, `db.user`, `tx.user`: a member of something that is a Prisma client by name or maker. */
export function isPrismaModel(file: JavaScriptFile, receiver: JsExpr): boolean {
  if (receiver.kind !== "Member") return false;
  const root = lastName(receiver.object);
  if (/^(?:prisma\w*|_?prismaService|tx|\w*Prisma)$/.test(root)) return true;
  const name = file.qualifiedName(receiver);
  return name !== undefined && /PrismaClient#|prisma/i.test(name);
}

/** `User` from a file of models, or made by Mongoose or Sequelize. */
export function isModel(file: JavaScriptFile, receiver: JsExpr): boolean {
  const name = lastName(receiver);
  const maker = file.valueOf(receiver);
  if (maker.kind === "call" && /^(?:mongoose(?:\.\w+)?\.model|mongoose\.model|sequelize(?:\.Sequelize)?#define)$/.test(maker.of)) return true;
  if (receiver.kind === "Member" && receiver.object.kind === "This") return /Model$/.test(name);
  if (!/^[A-Z]\w*$/.test(name) || /^[A-Z_0-9]+$/.test(name)) return false;
  const qualified = file.qualifiedName(receiver);
  if (qualified === undefined) return false;
  if (qualified.startsWith("globalThis.")) return receiver.kind === "Name" && isUnbound(file, receiver) && !languageObject.test(name);
  return /^(?:\.|@\/|~\/|src\/)/.test(qualified) && /model|schema|entit|database|\bdb\b/i.test(qualified.replace(/[^/]*$/, (end) => end.replace(/\..*$/, ""))) || /models?[./]/i.test(qualified);
}

/** Methods further along the chain that a call begins: `find().sort().limit(10)` gives `sort`, `limit`. */
export function chainAfter(call: JsCall): { readonly methods: readonly string[]; readonly top: JsExpr } {
  const methods: string[] = [];
  let top: JsExpr = call.node;
  for (let member = top.parent; member?.kind === "Member" && member.object === top; member = top.parent) {
    const { parent } = member;
    methods.push(member.property ?? "");
    if (parent?.kind !== "Call" || parent.callee !== member) break;
    top = parent;
  }
  return { methods, top };
}
