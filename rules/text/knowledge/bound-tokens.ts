/** Tokens whose shape alone could be anything (hex, UUID): what they are is told by the provider's name in the name they are given. */

export interface BoundToken {
  /** As a person would say it, after "a": `Datadog key`. */
  readonly name: string;
  /** Words of which one has to stand in the name, two-word names written as one. */
  readonly words: readonly string[];
  /** The whole value. */
  readonly shape: RegExp;
  readonly source: string;
}

const hex = (...lengths: number[]): RegExp => new RegExp(`^(?:${lengths.map((length) => `[a-f0-9]{${length}}`).join("|")})$`);
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const boundTokens: readonly BoundToken[] = [
  // clouds and hosting
  { name: "Heroku API key", words: ["heroku"], shape: uuid, source: "https://devcenter.heroku.com/articles/platform-api-quickstart" },
  { name: "Cloudflare key", words: ["cloudflare", "cf"], shape: /^(?:[a-f0-9]{37}|[A-Za-z0-9_-]{40})$/, source: "https://developers.cloudflare.com/fundamentals/api/get-started/keys/" },
  { name: "Fastly token", words: ["fastly"], shape: /^[A-Za-z0-9_-]{32}$/, source: "https://www.fastly.com/documentation/guides/account-info/account-management/using-api-tokens/" },
  { name: "Linode token", words: ["linode"], shape: hex(64), source: "https://techdocs.akamai.com/linode-api/reference/get-started" },
  { name: "Hetzner token", words: ["hetzner", "hcloud"], shape: /^[A-Za-z0-9]{64}$/, source: "https://docs.hetzner.cloud/reference/cloud#authentication" },
  { name: "Vultr key", words: ["vultr"], shape: /^[A-Z0-9]{36}$/, source: "https://docs.vultr.com/platform/other/api" },
  { name: "Scaleway secret key", words: ["scaleway", "scw"], shape: uuid, source: "https://www.scaleway.com/en/docs/iam/concepts/#api-key" },
  { name: "Railway token", words: ["railway"], shape: uuid, source: "https://docs.railway.com/guides/public-api" },
  { name: "Vercel token", words: ["vercel"], shape: /^[A-Za-z0-9]{24}$/, source: "https://vercel.com/docs/rest-api" },
  { name: "Netlify token", words: ["netlify"], shape: /^[A-Za-z0-9_-]{43,46}$/, source: "https://docs.netlify.com/api/get-started/#authentication" },
  { name: "IBM Cloud API key", words: ["ibm", "ibmcloud", "softlayer"], shape: /^(?:[A-Za-z0-9_-]{44}|[a-f0-9]{64})$/, source: "https://cloud.ibm.com/docs/account?topic=account-userapikey" },
  { name: "Alibaba Cloud secret", words: ["alibaba", "aliyun", "alicloud", "oss"], shape: /^[A-Za-z0-9]{30}$/, source: "https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair" },
  { name: "Tencent Cloud secret key", words: ["tencent", "tencentcloud", "qcloud"], shape: /^[A-Za-z0-9]{32}$/, source: "https://www.tencentcloud.com/document/product/598/32675" },
  { name: "Qiniu secret key", words: ["qiniu"], shape: /^[A-Za-z0-9_-]{40}$/, source: "https://developer.qiniu.com/af/kb/1479/how-to-access-or-locate-the-access-key-and-secret-key" },
  { name: "Azure key", words: ["azure"], shape: /^(?:[a-f0-9]{32}|[A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=)$/, source: "https://learn.microsoft.com/en-us/azure/ai-services/authentication" },
  { name: "Consul token", words: ["consul"], shape: uuid, source: "https://developer.hashicorp.com/consul/docs/secure/acl/token" },
  { name: "Nomad token", words: ["nomad"], shape: uuid, source: "https://developer.hashicorp.com/nomad/docs/secure/acl/tokens" },
  // code and pipelines
  { name: "GitHub token", words: ["github", "gh"], shape: hex(40), source: "https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/" },
  { name: "GitLab token", words: ["gitlab"], shape: /^[A-Za-z0-9_-]{20}$/, source: "https://docs.gitlab.com/security/tokens/" },
  { name: "Gitea token", words: ["gitea", "forgejo", "codeberg"], shape: hex(40), source: "https://docs.gitea.com/development/api-usage" },
  { name: "Bitbucket secret", words: ["bitbucket"], shape: /^[A-Za-z0-9]{20,32}$/, source: "https://support.atlassian.com/bitbucket-cloud/docs/use-oauth-on-bitbucket-cloud/" },
  { name: "Atlassian token", words: ["atlassian", "jira", "confluence"], shape: /^[A-Za-z0-9]{24}$/, source: "https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/" },
  { name: "CircleCI token", words: ["circleci", "circle"], shape: hex(40), source: "https://circleci.com/docs/managing-api-tokens/" },
  { name: "Travis CI token", words: ["travis", "travisci"], shape: /^[A-Za-z0-9_-]{20,22}$/, source: "https://docs.travis-ci.com/user/triggering-builds/" },
  { name: "Drone token", words: ["drone", "droneci"], shape: /^[A-Za-z0-9]{32}$/, source: "https://docs.drone.io/api/overview/" },
  { name: "Jenkins token", words: ["jenkins"], shape: hex(32, 34), source: "https://www.jenkins.io/doc/book/system-administration/authenticating-scripted-clients/" },
  { name: "Codecov token", words: ["codecov"], shape: uuid, source: "https://docs.codecov.com/docs/codecov-tokens" },
  { name: "Coveralls token", words: ["coveralls"], shape: /^[A-Za-z0-9]{32,33}$/, source: "https://docs.coveralls.io/" },
  { name: "Code Climate token", words: ["codeclimate"], shape: hex(64), source: "https://docs.codeclimate.com/docs/finding-your-test-coverage-token" },
  { name: "Snyk token", words: ["snyk"], shape: uuid, source: "https://docs.snyk.io/snyk-api/authentication-for-api" },
  { name: "SonarQube token", words: ["sonar", "sonarqube", "sonarcloud"], shape: hex(40), source: "https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/" },
  { name: "Docker Hub token", words: ["dockerhub", "docker"], shape: uuid, source: "https://docs.docker.com/security/access-tokens/" },
  { name: "Artifactory key", words: ["artifactory", "jfrog"], shape: /^[A-Za-z0-9]{64,73}$/, source: "https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens" },
  { name: "npm token", words: ["npm"], shape: uuid, source: "https://docs.npmjs.com/about-access-tokens" },
  { name: "Sidekiq Enterprise credential", words: ["contribsys", "sidekiq"], shape: /^[a-f0-9]{8}:[a-f0-9]{8}$/, source: "https://github.com/sidekiq/sidekiq/wiki/Commercial-collaboration" },
  // observability
  { name: "Datadog key", words: ["datadog", "dd"], shape: hex(32, 40), source: "https://docs.datadoghq.com/account_management/api-app-keys/" },
  { name: "New Relic key", words: ["newrelic"], shape: /^(?:[a-f0-9]{40}|[a-f0-9]{47})$/, source: "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/" },
  { name: "Sentry token", words: ["sentry"], shape: hex(64), source: "https://docs.sentry.io/account/auth-tokens/" },
  { name: "PagerDuty key", words: ["pagerduty", "pd"], shape: /^(?:[a-f0-9]{32}|[A-Za-z0-9+_-]{20})$/, source: "https://support.pagerduty.com/main/docs/api-access-keys" },
  { name: "Opsgenie key", words: ["opsgenie"], shape: uuid, source: "https://docs.opsgenie.com/docs/api-key-management" },
  { name: "Rollbar token", words: ["rollbar"], shape: hex(32), source: "https://docs.rollbar.com/docs/access-tokens" },
  { name: "Sumo Logic key", words: ["sumologic", "sumo"], shape: /^(?:su[A-Za-z0-9]{12}|[A-Za-z0-9]{64})$/, source: "https://www.sumologic.com/help/docs/manage/security/access-keys/" },
  { name: "Splunk token", words: ["splunk", "hec"], shape: uuid, source: "https://docs.splunk.com/Documentation/Splunk/latest/Data/UsetheHTTPEventCollector" },
  { name: "Loggly token", words: ["loggly"], shape: uuid, source: "https://documentation.solarwinds.com/en/success_center/loggly/" },
  { name: "Logz.io token", words: ["logzio"], shape: /^[A-Za-z]{32}$/, source: "https://docs.logz.io/docs/user-guide/admin/authentication-tokens/" },
  { name: "Elastic API key", words: ["elastic", "elasticsearch", "kibana"], shape: /^[A-Za-z0-9+/]{40,80}={0,2}$/, source: "https://www.elastic.co/docs/deploy-manage/api-keys/elasticsearch-api-keys" },
  { name: "Mixpanel secret", words: ["mixpanel"], shape: hex(32), source: "https://developer.mixpanel.com/reference/project-secret" },
  // work and talk
  { name: "Zendesk token", words: ["zendesk"], shape: /^[A-Za-z0-9]{40}$/, source: "https://support.zendesk.com/hc/en-us/articles/4408889192858" },
  { name: "Trello key", words: ["trello"], shape: hex(32, 64), source: "https://developer.atlassian.com/cloud/trello/guides/rest-api/api-introduction/" },
  { name: "Airtable key", words: ["airtable"], shape: /^key[A-Za-z0-9]{14}$/, source: "https://support.airtable.com/docs/creating-personal-access-tokens" },
  { name: "Dropbox secret", words: ["dropbox"], shape: /^(?:[a-z0-9]{15}|[A-Za-z0-9_-]{64})$/, source: "https://www.dropbox.com/developers/reference/oauth-guide" },
  { name: "Mattermost token", words: ["mattermost"], shape: /^[a-z0-9]{26}$/, source: "https://developers.mattermost.com/integrate/reference/personal-access-token/" },
  { name: "Gitter token", words: ["gitter"], shape: hex(40), source: "https://developer.gitter.im/docs/authentication" },
  { name: "Discord secret", words: ["discord"], shape: /^[A-Za-z0-9_-]{32}$/, source: "https://discord.com/developers/docs/topics/oauth2" },
  { name: "Twitch secret", words: ["twitch"], shape: /^[a-z0-9]{30}$/, source: "https://dev.twitch.tv/docs/authentication/" },
  { name: "Spotify secret", words: ["spotify"], shape: hex(32), source: "https://developer.spotify.com/documentation/web-api/concepts/apps" },
  { name: "Facebook app secret", words: ["facebook", "fb", "meta"], shape: /^(?:[a-f0-9]{32}|[0-9]{13,17}\|[A-Za-z0-9_-]{27})$/, source: "https://developers.facebook.com/docs/facebook-login/guides/access-tokens" },
  { name: "Twitter credential", words: ["twitter"], shape: /^(?:[A-Za-z0-9]{25}|[A-Za-z0-9]{45}|[A-Za-z0-9]{50}|[0-9]{8,20}-[A-Za-z0-9]{40})$/, source: "https://docs.x.com/resources/fundamentals/authentication/oauth-1-0a/api-key-and-secret" },
  { name: "LinkedIn secret", words: ["linkedin"], shape: /^(?:[A-Za-z0-9]{16}|WPL_AP1\.[A-Za-z0-9.=]{16,40})$/, source: "https://learn.microsoft.com/en-us/linkedin/shared/authentication/authentication" },
  // identity and content
  { name: "Okta token", words: ["okta"], shape: /^00[A-Za-z0-9_-]{40}$/, source: "https://developer.okta.com/docs/guides/create-an-api-token/main/" },
  { name: "Auth0 secret", words: ["auth0"], shape: /^[A-Za-z0-9_-]{64}$/, source: "https://auth0.com/docs/get-started/applications/application-settings" },
  { name: "Algolia key", words: ["algolia"], shape: hex(32), source: "https://www.algolia.com/doc/guides/security/api-keys/" },
  { name: "Contentful token", words: ["contentful"], shape: /^[A-Za-z0-9_-]{43}$/, source: "https://www.contentful.com/developers/docs/references/authentication/" },
  { name: "Webflow token", words: ["webflow"], shape: hex(64), source: "https://developers.webflow.com/data/reference/authentication" },
  { name: "Squarespace key", words: ["squarespace"], shape: uuid, source: "https://developers.squarespace.com/commerce-apis/authentication-and-permissions" },
  { name: "Ghost admin key", words: ["ghost"], shape: /^[a-f0-9]{24}:[a-f0-9]{64}$/, source: "https://docs.ghost.org/admin-api/#token-authentication" },
  // money
  { name: "Plaid secret", words: ["plaid"], shape: hex(30), source: "https://plaid.com/docs/api/" },
  { name: "PayPal secret", words: ["paypal"], shape: /^[A-Za-z0-9_-]{80}$/, source: "https://developer.paypal.com/api/rest/authentication/" },
  { name: "Coinbase key", words: ["coinbase"], shape: /^[A-Za-z0-9_-]{64}$|^[A-Za-z0-9+/]{86}==$/, source: "https://docs.cdp.coinbase.com/get-started/authentication/overview" },
  { name: "Kraken key", words: ["kraken"], shape: /^[A-Za-z0-9+/]{56}$|^[A-Za-z0-9+/]{86}==$/, source: "https://docs.kraken.com/api/docs/guides/spot-rest-auth" },
  { name: "KuCoin key", words: ["kucoin"], shape: /^(?:[a-f0-9]{24}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/, source: "https://www.kucoin.com/docs-new/authentication" },
  { name: "Binance key", words: ["binance"], shape: /^[A-Za-z0-9]{64}$/, source: "https://developers.binance.com/docs/binance-spot-api-docs/rest-api" },
  { name: "Bittrex key", words: ["bittrex"], shape: hex(32), source: "https://bittrex.github.io/api/v3" },
  { name: "Finicity key", words: ["finicity"], shape: hex(32), source: "https://developer.mastercard.com/open-finance-us/documentation/" },
  { name: "Finnhub key", words: ["finnhub"], shape: /^[a-z0-9]{20}(?:[a-z0-9]{20})?$/, source: "https://finnhub.io/docs/api/authentication" },
  { name: "FreshBooks token", words: ["freshbooks"], shape: hex(64), source: "https://www.freshbooks.com/api/authentication" },
  { name: "Etsy key", words: ["etsy"], shape: /^[a-z0-9]{24}$/, source: "https://developers.etsy.com/documentation/essentials/authentication/" },
  // messages and mail
  { name: "Twilio auth token", words: ["twilio"], shape: hex(32), source: "https://www.twilio.com/docs/iam/api/authtoken" },
  { name: "MessageBird key", words: ["messagebird"], shape: /^[A-Za-z0-9]{25}$/, source: "https://developers.messagebird.com/api/#authentication" },
  { name: "Sendbird token", words: ["sendbird"], shape: /^(?:[a-f0-9]{40}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/, source: "https://sendbird.com/docs/chat/platform-api/v3/prepare-to-use-api" },
  { name: "Mailgun key", words: ["mailgun"], shape: /^[a-f0-9]{32}(?:-[a-f0-9]{8}-[a-f0-9]{8})?$/, source: "https://documentation.mailgun.com/docs/mailgun/user-manual/get-started/#api-keys" },
  { name: "Mailjet key", words: ["mailjet"], shape: hex(32), source: "https://dev.mailjet.com/email/guides/getting-started/" },
  { name: "SparkPost key", words: ["sparkpost"], shape: hex(40), source: "https://developers.sparkpost.com/api/#header-authentication" },
  { name: "Postmark token", words: ["postmark"], shape: uuid, source: "https://postmarkapp.com/developer/api/overview#authentication" },
  { name: "Vonage secret", words: ["vonage", "nexmo"], shape: /^[A-Za-z0-9]{16}$/, source: "https://developer.vonage.com/en/getting-started/concepts/authentication" },
  { name: "Plivo token", words: ["plivo"], shape: /^[A-Za-z0-9]{40}$/, source: "https://www.plivo.com/docs/account/api/request" },
  { name: "Beamer key", words: ["beamer"], shape: /^b_[A-Za-z0-9=_/+-]{44}$/, source: "https://www.getbeamer.com/api" },
  // data and models
  { name: "Weights & Biases key", words: ["wandb"], shape: hex(40), source: "https://docs.wandb.ai/support/find_api_key" },
  { name: "Comet key", words: ["comet"], shape: /^[A-Za-z0-9]{25}$/, source: "https://www.comet.com/docs/v2/guides/experiment-management/configure-sdk/" },
  { name: "Kaggle key", words: ["kaggle"], shape: hex(32), source: "https://www.kaggle.com/docs/api" },
  { name: "Cohere key", words: ["cohere"], shape: /^[A-Za-z0-9]{40}$/, source: "https://docs.cohere.com/reference/about" },
  { name: "Mistral key", words: ["mistral"], shape: /^[A-Za-z0-9]{32}$/, source: "https://docs.mistral.ai/api/" },
  { name: "AssemblyAI key", words: ["assemblyai"], shape: hex(32), source: "https://www.assemblyai.com/docs/api-reference/overview" },
  { name: "Deepgram key", words: ["deepgram"], shape: hex(40), source: "https://developers.deepgram.com/docs/authenticating" },
  { name: "OpenWeather key", words: ["openweather", "openweathermap", "owm"], shape: hex(32), source: "https://openweathermap.org/appid" },
  { name: "News API key", words: ["newsapi"], shape: hex(32), source: "https://newsapi.org/docs/authentication" },
  { name: "New York Times key", words: ["nytimes", "nyt"], shape: /^[A-Za-z0-9=_-]{32}$/, source: "https://developer.nytimes.com/get-started" },
  { name: "Shodan key", words: ["shodan"], shape: /^[A-Za-z0-9]{32}$/, source: "https://developer.shodan.io/api" },
  { name: "VirusTotal key", words: ["virustotal"], shape: hex(64), source: "https://docs.virustotal.com/docs/api-overview" },
  { name: "Yelp key", words: ["yelp"], shape: /^[A-Za-z0-9_-]{128}$/, source: "https://docs.developer.yelp.com/docs/places-authentication" },
  { name: "Confluent key", words: ["confluent"], shape: /^(?:[A-Z0-9]{16}|[A-Za-z0-9+/]{64})$/, source: "https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/overview.html" },
];

/** What may stand beside the provider in the name of its token; any other word says that the value is something else of the provider's. */
export const companyOfBound: ReadonlySet<string> = new Set(
  `api apis key keys token tokens secret auth authentication authorization access app application rest admin personal private service client consumer bot oauth oauth2 password passwd pass pat credential credentials cred creds bearer license licence ingest
  write server integration live prod production dev development test staging stage default my our the value x v1 v2 v3 refresh signing enterprise cloud account master root subscription cognitive openai search speech translator vision storage hec hub com
  io net bundle 1 2 3`.split(/\s+/),
);
