/** Tokens whose shape alone names their issuer: prefix, exact pattern, the variable that usually holds them, and where the shape is documented. */

export interface ProviderToken {
  /** As a person would say it, after "a": `GitHub token`. */
  readonly name: string;
  /** Literal starts; the pattern is tried only where one of them stands after a boundary. */
  readonly starts: readonly string[];
  /** Sticky, linear, with its right boundary. Group 1, where present, is the secret; else the whole match. */
  readonly shape: RegExp;
  /** Environment variable that the provider's own documentation uses. */
  readonly variable: string;
  readonly source: string;
  /** A key of the provider's test mode: never moves money or data. */
  readonly isTestMode?: boolean;
  /** The start is a word of other things as well: the rest has to be plainly random. */
  readonly isWordy?: boolean;
}

const githubFormats = "https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/";
const gitlabTokens = "https://docs.gitlab.com/security/tokens/#token-prefixes";
const slackTokens = "https://docs.slack.dev/authentication/tokens";
const stripeKeys = "https://docs.stripe.com/keys";
const vaultTokens = "https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes";
const grafanaAccounts = "https://grafana.com/docs/grafana/latest/administration/service-accounts/";
const squareTokens = "https://developer.squareup.com/docs/build-basics/access-tokens";
const newRelicKeys = "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/";
export const scanningPatterns = "https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns";

