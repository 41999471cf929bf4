/** Every row of the provider tables finds its own token, and nothing one character off; hex and UUIDs need the provider in their name. */
import { describe, expect, it } from "vitest";
import { lint } from "../harness.ts";
import { body, uuid } from "./shapes.ts";

const rule = "text/hardcoded-secret";

/** `exact`: one character more or less is no token. */
const tokens: readonly (readonly [name: string, token: string, exact?: true])[] = [
  ["AWS session token", "IQoJb3JpZ2lu" + body(300, "base64")],
  ["Amazon Bedrock API key", "bedrock-api-key-" + body(120)],
  ["Amazon MWS token", "amzn.mws." + uuid(), true],
  ["Google Cloud HMAC key id", "GOOG" + body(20, "capital"), true],
  ["Google Chat webhook", `https://chat.googleapis.com/v1/spaces/AAAAx1y2z3w/messages?key=AIza${body(35)}&token=${body(43)}`],
  ["Azure Logic Apps webhook", `https://prod-01.westeurope.logic.azure.com:443/workflows/${body(32, "hex")}/triggers/manual/paths/invoke?api-version=2016&sv=1.0&sig=${body(43)}`],
  ["Azure shared access signature", `https://a.blob.core.windows.net/c?sv=2022&sig=${body(43)}%3D`],
  ["Netlify token", "nfp_" + body(36)],
  ["Scalingo token", "tk-us-" + body(48), true],
  ["Scaleway access key", "SCW" + body(17, "capital"), true],
  ["Yandex Cloud token", "AQVN" + body(36)],
  ["Backblaze application key", "K005" + body(27), true],
  ["Aiven password", "AVNS_" + body(19)],
  ["Neon API key", "napi_" + body(64, "lower")],
  ["MongoDB Atlas client secret", "mdb_sa_sk_" + body(40)],
  ["Elastic Cloud key", "essu_" + body(60)],
  ["Confluent Cloud secret", "cflt" + body(60), true],
  ["Infisical service token", `st.${body(24, "hex")}.${body(32, "hex")}.${body(32, "hex", 9)}`, true],
  ["1Password secret key", `A3-${body(6, "capital")}-${body(11, "capital")}-${body(5, "capital", 2)}-${body(5, "capital", 3)}-${body(5, "capital", 4)}`, true],
  ["GitHub App installation token", "v1." + body(40, "hex"), true],
  ["GitLab routable token", `glpat-${body(27)}.01.1${body(8, "lower")}`],
  ["GitLab agent token", "glagent-" + body(50)],
  ["GitLab OAuth secret", "gloas-" + body(64), true],
  ["GitLab trigger token", "glptt-" + body(40, "hex"), true],
  ["Packagist token", "packagist_ack_" + body(68, "hex")],
  ["JSR token", "jsrp_" + body(40)],
  ["Deno Deploy token", "ddp_" + body(36)],
  ["Sourcegraph token", "sgp_" + body(16, "hex") + "_" + body(40, "hex"), true],
  ["Harness token", `pat.${body(22)}.${body(24, "hex")}.${body(20)}`, true],
  ["Infracost key", "ico-" + body(32), true],
  ["Prefect key", "pnu_" + body(36), true],
  ["ElevenLabs key", "sk_" + body(48, "hex"), true],
  ["Together key", "tgp_v1_" + body(43)],
  ["Voyage key", "pa-" + body(43), true],
  ["Cerebras key", "csk-" + body(48, "lower"), true],
  ["Firecrawl key", "fc-" + body(32, "hex"), true],
  ["E2B key", "e2b_" + body(40, "hex"), true],
  ["Apify token", "apify_api_" + body(36)],
  ["Kaggle token", "KGAT_" + body(32, "hex"), true],
  ["Databricks token in capitals", "dapi" + body(32, "hex").toUpperCase(), true],
  ["Paddle key", `pdl_live_apikey_${body(26, "lower")}_${body(22)}_${body(3)}`],
  ["Razorpay key id", "rzp_live_" + body(14), true],
  ["Flutterwave secret key", `FLWSECK-${body(32, "hex")}-X`, true],
  ["live key of a payment service", "live_" + body(30), true],
  ["Plaid access token", "access-production-" + uuid(), true],
  ["Shippo token", "shippo_live_" + body(40, "hex"), true],
  ["WooCommerce secret", "cs_" + body(40, "hex"), true],
  ["Mandrill key", "md-" + body(22), true],
  ["MailerSend token", "mlsn." + body(64, "hex"), true],
  ["Klaviyo private key", "pk_" + body(34, "hex"), true],
  ["ClickUp token", `pk_${body(8, "digits")}_${body(32, "capital")}`, true],
  ["Intercom token", "dG9rO" + body(54) + "="],
  ["Salesforce session", `00D${body(15)}!${body(96)}`],
  ["Typeform token", "tfp_" + body(44)],
  ["Trello token", `ATTA${body(64, "hex")}${body(8, "digits")}`, true],
  ["Adobe client secret", "p8e-" + body(32), true],
  ["Dropbox token", "sl." + body(140)],
  ["ReadMe key", "rdme_" + body(70, "lower"), true],
  ["Close key", `api_${body(22)}.${body(22, "base62", 9)}`, true],
  ["PubNub secret key", "sec-c-" + body(48), true],
  ["Twitch chat token", "oauth:" + body(30, "lower"), true],
  ["Twitter bearer token", "A".repeat(22) + body(80)],
  ["LaunchDarkly key", `sdk-${body(8, "hex")}-${body(4, "hex")}-4${body(3, "hex")}-a${body(3, "hex", 2)}-${body(12, "hex")}`, true],
  ["Datadog application key", "ddapp_" + body(34)],
  ["Honeycomb key", "hcaik_" + body(58, "lower"), true],
  ["Axiom token", "xaat-" + uuid(), true],
  ["New Relic license key", body(36, "hex") + "NRAL", true],
  ["RapidAPI key", `${body(10, "lower")}msh${body(15, "hex")}p1${body(5, "hex")}jsn${body(12, "hex")}`, true],
  ["MaxMind license key", `${body(6)}_${body(29)}_mmk`, true],
  ["Azure AI Search key", `${body(42)}AzSeB${body(5)}`, true],
  ["Asana token", `1/1${body(15, "digits")}:${body(32, "hex")}`, true],
  ["Discord webhook", `https://discord.com/api/webhooks/${body(18, "digits")}/${body(68)}`],
  ["Slack webhook", `https://hooks.slack.com/services/T${body(9, "capital")}/B${body(9, "capital", 3)}/${body(24)}`],
  ["Teams webhook", `https://corp.webhook.office.com/webhookb2/${uuid()}@${uuid()}/IncomingWebhook/${body(32, "hex")}/${uuid()}`],
  ["Dynatrace token", `dt0c01.${body(24, "upper")}.${body(64, "upper")}`, true],
  ["Artifactory key", "AKCp" + body(69), true],
  ["NuGet key", "oy2" + body(43, "lower"), true],
  ["OpenShift token", "sha256~" + body(43), true],
  ["ClickHouse Cloud secret", "4b1d" + body(38), true],
  ["Defined Networking token", `dnkey-${body(26)}-${body(52)}`, true],
  ["Octopus Deploy key", "API-" + body(26, "capital")],
  ["Authress access key", `sc_${body(10, "lower")}.${body(4, "lower", 2)}.acc-${body(12, "lower")}.${body(40)}`],
  ["Endor Labs key", "endr+" + body(32)],
  ["StackHawk key", `hawk.${body(20)}.${body(20, "base62", 9)}`, true],
  ["WakaTime key", "waka_" + uuid(), true],
  ["LangSmith key", "ls__" + body(32, "hex"), true],
  ["Helicone key", `sk-helicone-${body(7, "lower")}-${body(7, "lower", 2)}-${body(7, "lower", 3)}-${body(7, "lower", 4)}`, true],
  ["Mercado Pago token", `APP_USR-${body(16, "digits")}-${body(6, "digits")}-${body(32, "hex")}-${body(9, "digits")}`],
  ["42 API secret", "s-s4t2ud-" + body(64, "hex"), true],
  ["Adafruit IO key", "aio_" + body(28), true],
  ["SettleMint token", "sm_pat_" + body(16), true],
  ["Cal.com key", "cal_live_" + body(32, "hex"), true],
  ["Zoho token", `1000.${body(32, "hex")}.${body(32, "hex", 5)}`, true],
  ["Inngest signing key", "signkey-prod-" + body(64, "hex"), true],
  ["Honeybadger token", "hbp_" + body(36), true],
  ["Checkly key", "cu_" + body(32, "hex"), true],
  ["GitLab job token", `glcbt-${body(5)}_${body(20)}`],
  ["SendGrid key in any parts", "SG." + body(66)],
  ["GitHub fine-grained token", "github_pat_" + body(82), true],
  ["Mapbox secret token", `sk.eyJ${body(60)}.${body(22)}`],
];

