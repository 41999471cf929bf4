/** Constructors that own connections; each library asks for one per process. */

export interface ClientMaker {
  /** Qualified name of the call or `new`. */
  readonly made: RegExp;
  readonly isNew?: boolean;
  readonly what: string;
  readonly cost: string;
  /** Costs work but no connection of its own. */
  readonly variant?: "light";
}

const pool = "each request opens connections of its own, and under load the database runs out of them";

export const clients: readonly ClientMaker[] = [
  { made: /(?:^|\/)client\.PrismaClient$|(?:^|\/)prisma.*\.PrismaClient$/i, isNew: true, what: "a connection pool", cost: pool }, // https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/databases-connections
  { made: /^pg(?:\.native)?\.Pool$|^pg-pool$|^@neondatabase\/serverless\.Pool$/, isNew: true, what: "a connection pool", cost: pool },
  { made: /^pg(?:\.native)?\.Client$/, isNew: true, what: "a database connection", cost: "each request pays for a handshake and a login, and under load the database runs out of connections" },
  { made: /^(?:mysql|mysql2|mysql2\/promise)\.create(?:Pool|Connection)$/, what: "database connections", cost: pool },
  { made: /^mongodb\.MongoClient$/, isNew: true, what: "a connection pool", cost: pool },
  { made: /^mongodb\.MongoClient\.connect$|^mongoose\.createConnection$/, what: "a connection pool", cost: pool },
  { made: /^ioredis(?:\.(?:Redis|Cluster))?$/, isNew: true, what: "a Redis connection", cost: "connections pile up until Redis refuses new ones" },
  { made: /^(?:redis|@redis\/client)\.create(?:Client|Cluster)$/, what: "a Redis connection", cost: "connections pile up until Redis refuses new ones" },
  { made: /^knex(?:\.knex|\.default)?$/, isNew: false, what: "a connection pool", cost: pool },
  { made: /^sequelize(?:\.Sequelize|-typescript\.Sequelize)?$|^typeorm\.DataSource$/, isNew: true, what: "a connection pool", cost: pool },
  { made: /^typeorm\.createConnection$/, what: "a connection pool", cost: pool },
  { made: /^postgres$/, isNew: false, what: "a connection pool", cost: pool },
  { made: /^(?:bullmq|bull)\.(?:Queue|QueueEvents|FlowProducer)$|^bull$/, isNew: true, what: "a queue with its Redis connections", cost: "connections pile up until Redis refuses new ones" },
  { made: /^kafkajs\.Kafka#producer$/, what: "a producer", cost: "each request connects to the brokers anew" },
  { made: /^amqplib(?:\/callback_api)?\.connect$/, what: "a broker connection", cost: "each request pays for a handshake, and the broker runs out of connections" },
  { made: /^@elastic\/elasticsearch\.Client$|^@opensearch-project\/opensearch\.Client$/, isNew: true, what: "a connection pool", cost: "each request opens sockets of its own" },
  { made: /^nodemailer\.createTransport$/, what: "a mail transport", cost: "each message pays for a connection and a login", variant: "light" },
  { made: /^@aws-sdk\/(?:client-|lib-)[\w-]+\.\w+Client$|^aws-sdk\.(?:S3|DynamoDB|SQS|SNS|SES|DynamoDB\.DocumentClient|Lambda|SecretsManager)$/, isNew: true, what: "a client", cost: "each request resolves credentials and opens sockets of its own", variant: "light" },
  { made: /^(?:openai(?:\.OpenAI|\.AzureOpenAI)?|@anthropic-ai\/sdk(?:\.Anthropic)?|@google\/generative-ai\.GoogleGenerativeAI)$/, isNew: true, what: "a client", cost: "connections to the API are not reused, so every call starts with a handshake", variant: "light" },
];