export const clouds: readonly ProviderToken[] = [
  { name: "AWS access key id", starts: ["AKIA", "ASIA", "ABIA", "ACCA"], shape: /A(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16}(?![A-Za-z0-9_])/y, variable: "AWS_ACCESS_KEY_ID", source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes" },
  { name: "Amazon Bedrock API key", starts: ["ABSKQmVkcm9ja0FQSUtleS"], shape: /ABSKQmVkcm9ja0FQSUtleS[A-Za-z0-9+/]{80,250}={0,2}(?![A-Za-z0-9+/=])/y, variable: "AWS_BEARER_TOKEN_BEDROCK", source: "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html" },
  { name: "Amazon MWS token", starts: ["amzn.mws."], shape: /amzn\.mws\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![A-Za-z0-9])/y, variable: "MWS_AUTH_TOKEN", source: scanningPatterns },
  { name: "Google API key", starts: ["AIza"], shape: /AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/y, variable: "GOOGLE_API_KEY", source: "https://cloud.google.com/docs/authentication/api-keys" },
  { name: "Google OAuth client secret", starts: ["GOCSPX-"], shape: /GOCSPX-[A-Za-z0-9_-]{28}(?![A-Za-z0-9_-])/y, variable: "GOOGLE_CLIENT_SECRET", source: "https://developers.google.com/identity/protocols/oauth2" },
  { name: "Google OAuth access token", starts: ["ya29."], shape: /ya29\.[A-Za-z0-9_-]{30,300}(?![A-Za-z0-9_-])/y, variable: "GOOGLE_ACCESS_TOKEN", source: "https://developers.google.com/identity/protocols/oauth2" },
  { name: "Google OAuth refresh token", starts: ["1//0"], shape: /1\/\/0[A-Za-z0-9_-]{40,120}(?![A-Za-z0-9_-])/y, variable: "GOOGLE_REFRESH_TOKEN", source: "https://developers.google.com/identity/protocols/oauth2" },
  { name: "Azure storage account key", starts: ["AccountKey="], shape: /AccountKey=([A-Za-z0-9+/]{86}==)/y, variable: "AZURE_STORAGE_KEY", source: "https://learn.microsoft.com/en-us/azure/storage/common/storage-configure-connection-string" },
  { name: "Azure shared access key", starts: ["SharedAccessKey="], shape: /SharedAccessKey=([A-Za-z0-9+/]{43}=)(?![A-Za-z0-9+/=])/y, variable: "AZURE_CONNECTION_STRING", source: "https://learn.microsoft.com/en-us/azure/service-bus-messaging/service-bus-sas" },
  { name: "Azure shared access signature", starts: ["sig="], shape: /sig=([A-Za-z0-9%]{43,63}%3[dD])(?![A-Za-z0-9%])/y, variable: "AZURE_SAS_TOKEN", source: "https://learn.microsoft.com/en-us/rest/api/storageservices/create-service-sas" },
  { name: "DigitalOcean token", starts: ["dop_v1_", "doo_v1_", "dor_v1_"], shape: /do[opr]_v1_[a-f0-9]{64}(?![A-Za-z0-9])/y, variable: "DIGITALOCEAN_ACCESS_TOKEN", source: "https://docs.digitalocean.com/reference/api/create-personal-access-token/" },
  { name: "DigitalOcean Spaces key id", starts: ["DO00"], shape: /DO00[A-Z0-9]{16}(?![A-Za-z0-9])/y, variable: "SPACES_ACCESS_KEY_ID", source: scanningPatterns },
  { name: "Alibaba Cloud access key id", starts: ["LTAI"], shape: /LTAI[A-Za-z0-9]{20}(?![A-Za-z0-9])/y, variable: "ALIBABA_CLOUD_ACCESS_KEY_ID", source: scanningPatterns },
  { name: "Tencent Cloud secret id", starts: ["AKID"], shape: /AKID[A-Za-z0-9]{32}(?![A-Za-z0-9])/y, variable: "TENCENTCLOUD_SECRET_ID", source: scanningPatterns },
  { name: "Cloudflare origin CA key", starts: ["v1.0-"], shape: /v1\.0-[a-f0-9]{24}-[a-f0-9]{146}(?![A-Za-z0-9])/y, variable: "CLOUDFLARE_ORIGIN_CA_KEY", source: "https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/" },
  { name: "Cloudflare API token", starts: ["cfk_", "cfut_", "cfat_"], shape: /cf(?:k|ut|at)_[A-Za-z0-9]{40}[0-9a-f]{8}(?![A-Za-z0-9])/y, variable: "CLOUDFLARE_API_TOKEN", source: "https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/" },
  { name: "Fly.io token", starts: ["fo1_", "fm1a_", "fm1r_", "fm2_"], shape: /(?:fo1_[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])|fm(?:1[ar]|2)_[A-Za-z0-9+/]{100,600}={0,3}(?![A-Za-z0-9+/=]))/y, variable: "FLY_API_TOKEN", source: "https://fly.io/docs/security/tokens/" },
  { name: "Heroku API key", starts: ["HRKU-"], shape: /HRKU-(?:AA[A-Za-z0-9_-]{58}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![A-Za-z0-9_-])/y, variable: "HEROKU_API_KEY", source: "https://devcenter.heroku.com/articles/authentication" },
  { name: "Vercel token", starts: ["vcp_", "vci_", "vca_", "vcr_", "vck_"], shape: /vc[piark]_[A-Za-z0-9]{20,60}(?![A-Za-z0-9])/y, variable: "VERCEL_TOKEN", source: "https://vercel.com/docs/rest-api" },
  { name: "Vault token", starts: ["hvs.", "hvb.", "hvr."], shape: /hv[sbr]\.[A-Za-z0-9_-]{24,300}(?![A-Za-z0-9_-])/y, variable: "VAULT_TOKEN", source: vaultTokens },
  { name: "Vault token", starts: ["s."], shape: /s\.(?=[A-Za-z]{0,23}[0-9])(?=[A-Z0-9]{0,23}[a-z])[A-Za-z0-9]{24}(?![A-Za-z0-9_.(-])/y, variable: "VAULT_TOKEN", source: vaultTokens },
  { name: "Pulumi token", starts: ["pul-"], shape: /pul-[a-f0-9]{40}(?![A-Za-z0-9])/y, variable: "PULUMI_ACCESS_TOKEN", source: "https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/" },
  { name: "Doppler token", starts: ["dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit."], shape: /dp\.(?:pt|ct|sa|scim|audit|st(?:\.[a-z0-9_-]{2,35})?)\.[A-Za-z0-9]{40,44}(?![A-Za-z0-9])/y, variable: "DOPPLER_TOKEN", source: "https://docs.doppler.com/reference/auth-token-formats" },
  { name: "1Password service account token", starts: ["ops_ey"], shape: /ops_ey[A-Za-z0-9+/_-]{100,1280}={0,2}(?![A-Za-z0-9+/=_-])/y, variable: "OP_SERVICE_ACCOUNT_TOKEN", source: "https://developer.1password.com/docs/service-accounts/security/" },
  { name: "Tailscale key", starts: ["tskey-"], shape: /tskey-[a-z]{2,20}-[0-9A-Za-z_]{8,40}-[0-9A-Za-z_]{16,60}(?![0-9A-Za-z_])/y, variable: "TS_AUTHKEY", source: "https://tailscale.com/kb/1277/key-prefixes" },
  { name: "AWS session token", starts: ["IQoJb3JpZ2lu", "FwoGZXIvYXdz", "FQoGZXIvYXdz"], shape: /(?:IQoJb3JpZ2lu|F[wQ]oGZXIvYXdz)[A-Za-z0-9+/]{100,2000}={0,2}(?![A-Za-z0-9+/=])/y, variable: "AWS_SESSION_TOKEN", source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_use-resources.html" },
  { name: "Amazon Bedrock API key", starts: ["bedrock-api-key-"], shape: /bedrock-api-key-[A-Za-z0-9+/]{40,2000}={0,2}(?![A-Za-z0-9+/=])/y, variable: "AWS_BEARER_TOKEN_BEDROCK", source: "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html" },
  { name: "Google Cloud HMAC key id", starts: ["GOOG"], shape: /GOOG(?:1E[A-Z0-9]{55}|[A-Z0-9]{20})(?![A-Za-z0-9])/y, variable: "GOOGLE_HMAC_KEY", source: "https://cloud.google.com/storage/docs/authentication/hmackeys" },
  { name: "Google Chat webhook", starts: ["chat.googleapis.com/v1/spaces/"], shape: /chat\.googleapis\.com\/v1\/spaces\/[A-Za-z0-9_-]{5,20}\/messages\?key=[A-Za-z0-9_-]{20,60}&(?:amp;)?token=([A-Za-z0-9_%-]{40,60})(?![A-Za-z0-9_%-])/y, variable: "GOOGLE_CHAT_WEBHOOK_URL", source: "https://developers.google.com/workspace/chat/quickstart/webhooks" },
  { name: "Azure Logic Apps webhook", starts: ["logic.azure.com"], shape: /logic\.azure\.com(?::443)?\/workflows\/[a-f0-9]{32}\/triggers\/[^\s"'<>]{1,300}&(?:amp;)?sig=([A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])/y, variable: "WEBHOOK_URL", source: "https://learn.microsoft.com/en-us/azure/logic-apps/logic-apps-securing-a-logic-app" },
  { name: "Netlify token", starts: ["nfp_", "nfc_", "nfo_", "nfu_", "nfb_"], shape: /nf[pcoub]_[A-Za-z0-9]{36,40}(?![A-Za-z0-9_])/y, variable: "NETLIFY_AUTH_TOKEN", source: "https://docs.netlify.com/api/get-started/#authentication" },
  { name: "Render API key", starts: ["rnd_"], shape: /rnd_[A-Za-z0-9]{28,40}(?![A-Za-z0-9_])/y, variable: "RENDER_API_KEY", source: "https://render.com/docs/api", isWordy: true },
  { name: "Scalingo token", starts: ["tk-us-"], shape: /tk-us-[A-Za-z0-9_-]{48}(?![A-Za-z0-9_-])/y, variable: "SCALINGO_API_TOKEN", source: "https://developers.scalingo.com/tokens" },
  { name: "Scaleway access key", starts: ["SCW"], shape: /SCW[A-Z0-9]{17}(?![A-Za-z0-9_])/y, variable: "SCW_ACCESS_KEY", source: "https://www.scaleway.com/en/docs/iam/concepts/#api-key" },
  { name: "Yandex Cloud token", starts: ["t1.", "AQVN", "y0_", "YC"], shape: /(?:t1\.[A-Za-z0-9_-]{40,400}={0,2}\.[A-Za-z0-9_-]{86}={0,2}|AQVN[A-Za-z0-9_-]{35,38}|y0_[A-Za-z0-9_-]{50,70}|YC[A-Za-z0-9_-]{38})(?![A-Za-z0-9_+/=-])/y, variable: "YC_TOKEN", source: "https://yandex.cloud/en/docs/iam/concepts/authorization/iam-token" },
  { name: "Volcengine access key id", starts: ["AKLT"], shape: /AKLT[A-Za-z0-9_-]{40,64}(?![A-Za-z0-9_-])/y, variable: "VOLC_ACCESSKEY", source: scanningPatterns },
  { name: "Backblaze application key", starts: ["K00"], shape: /K00[0-9][A-Za-z0-9/+]{27}(?![A-Za-z0-9/+=])/y, variable: "B2_APPLICATION_KEY", source: "https://www.backblaze.com/docs/cloud-storage-application-keys" },
  { name: "Aiven password", starts: ["AVNS_"], shape: /AVNS_[A-Za-z0-9_-]{15,30}(?![A-Za-z0-9_-])/y, variable: "DB_PASSWORD", source: scanningPatterns },
  { name: "Neon API key", starts: ["napi_"], shape: /napi_[a-z0-9]{60,70}(?![A-Za-z0-9])/y, variable: "NEON_API_KEY", source: "https://neon.com/docs/manage/api-keys" },
  { name: "Xata API key", starts: ["xau_"], shape: /xau_[A-Za-z0-9]{40,60}(?![A-Za-z0-9])/y, variable: "XATA_API_KEY", source: "https://xata.io/docs/platform/api-keys" },
  { name: "MongoDB Atlas client secret", starts: ["mdb_sa_sk_"], shape: /mdb_sa_sk_[A-Za-z0-9_-]{40,60}(?![A-Za-z0-9_-])/y, variable: "MONGODB_ATLAS_CLIENT_SECRET", source: "https://www.mongodb.com/docs/atlas/api/service-accounts-overview/" },
  { name: "Elastic Cloud key", starts: ["essu_"], shape: /essu_[A-Za-z0-9+/_-]{40,200}={0,2}(?![A-Za-z0-9+/=_-])/y, variable: "EC_API_KEY", source: "https://www.elastic.co/docs/deploy-manage/api-keys/elastic-cloud-api-keys" },
  { name: "Confluent Cloud secret", starts: ["cflt"], shape: /cflt[A-Za-z0-9+/]{60}(?![A-Za-z0-9+/=])/y, variable: "CONFLUENT_CLOUD_API_SECRET", source: "https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/overview.html" },
  { name: "Infisical service token", starts: ["st."], shape: /st\.[a-f0-9]{24}\.[a-f0-9]{32}\.[a-f0-9]{32}(?![A-Za-z0-9])/y, variable: "INFISICAL_TOKEN", source: "https://infisical.com/docs/documentation/platform/token" },
  { name: "1Password secret key", starts: ["A3-"], shape: /A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}(?![A-Za-z0-9-])/y, variable: "OP_SECRET_KEY", source: "https://support.1password.com/secret-key/" },
  { name: "Bitwarden access token", starts: ["0."], shape: /0\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[A-Za-z0-9]{30}:[A-Za-z0-9+/]{22}==/y, variable: "BWS_ACCESS_TOKEN", source: "https://bitwarden.com/help/access-tokens/" },
  { name: "OpenShift token", starts: ["sha256~"], shape: /sha256~[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/y, variable: "OPENSHIFT_TOKEN", source: "https://docs.redhat.com/en/documentation/openshift_container_platform/" },
  { name: "ClickHouse Cloud secret", starts: ["4b1d"], shape: /4b1d[A-Za-z0-9]{38}(?![A-Za-z0-9])/y, variable: "CLICKHOUSE_CLOUD_SECRET", source: "https://clickhouse.com/docs/cloud/manage/openapi" },
  { name: "Defined Networking token", starts: ["dnkey-"], shape: /dnkey-[A-Za-z0-9=_-]{26}-[A-Za-z0-9=_-]{52}(?![A-Za-z0-9_-])/y, variable: "DN_API_KEY", source: "https://docs.defined.net/api/defined-networking-api/" },
  { name: "Octopus Deploy key", starts: ["API-"], shape: /API-[A-Z0-9]{25,36}(?![A-Za-z0-9])/y, variable: "OCTOPUS_API_KEY", source: "https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key", isWordy: true },
  { name: "RunPod key", starts: ["rpa_"], shape: /rpa_[A-Z0-9]{40,50}[a-z0-9]{0,8}(?![A-Za-z0-9])/y, variable: "RUNPOD_API_KEY", source: "https://docs.runpod.io/get-started/api-keys" },
  { name: "Vercel Blob token", starts: ["vercel_blob_rw_"], shape: /vercel_blob_rw_[A-Za-z0-9]{12,24}_[A-Za-z0-9]{24,36}(?![A-Za-z0-9])/y, variable: "BLOB_READ_WRITE_TOKEN", source: "https://vercel.com/docs/vercel-blob" },
  { name: "Convex deploy key", starts: ["prod:", "preview:", "dev:"], shape: /(?:prod|preview|dev):[a-z0-9:-]{4,60}\|[A-Za-z0-9=_-]{50,300}(?![A-Za-z0-9_-])/y, variable: "CONVEX_DEPLOY_KEY", source: "https://docs.convex.dev/production/hosting/" },
  { name: "Fauna secret", starts: ["fnA"], shape: /fnA[A-Za-z0-9_-]{37}(?![A-Za-z0-9_-])/y, variable: "FAUNA_SECRET", source: "https://docs.fauna.com/fauna/current/learn/security/keys/", isWordy: true },
  { name: "Ory token", starts: ["ory_pat_", "ory_at_", "ory_rt_", "ory_wak_", "ory_apikey_"], shape: /ory_(?:pat|at|rt|wak|apikey)_[A-Za-z0-9_.-]{32,200}(?![A-Za-z0-9_-])/y, variable: "ORY_API_KEY", source: "https://www.ory.com/docs/concepts/personal-access-token" },
  { name: "LocalStack token", starts: ["ls-"], shape: /ls-[A-Za-z0-9]{8}-(?:[A-Za-z0-9]{4}-){3}[A-Za-z0-9]{12}(?![A-Za-z0-9])/y, variable: "LOCALSTACK_AUTH_TOKEN", source: "https://docs.localstack.cloud/aws/getting-started/auth-token/", isWordy: true },
  { name: "Authress access key", starts: ["sc_", "ext_", "scauth_", "authress_"], shape: /(?:sc|ext|scauth|authress)_[A-Za-z0-9]{5,30}\.[A-Za-z0-9]{4,6}\.acc[_-][A-Za-z0-9-]{10,32}\.[A-Za-z0-9+\/_=-]{30,120}(?![A-Za-z0-9])/y, variable: "AUTHRESS_ACCESS_KEY", source: "https://authress.io/knowledge-base/docs/authorization/service-clients/" },
];

export const forges: readonly ProviderToken[] = [
  { name: "GitHub token", starts: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], shape: /gh[pousr]_[A-Za-z0-9]{36}(?![A-Za-z0-9_])/y, variable: "GITHUB_TOKEN", source: githubFormats },
  { name: "GitHub refresh token", starts: ["ghr_"], shape: /ghr_[A-Za-z0-9]{76}(?![A-Za-z0-9_])/y, variable: "GITHUB_TOKEN", source: githubFormats },
  { name: "GitHub fine-grained token", starts: ["github_pat_"], shape: /github_pat_[A-Za-z0-9_]{82}(?![A-Za-z0-9_])/y, variable: "GITHUB_TOKEN", source: githubFormats },
  { name: "GitHub installation token", starts: ["ghs_"], shape: /ghs_[0-9]{1,20}_[A-Za-z0-9_-]{10,1000}\.[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,1000}(?![A-Za-z0-9_-])/y, variable: "GITHUB_TOKEN", source: "https://github.blog/changelog/" },
  { name: "GitLab token", starts: ["glpat-", "gldt-", "glft-", "glrt-", "glrtr-", "glffct-", "glcbt-", "glwt-"], shape: /gl(?:(?:pat|dt|ft|rtr?|ffct|wt)-(?:t[0-9]_)?[A-Za-z0-9_-]{20}|cbt-(?:[0-9A-Za-z]{1,5}_)?[A-Za-z0-9_-]{20}|(?:pat|dt|rtr?|wt)-(?:t[0-9]_)?[A-Za-z0-9_-]{27,300}\.[0-9a-z]{2}\.?[0-9a-z]{7,9})(?![A-Za-z0-9_-])/y, variable: "GITLAB_TOKEN", source: gitlabTokens },
  { name: "GitLab token", starts: ["glsoat-", "glptt-", "glimt-", "glagent-", "gloas-"], shape: /gl(?:soat-[A-Za-z0-9_-]{20,50}|ptt-[A-Za-z0-9_-]{40}|imt-[A-Za-z0-9_-]{25}|agent-[A-Za-z0-9_-]{50,1024}|oas-[A-Za-z0-9_-]{64})(?![A-Za-z0-9_-])/y, variable: "GITLAB_TOKEN", source: gitlabTokens },
  { name: "GitLab runner registration token", starts: ["GR1348941"], shape: /GR1348941[A-Za-z0-9_-]{20,50}(?![A-Za-z0-9_-])/y, variable: "GITLAB_RUNNER_TOKEN", source: gitlabTokens },
  { name: "Bitbucket token", starts: ["ATBB", "ATCTT3"], shape: /AT(?:BB[A-Za-z0-9]{32}|CTT3[A-Za-z0-9_=-]{150,300})(?![A-Za-z0-9_=-])/y, variable: "BITBUCKET_TOKEN", source: "https://support.atlassian.com/bitbucket-cloud/docs/access-tokens/" },
  { name: "Atlassian API token", starts: ["ATATT3"], shape: /ATATT3[A-Za-z0-9_=-]{100,300}(?![A-Za-z0-9_=-])/y, variable: "ATLASSIAN_API_TOKEN", source: "https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/" },
  { name: "npm token", starts: ["npm_"], shape: /npm_[A-Za-z0-9]{36}(?![A-Za-z0-9_])/y, variable: "NPM_TOKEN", source: "https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/" },
  { name: "PyPI token", starts: ["pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw"], shape: /pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)[A-Za-z0-9_-]{64,1000}(?![A-Za-z0-9_-])/y, variable: "TWINE_PASSWORD", source: "https://warehouse.pypa.io/development/token-scanning.html" },
  { name: "RubyGems key", starts: ["rubygems_"], shape: /rubygems_[a-f0-9]{48}(?![A-Za-z0-9])/y, variable: "GEM_HOST_API_KEY", source: "https://guides.rubygems.org/api-key-scopes/" },
  { name: "crates.io token", starts: ["cio"], shape: /cio[A-Za-z0-9]{32}(?![A-Za-z0-9])/y, variable: "CARGO_REGISTRY_TOKEN", source: scanningPatterns },
  { name: "NuGet key", starts: ["oy2"], shape: /oy2[a-z0-9]{43}(?![A-Za-z0-9])/y, variable: "NUGET_API_KEY", source: scanningPatterns },
  { name: "Clojars token", starts: ["CLOJARS_"], shape: /CLOJARS_[a-z0-9]{60}(?![A-Za-z0-9])/y, variable: "CLOJARS_PASSWORD", source: scanningPatterns },
  { name: "Docker Hub token", starts: ["dckr_pat_", "dckr_oat_"], shape: /dckr_[po]at_[A-Za-z0-9_-]{27,32}(?![A-Za-z0-9_-])/y, variable: "DOCKER_TOKEN", source: "https://docs.docker.com/security/access-tokens/" },
  { name: "Artifactory token", starts: ["AKCp"], shape: /AKCp[A-Za-z0-9]{69}(?![A-Za-z0-9])/y, variable: "ARTIFACTORY_TOKEN", source: scanningPatterns },
  { name: "Artifactory reference token", starts: ["cmVmdGtu"], shape: /cmVmdGtu[A-Za-z0-9]{56}(?![A-Za-z0-9])/y, variable: "ARTIFACTORY_TOKEN", source: scanningPatterns },
  { name: "SonarQube token", starts: ["squ_", "sqp_", "sqa_"], shape: /sq[upa]_[a-f0-9]{40}(?![A-Za-z0-9])/y, variable: "SONAR_TOKEN", source: "https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/" },
  { name: "Buildkite token", starts: ["bkua_"], shape: /bkua_[a-f0-9]{40}(?![A-Za-z0-9])/y, variable: "BUILDKITE_API_TOKEN", source: "https://buildkite.com/docs/apis/managing-api-tokens" },
  { name: "CircleCI token", starts: ["CCIPAT_", "CCIPRJ_"], shape: /CCIP(?:AT|RJ)_[A-Za-z0-9]{20,24}_[a-f0-9]{40}(?![A-Za-z0-9])/y, variable: "CIRCLE_TOKEN", source: "https://circleci.com/docs/managing-api-tokens/" },
  { name: "GitHub App installation token", starts: ["v1."], shape: /v1\.[0-9a-f]{40}(?![A-Za-z0-9])/y, variable: "GITHUB_TOKEN", source: githubFormats },
  { name: "Packagist token", starts: ["packagist_"], shape: /packagist_[a-z]{3}_[a-f0-9]{40,100}(?![A-Za-z0-9])/y, variable: "PACKAGIST_API_TOKEN", source: "https://packagist.com/docs/api-authentication" },
  { name: "JSR token", starts: ["jsrp_", "jsrd_"], shape: /jsr[pd]_[A-Za-z0-9]{40,60}(?![A-Za-z0-9])/y, variable: "JSR_TOKEN", source: "https://jsr.io/docs/api" },
  { name: "Deno Deploy token", starts: ["ddp_", "ddo_", "ddw_"], shape: /dd[pow]_[A-Za-z0-9]{36,40}(?![A-Za-z0-9])/y, variable: "DENO_DEPLOY_TOKEN", source: "https://docs.deno.com/deploy/manual/deployctl/" },
  { name: "Sourcegraph token", starts: ["sgp_"], shape: /sgp_(?:(?:[a-f0-9]{16}|local)_)?[a-f0-9]{40}(?![A-Za-z0-9])/y, variable: "SRC_ACCESS_TOKEN", source: "https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token" },
  { name: "Snyk token", starts: ["snyk_uat.", "snyk_sat."], shape: /snyk_[us]at\.[a-f0-9]{8}\.[A-Za-z0-9_.-]{40,200}(?![A-Za-z0-9_-])/y, variable: "SNYK_TOKEN", source: "https://docs.snyk.io/snyk-api/authentication-for-api" },
  { name: "Harness token", starts: ["pat.", "sat."], shape: /[ps]at\.[A-Za-z0-9_-]{22}\.[a-f0-9]{24}\.[A-Za-z0-9]{20}(?![A-Za-z0-9])/y, variable: "HARNESS_API_KEY", source: "https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys/" },
  { name: "Chromatic token", starts: ["chpt_"], shape: /chpt_[a-f0-9]{12,16}(?![A-Za-z0-9])/y, variable: "CHROMATIC_PROJECT_TOKEN", source: "https://www.chromatic.com/docs/setup/" },
  { name: "Infracost key", starts: ["ico-"], shape: /ico-[A-Za-z0-9]{32}(?![A-Za-z0-9])/y, variable: "INFRACOST_API_KEY", source: "https://www.infracost.io/docs/features/environment_variables/" },
  { name: "Prefect service key", starts: ["pnb_"], shape: /pnb_[A-Za-z0-9]{36}(?![A-Za-z0-9])/y, variable: "PREFECT_API_KEY", source: "https://docs.prefect.io/v3/manage/cloud/manage-users/api-keys" },
  { name: "Endor Labs key", starts: ["endr+"], shape: /endr\+[A-Za-z0-9+\/=_-]{16,64}(?![A-Za-z0-9])/y, variable: "ENDOR_API_CREDENTIALS_KEY", source: "https://docs.endorlabs.com/" },
  { name: "StackHawk key", starts: ["hawk."], shape: /hawk\.[A-Za-z0-9_-]{20}\.[A-Za-z0-9_-]{20}(?![A-Za-z0-9_-])/y, variable: "HAWK_API_KEY", source: "https://docs.stackhawk.com/hawkscan/configuration/" },
  { name: "WakaTime key", starts: ["waka_"], shape: /waka_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![A-Za-z0-9])/y, variable: "WAKATIME_API_KEY", source: "https://wakatime.com/developers" },
  { name: "JFrog access token", starts: ["eyJ2ZXIiOiIyIiwidHlwIjoiSldUI"], shape: /eyJ2ZXIiOiIyIiwidHlwIjoiSldUI[A-Za-z0-9_-]{20,300}\.[A-Za-z0-9_-]{20,2000}\.[A-Za-z0-9_-]{20,1000}(?![A-Za-z0-9_-])/y, variable: "JF_ACCESS_TOKEN", source: "https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens" },
  { name: "GitBook token", starts: ["gb_api_"], shape: /gb_api_[A-Za-z0-9]{32,64}(?![A-Za-z0-9])/y, variable: "GITBOOK_TOKEN", source: "https://developer.gitbook.com/gitbook-api/authentication" },
];