const silentNear = (token: string): string[] => [`${token}q7`, token.slice(0, -1), `q${token}`].filter((near) => !/^q[0-9]/.test(near));

describe("issuers", () => {
  it.each(tokens.map(([name, token]) => [name, token] as const))("%s", async (_name, token) => {
    const text = `connect(1, "${token}")\n`;
    const found = await lint("deploy.go", text, rule);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter(({ at }) => !token.includes(text.slice(at.start, at.end)))).toEqual([]);
  });
  it.each(tokens.filter(([, , exact]) => exact).map(([name, token]) => [name, token] as const))("%s, one off", async (_name, token) => {
    for (const near of silentNear(token)) expect((await lint("deploy.go", `connect(1, "${near}")\n`, rule)).map(({ message }) => message.slice(0, 60))).toEqual([]);
  });
});

const bound: readonly (readonly [says: string, name: string, value: string])[] = [
  ["a Heroku API key", "HEROKU", uuid()],
  ["a Datadog key", "DD_API_KEY", body(32, "hex")],
  ["a Datadog key", "datadog_app_key", body(40, "hex")],
  ["a Cloudflare key", "CF_API_KEY", body(37, "hex")],
  ["a GitHub token", "github_token", body(40, "hex")],
  ["a CircleCI token", "CIRCLE_TOKEN", body(40, "hex")],
  ["a Twilio auth token", "TWILIO_AUTH_TOKEN", body(32, "hex")],
  ["an Okta token", "okta_api_token", "00" + body(40)],
  ["an Algolia key", "ALGOLIA_ADMIN_KEY", body(32, "hex")],
  ["a Zendesk token", "zendesk_token", body(40)],
  ["a Finnhub key", "FINNHUB_API_KEY", body(20, "lower")],
  ["a Sidekiq Enterprise credential", "BUNDLE_ENTERPRISE__CONTRIBSYS__COM", `${body(8, "hex")}:${body(8, "hex", 3)}`],
  ["a Weights & Biases key", "WANDB_API_KEY", body(40, "hex")],
  ["an Auth0 secret", "AUTH0_CLIENT_SECRET", body(64)],
  ["a New Relic key", "newRelicApiKey", body(40, "hex")],
  ["a Plaid secret", "PLAID_SECRET", body(30, "hex")],
  ["an Adafruit IO key", "adafruit_key", body(32)],
  ["an Asana credential", "asanaApiToken", body(16, "digits")],
  ["a Discord credential", "DISCORD_TOKEN", body(18, "digits")],
  ["a Cisco Meraki key", "MERAKI_DASHBOARD_API_KEY", body(40, "hex")],
  ["a HubSpot key", "hubspot", uuid().toUpperCase()],
  ["an Intercom token", "intercom_api_key", body(60)],
  ["a RapidAPI key", "x-rapidapi", body(50)],
  ["a Codecov token", "codecov_token", body(32, "lower")],
  ["a Telegram bot token", "telegram_token", `${body(9, "digits")}:A${body(34)}`],
  ["a LinkedIn secret", "linkedin_client_secret", body(16)],
  ["a Mailgun key", "MAILGUN_API_KEY", `${body(32, "hex")}-${body(8, "hex")}-${body(8, "hex", 4)}`],
];
/** Digits and short hex are ids, unless the name says that they are a key. */
const unbound: readonly (readonly [name: string, value: string])[] = [
  ["GITHUB_SHA", body(40, "hex")], ["gitlab_commit", body(20)], ["HEROKU_APP_ID", uuid()], ["trello_board", body(24, "hex")], ["datadog_trace_id", body(32, "hex")], ["facebook_pixel", body(32, "hex")],
  ["azure_tenant", uuid()], ["azure_client_id", uuid()], ["discord_channel", body(18, "digits")], ["sentry_release", body(40, "hex")], ["docker_digest", body(64, "hex")], ["npm_package", "left-pad-extended-2"], ["snyk_org", uuid()],
  ["codecov_upload_id", uuid()], ["algolia_index", "products_v2_production"], ["jira_ticket", "ABCDEFGHIJ12345678901234"], ["github_run", body(32, "hex")], ["etag", body(32, "hex")], ["heroku", "app-production-12"],
  ["discord", body(18, "digits")], ["asana", body(16, "digits")], ["omdb", body(8, "hex")], ["adafruit_feed", body(32)], ["meraki_network", body(40, "hex")], ["linear_issue", body(32, "hex")], ["rapidapi_host", "weather-by-api-ninjas.p.rapidapi.com"],
];

describe("names that tell whose it is", () => {
  it.each(bound)("%s under %s", async (says, name, value) => {
    for (const [path, text] of [["a.rb", `${name} = "${value}"`], [".env", `${name}=${value}`], ["a.json", `{"${name}": "${value}"}`]] as const) {
      const found = await lint(path, text, rule);
      expect(found.map(({ message, at }) => [message.includes(says), text.slice(at.start, at.end)])).toEqual([[true, value]]);
    }
  });
  it.each(unbound)("not %s", async (name, value) => {
    expect((await lint("a.rb", `${name} = "${value}"`, rule)).map(({ message }) => message)).toEqual([]);
  });
});