export const models: readonly ProviderToken[] = [
  { name: "OpenAI key", starts: ["sk-"], shape: /sk-(?:(?:proj|svcacct|admin|service|None)-[A-Za-z0-9_-]{20,100}T3BlbkFJ[A-Za-z0-9_-]{20,100}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20})(?![A-Za-z0-9_-])/y, variable: "OPENAI_API_KEY", source: "https://platform.openai.com/docs/api-reference/authentication" },
  { name: "Anthropic key", starts: ["sk-ant-"], shape: /sk-ant-(?:api|admin|oat|ort)[0-9]{2}-[A-Za-z0-9_-]{80,130}(?![A-Za-z0-9_-])/y, variable: "ANTHROPIC_API_KEY", source: "https://docs.anthropic.com/en/api/admin-api/apikeys/get-api-key" },
  { name: "OpenRouter key", starts: ["sk-or-v1-"], shape: /sk-or-v1-[a-f0-9]{64}(?![A-Za-z0-9])/y, variable: "OPENROUTER_API_KEY", source: "https://openrouter.ai/docs/api-reference/authentication" },
  { name: "LangSmith key", starts: ["lsv2_pt_", "lsv2_sk_"], shape: /lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}(?![A-Za-z0-9])/y, variable: "LANGSMITH_API_KEY", source: "https://docs.smith.langchain.com/administration/how_to_guides/organization_management/create_account_api_key" },
  { name: "Langfuse secret key", starts: ["sk-lf-"], shape: /sk-lf-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![A-Za-z0-9])/y, variable: "LANGFUSE_SECRET_KEY", source: "https://langfuse.com/docs/api" },
  { name: "secret key of an AI service", starts: ["sk-"], shape: /sk-[A-Za-z0-9]{32}(?:[A-Za-z0-9]{16})?(?![A-Za-z0-9_-])/y, variable: "API_KEY", source: "https://api-docs.deepseek.com/" },
  { name: "Hugging Face token", starts: ["hf_", "api_org_"], shape: /(?:hf_|api_org_)[A-Za-z0-9]{34}(?![A-Za-z0-9])/y, variable: "HF_TOKEN", source: "https://huggingface.co/docs/hub/security-tokens" },
  { name: "Replicate token", starts: ["r8_"], shape: /r8_[A-Za-z0-9]{37}(?![A-Za-z0-9])/y, variable: "REPLICATE_API_TOKEN", source: "https://replicate.com/docs/topics/security/api-tokens" },
  { name: "Groq key", starts: ["gsk_"], shape: /gsk_[A-Za-z0-9]{52}(?![A-Za-z0-9])/y, variable: "GROQ_API_KEY", source: "https://console.groq.com/docs/quickstart" },
  { name: "Perplexity key", starts: ["pplx-"], shape: /pplx-[A-Za-z0-9]{48}(?![A-Za-z0-9])/y, variable: "PPLX_API_KEY", source: "https://docs.perplexity.ai/guides/getting-started" },
  { name: "xAI key", starts: ["xai-"], shape: /xai-[A-Za-z0-9]{80}(?![A-Za-z0-9])/y, variable: "XAI_API_KEY", source: "https://docs.x.ai/docs/tutorial" },
  { name: "NVIDIA API key", starts: ["nvapi-"], shape: /nvapi-[A-Za-z0-9_-]{60,70}(?![A-Za-z0-9_-])/y, variable: "NVIDIA_API_KEY", source: "https://docs.api.nvidia.com/" },
  { name: "Pinecone key", starts: ["pcsk_"], shape: /pcsk_[A-Za-z0-9]{4,8}_[A-Za-z0-9]{60,70}(?![A-Za-z0-9])/y, variable: "PINECONE_API_KEY", source: "https://docs.pinecone.io/guides/projects/manage-api-keys" },
  { name: "Databricks token", starts: ["dapi"], shape: /dapi(?:[a-f0-9]{32}|[A-F0-9]{32})(?:-[0-9])?(?![A-Za-z0-9])/y, variable: "DATABRICKS_TOKEN", source: "https://docs.databricks.com/aws/en/dev-tools/auth/pat" },
  { name: "Weights & Biases key", starts: ["wandb_v1_"], shape: /wandb_v1_[A-Za-z0-9_-]{60,90}(?![A-Za-z0-9_-])/y, variable: "WANDB_API_KEY", source: "https://docs.wandb.ai/support/find_api_key" },
  { name: "Tavily key", starts: ["tvly-"], shape: /tvly-(?:dev-|prod-)?[A-Za-z0-9]{32}(?![A-Za-z0-9])/y, variable: "TAVILY_API_KEY", source: "https://docs.tavily.com/documentation/quickstart" },
  { name: "Google AI key", starts: ["AQ.Ab"], shape: /AQ\.Ab[A-Za-z0-9_-]{45,60}(?![A-Za-z0-9_-])/y, variable: "GOOGLE_API_KEY", source: "https://cloud.google.com/vertex-ai/generative-ai/docs/start/api-keys" },
  { name: "ElevenLabs key", starts: ["sk_"], shape: /sk_[a-f0-9]{48}(?![A-Za-z0-9_])/y, variable: "ELEVENLABS_API_KEY", source: "https://elevenlabs.io/docs/api-reference/authentication" },
  { name: "Together key", starts: ["tgp_v1_"], shape: /tgp_v1_[A-Za-z0-9_-]{40,60}(?![A-Za-z0-9_-])/y, variable: "TOGETHER_API_KEY", source: "https://docs.together.ai/docs/quickstart" },
  { name: "Fireworks key", starts: ["fw_"], shape: /fw_[A-Za-z0-9]{22,24}(?![A-Za-z0-9_])/y, variable: "FIREWORKS_API_KEY", source: "https://docs.fireworks.ai/getting-started/quickstart" },
  { name: "Voyage key", starts: ["pa-"], shape: /pa-[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/y, variable: "VOYAGE_API_KEY", source: "https://docs.voyageai.com/docs/api-key-and-installation" },
  { name: "Jina key", starts: ["jina_"], shape: /jina_[a-f0-9]{32}[A-Za-z0-9_-]{28}(?![A-Za-z0-9_-])/y, variable: "JINA_API_KEY", source: "https://jina.ai/embeddings/" },
  { name: "Cerebras key", starts: ["csk-"], shape: /csk-[a-z0-9]{48}(?![A-Za-z0-9])/y, variable: "CEREBRAS_API_KEY", source: "https://inference-docs.cerebras.ai/quickstart" },
  { name: "Friendli token", starts: ["flp_"], shape: /flp_[A-Za-z0-9]{40,52}(?![A-Za-z0-9])/y, variable: "FRIENDLI_TOKEN", source: "https://friendli.ai/docs/guides/personal_access_tokens" },
  { name: "Firecrawl key", starts: ["fc-"], shape: /fc-[a-f0-9]{32}(?![A-Za-z0-9])/y, variable: "FIRECRAWL_API_KEY", source: "https://docs.firecrawl.dev/introduction" },
  { name: "E2B key", starts: ["e2b_"], shape: /e2b_[a-f0-9]{40}(?![A-Za-z0-9])/y, variable: "E2B_API_KEY", source: "https://e2b.dev/docs/quickstart" },
  { name: "Apify token", starts: ["apify_api_"], shape: /apify_api_[A-Za-z0-9]{34,40}(?![A-Za-z0-9])/y, variable: "APIFY_TOKEN", source: "https://docs.apify.com/platform/integrations/api" },
  { name: "Kaggle token", starts: ["KGAT_"], shape: /KGAT_[a-f0-9]{32}(?![A-Za-z0-9])/y, variable: "KAGGLE_API_TOKEN", source: "https://www.kaggle.com/docs/api" },
  { name: "Neptune token", starts: ["eyJhcGlfYWRkcmVzcyI6"], shape: /eyJhcGlfYWRkcmVzcyI6[A-Za-z0-9+/]{60,600}={0,2}(?![A-Za-z0-9+/=])/y, variable: "NEPTUNE_API_TOKEN", source: "https://docs.neptune.ai/setup/setting_api_token/" },
  { name: "Databricks OAuth secret", starts: ["dose"], shape: /dose[a-f0-9]{32}(?![A-Za-z0-9])/y, variable: "DATABRICKS_CLIENT_SECRET", source: "https://docs.databricks.com/aws/en/dev-tools/auth/oauth-m2m" },
  { name: "Helicone key", starts: ["sk-helicone-"], shape: /sk-helicone-[a-z0-9]{7}-[a-z0-9]{7}-[a-z0-9]{7}-[a-z0-9]{7}(?![A-Za-z0-9])/y, variable: "HELICONE_API_KEY", source: "https://docs.helicone.ai/helicone-headers/helicone-auth" },
  { name: "LangSmith key", starts: ["ls__"], shape: /ls__[a-f0-9]{32}(?![A-Za-z0-9])/y, variable: "LANGCHAIN_API_KEY", source: "https://docs.smith.langchain.com/administration/how_to_guides/organization_management/create_account_api_key" },
  { name: "Chroma Cloud key", starts: ["ck-"], shape: /ck-[A-Za-z0-9]{44}(?![A-Za-z0-9])/y, variable: "CHROMA_API_KEY", source: "https://docs.trychroma.com/cloud/getting-started", isWordy: true },
  { name: "Anyscale key", starts: ["esecret_"], shape: /esecret_[A-Za-z0-9]{24,40}(?![A-Za-z0-9])/y, variable: "ANYSCALE_API_KEY", source: "https://docs.anyscale.com/" },
  { name: "Databricks key", starts: ["dkea", "dsapi"], shape: /d(?:kea|sapi)[a-f0-9]{32}(?![A-Za-z0-9])/y, variable: "DATABRICKS_TOKEN", source: scanningPatterns },
];

export const services: readonly ProviderToken[] = [
  { name: "Slack token", starts: ["xoxb-", "xoxp-", "xoxa-", "xoxo-", "xoxr-", "xoxs-", "xoxe-", "xoxe.", "xoxc-", "xoxd-"], shape: /xox(?:[abcdeoprs]-|e\.xox[bp]-)(?=[A-Za-z0-9-]{0,20}[0-9])[A-Za-z0-9-]{20,300}(?![A-Za-z0-9])/y, variable: "SLACK_TOKEN", source: slackTokens },
  { name: "Slack app token", starts: ["xapp-"], shape: /xapp-[0-9]-[A-Z0-9]{8,20}-[0-9]{8,20}-[a-z0-9]{40,80}(?![A-Za-z0-9])/y, variable: "SLACK_APP_TOKEN", source: slackTokens },
  { name: "Slack webhook", starts: ["hooks.slack.com/"], shape: /hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Z0-9]{8,12}\/[A-Z0-9]{8,14}\/[A-Za-z0-9]{18,40})(?![A-Za-z0-9])/y, variable: "SLACK_WEBHOOK_URL", source: "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks" },
  { name: "Discord webhook", starts: ["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"], shape: /discord(?:app)?\.com\/api\/webhooks\/([0-9]{17,20}\/[A-Za-z0-9_-]{60,72})(?![A-Za-z0-9_-])/y, variable: "DISCORD_WEBHOOK_URL", source: "https://discord.com/developers/docs/resources/webhook" },
  { name: "Discord bot token", starts: ["MT", "MD", "Mj", "Mz", "ND", "NT", "Nj", "Nz", "OD", "OT"], shape: /[MNO][A-Za-z0-9_-]{22,25}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}(?![A-Za-z0-9_-])/y, variable: "DISCORD_TOKEN", source: "https://discord.com/developers/docs/reference#authentication" },
  { name: "Teams webhook", starts: ["webhook.office.com/webhookb2/"], shape: /webhook\.office\.com\/webhookb2\/([0-9a-f-]{36}@[0-9a-f-]{36}\/IncomingWebhook\/[0-9a-f]{32}\/[0-9a-f-]{36})/y, variable: "TEAMS_WEBHOOK_URL", source: "https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook" },
  { name: "live secret key (Stripe and others)", starts: ["sk_live_", "rk_live_", "sk_prod_", "rk_prod_", "sk_org_"], shape: /(?:[rs]k_(?:live|prod)|sk_org)_[A-Za-z0-9]{20,250}(?![A-Za-z0-9_])/y, variable: "STRIPE_SECRET_KEY", source: stripeKeys },
  { name: "test secret key (Stripe and others)", starts: ["sk_test_", "rk_test_"], shape: /[rs]k_test_[A-Za-z0-9]{20,250}(?![A-Za-z0-9_])/y, variable: "STRIPE_SECRET_KEY", source: stripeKeys, isTestMode: true },
  { name: "webhook signing secret", starts: ["whsec_"], shape: /whsec_[A-Za-z0-9+/]{32,76}={0,2}(?![A-Za-z0-9+/=_])/y, variable: "WEBHOOK_SECRET", source: "https://docs.stripe.com/webhooks#verify-official-libraries" },
  { name: "PayPal/Braintree access token", starts: ["access_token$"], shape: /access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}(?![A-Za-z0-9])/y, variable: "BRAINTREE_ACCESS_TOKEN", source: scanningPatterns },
  { name: "Square access token", starts: ["sq0atp-", "sq0csp-", "EAAA"], shape: /(?:sq0atp-[A-Za-z0-9_-]{22}|sq0csp-[A-Za-z0-9_-]{43}|EAAA[A-Za-z0-9_-]{60})(?![A-Za-z0-9_-])/y, variable: "SQUARE_ACCESS_TOKEN", source: squareTokens },
  { name: "Facebook access token", starts: ["EAACEdEose0cBA", "EAAB", "EAAG", "EAAC"], shape: /EAA(?:CEdEose0cBA[A-Za-z0-9]{20,250}|[BCG][A-Za-z0-9]{100,250})(?![A-Za-z0-9])/y, variable: "FACEBOOK_ACCESS_TOKEN", source: "https://developers.facebook.com/docs/facebook-login/guides/access-tokens" },
  { name: "Shopify token", starts: ["shpat_", "shpca_", "shppa_", "shpss_", "shprt_", "shptka_"], shape: /shp(?:at|ca|pa|ss|rt|tka)_[A-Za-z0-9]{32,64}(?![A-Za-z0-9])/y, variable: "SHOPIFY_ACCESS_TOKEN", source: "https://shopify.dev/changelog/app-secret-key-length-has-increased" },
  { name: "Twilio key", starts: ["SK"], shape: /SK[a-f0-9]{32}(?![A-Za-z0-9])/y, variable: "TWILIO_API_KEY", source: "https://www.twilio.com/docs/iam/api-keys" },
  { name: "SendGrid key", starts: ["SG."], shape: /SG\.[A-Za-z0-9_=.-]{66}(?![A-Za-z0-9_-])/y, variable: "SENDGRID_API_KEY", source: "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys" },
  { name: "Mailgun key", starts: ["key-"], shape: /key-[a-f0-9]{32}(?![A-Za-z0-9])/y, variable: "MAILGUN_API_KEY", source: "https://documentation.mailgun.com/docs/mailgun/user-manual/get-started/#api-keys" },
  { name: "Brevo key", starts: ["xkeysib-", "xsmtpsib-"], shape: /x(?:key|smtp)sib-[a-f0-9]{64}-[A-Za-z0-9]{16}(?![A-Za-z0-9])/y, variable: "BREVO_API_KEY", source: "https://developers.brevo.com/docs/getting-started" },
  { name: "Resend key", starts: ["re_"], shape: /re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}(?![A-Za-z0-9_])/y, variable: "RESEND_API_KEY", source: "https://resend.com/docs/dashboard/api-keys/introduction" },
  { name: "New Relic key", starts: ["NRAK-", "NRII-", "NRJS-", "NRRA-", "NRAL-"], shape: /NR(?:AK-[A-Za-z0-9]{27}|II-[A-Za-z0-9_-]{32}|(?:JS|RA|AL)-[A-Za-z0-9]{19,42})(?![A-Za-z0-9_-])/y, variable: "NEW_RELIC_API_KEY", source: newRelicKeys },
  { name: "Sentry token", starts: ["sntrys_", "sntryu_"], shape: /sntry(?:u_[a-f0-9]{64}|s_eyJ[A-Za-z0-9+/=_-]{60,400})(?![A-Za-z0-9+/=])/y, variable: "SENTRY_AUTH_TOKEN", source: "https://docs.sentry.io/account/auth-tokens/" },
  { name: "Grafana token", starts: ["glsa_", "glc_"], shape: /(?:glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}(?![A-Za-z0-9])|glc_[A-Za-z0-9+/]{32,400}={0,2}(?![A-Za-z0-9+/=]))/y, variable: "GRAFANA_TOKEN", source: grafanaAccounts },
  { name: "PostHog personal key", starts: ["phx_"], shape: /phx_[A-Za-z0-9]{40,50}(?![A-Za-z0-9])/y, variable: "POSTHOG_API_KEY", source: "https://posthog.com/docs/api" },
  { name: "Dynatrace token", starts: ["dt0"], shape: /dt0[a-z][0-9]{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}(?![A-Za-z0-9])/y, variable: "DT_API_TOKEN", source: "https://docs.dynatrace.com/docs/dynatrace-api/basics/dynatrace-api-authentication" },
  { name: "PlanetScale credential", starts: ["pscale_tkn_", "pscale_pw_", "pscale_oauth_"], shape: /pscale_(?:tkn|pw|oauth)_[A-Za-z0-9=._-]{32,64}(?![A-Za-z0-9_-])/y, variable: "PLANETSCALE_TOKEN", source: "https://planetscale.com/docs/api/reference/service-tokens" },
  { name: "Supabase secret key", starts: ["sbp_", "sb_secret_"], shape: /(?:sbp_[a-f0-9]{40}|sb_secret_[A-Za-z0-9_-]{31,40})(?![A-Za-z0-9_-])/y, variable: "SUPABASE_SECRET_KEY", source: "https://supabase.com/docs/guides/api/api-keys" },
  { name: "Linear key", starts: ["lin_api_", "lin_oauth_"], shape: /lin_(?:api|oauth)_[A-Za-z0-9]{32,64}(?![A-Za-z0-9_])/y, variable: "LINEAR_API_KEY", source: "https://linear.app/developers/graphql" },
  { name: "Notion token", starts: ["ntn_", "secret_"], isWordy: true, shape: /(?:ntn_[0-9]{11}[A-Za-z0-9]{35}|secret_[A-Za-z0-9]{43})(?![A-Za-z0-9])/y, variable: "NOTION_TOKEN", source: "https://developers.notion.com/docs/authorization" },
  { name: "Airtable token", starts: ["pat"], shape: /pat[A-Za-z0-9]{14}\.[a-f0-9]{64}(?![A-Za-z0-9])/y, variable: "AIRTABLE_TOKEN", source: "https://airtable.com/developers/web/guides/personal-access-tokens" },
  { name: "Figma token", starts: ["figd_"], shape: /figd_[A-Za-z0-9_-]{40,200}(?![A-Za-z0-9_-])/y, variable: "FIGMA_TOKEN", source: scanningPatterns },
  { name: "Postman key", starts: ["PMAK-"], shape: /PMAK-[a-f0-9]{24}-[a-f0-9]{34}(?![A-Za-z0-9])/y, variable: "POSTMAN_API_KEY", source: "https://learning.postman.com/docs/developer/postman-api/authentication/" },
  { name: "Contentful token", starts: ["CFPAT-"], shape: /CFPAT-[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/y, variable: "CONTENTFUL_MANAGEMENT_TOKEN", source: "https://www.contentful.com/developers/docs/references/authentication/" },
  { name: "HubSpot private app token", starts: ["pat-na", "pat-eu"], shape: /pat-(?:na|eu)[0-9]-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![A-Za-z0-9])/y, variable: "HUBSPOT_TOKEN", source: "https://developers.hubspot.com/docs/guides/apps/private-apps/overview" },
  { name: "EasyPost key", starts: ["EZAK", "EZTK"], shape: /EZ[AT]K[A-Za-z0-9]{54}(?![A-Za-z0-9])/y, variable: "EASYPOST_API_KEY", source: "https://docs.easypost.com/docs/authentication" },
  { name: "Duffel token", starts: ["duffel_live_"], shape: /duffel_live_[A-Za-z0-9_=-]{43}(?![A-Za-z0-9_-])/y, variable: "DUFFEL_ACCESS_TOKEN", source: "https://duffel.com/docs/api/overview/authentication" },
  { name: "Prefect key", starts: ["pnu_"], shape: /pnu_[A-Za-z0-9]{36}(?![A-Za-z0-9])/y, variable: "PREFECT_API_KEY", source: "https://docs.prefect.io/v3/manage/cloud/manage-users/api-keys" },
  { name: "Mapbox secret token", starts: ["sk.eyJ"], shape: /sk\.eyJ[A-Za-z0-9_-]{40,200}\.[A-Za-z0-9_-]{20,40}(?![A-Za-z0-9_-])/y, variable: "MAPBOX_SECRET_TOKEN", source: "https://docs.mapbox.com/help/getting-started/access-tokens/" },
  { name: "age secret key", starts: ["AGE-SECRET-KEY-1"], shape: /AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}(?![A-Z0-9])/y, variable: "AGE_SECRET_KEY", source: "https://github.com/FiloSottile/age" },
];

export interface InfixToken {
  readonly name: string;
  /** A rare literal inside the token; the pattern is tried on the word around it. */
  readonly infix: string;
  /** Matches the word from its first character. */
  readonly shape: RegExp;
  readonly variable: string;
  readonly source: string;
}

/** Tokens without a telling start. */
export const infixTokens: readonly InfixToken[] = [
  { name: "Azure AD client secret", infix: "Q~", shape: /^[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}$/, variable: "AZURE_CLIENT_SECRET", source: "https://learn.microsoft.com/en-us/purview/sit-defn-azure-ad-client-secret" },
  { name: "Telegram bot token", infix: ":AA", shape: /^(?:bot)?[0-9]{8,10}:AA[A-Za-z0-9_-]{32,33}$/, variable: "TELEGRAM_BOT_TOKEN", source: "https://core.telegram.org/bots/api#authorizing-your-bot" },
  { name: "Terraform Cloud token", infix: ".atlasv1.", shape: /^[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,70}$/, variable: "TF_API_TOKEN", source: "https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens" },
  { name: "Mailchimp key", infix: "-us", shape: /^[0-9a-f]{32}-us[0-9]{1,2}$/, variable: "MAILCHIMP_API_KEY", source: "https://mailchimp.com/developer/marketing/docs/fundamentals/#api-keys" },
  { name: "Firebase Cloud Messaging server key", infix: ":APA91b", shape: /^[A-Za-z0-9_-]{11}:APA91b[A-Za-z0-9_-]{134}$/, variable: "FCM_SERVER_KEY", source: "https://firebase.google.com/docs/cloud-messaging/auth-server" },
  { name: "Azure DevOps or Azure key", infix: "JQQJ99", shape: /^[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26}$/, variable: "AZURE_API_KEY", source: scanningPatterns },
  { name: "New Relic license key", infix: "NRAL", shape: /^(?:[a-f0-9]{36}|(?:eu|gov|jp)[0-9]{2}xx[a-f0-9]{30})NRAL$/, variable: "NEW_RELIC_LICENSE_KEY", source: newRelicKeys },
  { name: "RapidAPI key", infix: "jsn", shape: /^[a-z0-9]{10}msh[a-f0-9]{15}p1[a-f0-9]{5}jsn[a-f0-9]{12}$/, variable: "RAPIDAPI_KEY", source: "https://docs.rapidapi.com/docs/keys-and-key-rotation" },
  { name: "MaxMind license key", infix: "_mmk", shape: /^[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk$/, variable: "MAXMIND_LICENSE_KEY", source: "https://dev.maxmind.com/geoip/geolocate-an-ip/web-services/" },
  { name: "Azure Functions key", infix: "AzFu", shape: /^[A-Za-z0-9_-]{44}AzFu[A-Za-z0-9_-]{5}[AQgw]={0,2}$/, variable: "AZURE_FUNCTION_KEY", source: "https://github.com/microsoft/security-utilities" },
  { name: "Azure AI Search key", infix: "AzSe", shape: /^[A-Za-z0-9]{42}AzSe[A-D][A-Za-z0-9]{5}$/, variable: "AZURE_SEARCH_KEY", source: "https://github.com/microsoft/security-utilities" },
];
