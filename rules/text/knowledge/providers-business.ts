/** Tokens of payment, mail, sales, work and observability services, by their own shape; see providers.ts for what a row says. */
import { scanningPatterns, type ProviderToken } from "./providers.ts";

const postmark = "https://postmarkapp.com/developer/api/overview#authentication";

export const payments: readonly ProviderToken[] = [
  { name: "Paddle key", starts: ["pdl_live_apikey_", "pdl_ntfset_"], shape: /pdl_(?:live_apikey_[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}|ntfset_[a-z0-9]{26}_[A-Za-z0-9+/]{32})(?![A-Za-z0-9])/y, variable: "PADDLE_API_KEY", source: "https://developer.paddle.com/api-reference/about/api-keys" },
  { name: "Paddle sandbox key", starts: ["pdl_sdbx_apikey_"], shape: /pdl_sdbx_apikey_[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}(?![A-Za-z0-9])/y, variable: "PADDLE_API_KEY", source: "https://developer.paddle.com/api-reference/about/api-keys", isTestMode: true },
  { name: "Razorpay key id", starts: ["rzp_live_"], shape: /rzp_live_[A-Za-z0-9]{14}(?![A-Za-z0-9])/y, variable: "RAZORPAY_KEY_ID", source: "https://razorpay.com/docs/api/authentication/" },
  { name: "Flutterwave secret key", starts: ["FLWSECK-"], shape: /FLWSECK-[a-f0-9]{32}-[A-Za-z0-9-]{0,16}X(?![A-Za-z0-9])/y, variable: "FLW_SECRET_KEY", source: "https://developer.flutterwave.com/docs/authentication" },
  { name: "Flutterwave test key", starts: ["FLWSECK_TEST-"], shape: /FLWSECK_TEST-[a-fA-F0-9]{12,32}(?:-X)?(?![A-Za-z0-9])/y, variable: "FLW_SECRET_KEY", source: "https://developer.flutterwave.com/docs/authentication", isTestMode: true },
  { name: "live key of a payment service", starts: ["live_"], shape: /live_(?:[a-f0-9]{35}|[A-Za-z0-9]{30}|[A-Za-z0-9_-]{40})(?![A-Za-z0-9_-])/y, variable: "PAYMENT_API_KEY", source: "https://docs.mollie.com/reference/authentication", isWordy: true },
  { name: "Plaid access token", starts: ["access-production-", "access-development-"], shape: /access-(?:production|development)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![A-Za-z0-9])/y, variable: "PLAID_ACCESS_TOKEN", source: "https://plaid.com/docs/api/tokens/" },
  { name: "Plaid sandbox token", starts: ["access-sandbox-"], shape: /access-sandbox-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![A-Za-z0-9])/y, variable: "PLAID_ACCESS_TOKEN", source: "https://plaid.com/docs/api/tokens/", isTestMode: true },
  { name: "Shippo token", starts: ["shippo_live_"], shape: /shippo_live_[a-f0-9]{40}(?![A-Za-z0-9])/y, variable: "SHIPPO_API_KEY", source: "https://docs.goshippo.com/docs/guides_general/authentication/" },
  { name: "Shippo test token", starts: ["shippo_test_"], shape: /shippo_test_[a-f0-9]{40}(?![A-Za-z0-9])/y, variable: "SHIPPO_API_KEY", source: "https://docs.goshippo.com/docs/guides_general/authentication/", isTestMode: true },
  { name: "Duffel test token", starts: ["duffel_test_"], shape: /duffel_test_[A-Za-z0-9_=-]{43}(?![A-Za-z0-9_-])/y, variable: "DUFFEL_ACCESS_TOKEN", source: "https://duffel.com/docs/api/overview/authentication", isTestMode: true },
  { name: "WooCommerce secret", starts: ["cs_", "ck_"], shape: /c[sk]_[a-f0-9]{40}(?![A-Za-z0-9])/y, variable: "WOOCOMMERCE_CONSUMER_SECRET", source: "https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication" },
  { name: "Stytch secret", starts: ["secret-live-"], shape: /secret-live-[A-Za-z0-9_-]{35,43}={0,2}(?![A-Za-z0-9_=-])/y, variable: "STYTCH_SECRET", source: "https://stytch.com/docs/api/authentication" },
];

export const business: readonly ProviderToken[] = [
  { name: "Mandrill key", starts: ["md-"], shape: /md-[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])/y, variable: "MANDRILL_API_KEY", source: "https://mailchimp.com/developer/transactional/guides/quick-start/" },
  { name: "MailerSend token", starts: ["mlsn."], shape: /mlsn\.[a-f0-9]{64}(?![A-Za-z0-9])/y, variable: "MAILERSEND_API_KEY", source: "https://developers.mailersend.com/general.html#authentication" },
  { name: "Klaviyo private key", starts: ["pk_"], shape: /pk_[a-f0-9]{34}(?![A-Za-z0-9_])/y, variable: "KLAVIYO_API_KEY", source: "https://developers.klaviyo.com/en/docs/authenticate_" },
  { name: "ClickUp token", starts: ["pk_"], shape: /pk_[0-9]{6,9}_[A-Z0-9]{32}(?![A-Za-z0-9])/y, variable: "CLICKUP_API_TOKEN", source: "https://developer.clickup.com/docs/authentication" },
  { name: "Intercom token", starts: ["dG9rO"], shape: /dG9rO[A-Za-z0-9+/]{54}=(?![A-Za-z0-9+/=])/y, variable: "INTERCOM_ACCESS_TOKEN", source: "https://developers.intercom.com/docs/build-an-integration/learn-more/authentication" },
  { name: "Salesforce session", starts: ["00D"], shape: /00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{80,130}(?![A-Za-z0-9._])/y, variable: "SALESFORCE_ACCESS_TOKEN", source: "https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/quickstart_oauth.htm" },
  { name: "Typeform token", starts: ["tfp_"], shape: /tfp_[A-Za-z0-9_-]{40,70}(?![A-Za-z0-9_-])/y, variable: "TYPEFORM_TOKEN", source: "https://www.typeform.com/developers/get-started/personal-access-token/" },
  { name: "Trello token", starts: ["ATTA"], shape: /ATTA[a-f0-9]{64}[A-F0-9]{8}(?![A-Za-z0-9])/y, variable: "TRELLO_TOKEN", source: "https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/" },
  { name: "Adobe client secret", starts: ["p8e-"], shape: /p8e[-_][A-Za-z0-9_-]{32}(?![A-Za-z0-9_-])/y, variable: "ADOBE_CLIENT_SECRET", source: "https://developer.adobe.com/developer-console/docs/guides/authentication/" },
  { name: "Dropbox token", starts: ["sl."], shape: /sl\.(?:u\.)?[A-Za-z0-9_-]{130,1500}(?![A-Za-z0-9_-])/y, variable: "DROPBOX_ACCESS_TOKEN", source: "https://developers.dropbox.com/oauth-guide" },
  { name: "Frame.io token", starts: ["fio-u-"], shape: /fio-u-[A-Za-z0-9_=-]{64}(?![A-Za-z0-9_-])/y, variable: "FRAMEIO_TOKEN", source: "https://developer.staging.frame.io/docs/getting-started/authentication" },
  { name: "ReadMe key", starts: ["rdme_"], shape: /rdme_[a-z0-9]{70}(?![A-Za-z0-9])/y, variable: "README_API_KEY", source: scanningPatterns },
  { name: "Postman collection key", starts: ["PMAT-"], shape: /PMAT-[0-9A-Z]{26}(?![A-Za-z0-9])/y, variable: "POSTMAN_COLLECTION_ACCESS_KEY", source: "https://learning.postman.com/docs/developer/postman-api/authentication/" },
  { name: "Figma OAuth token", starts: ["figo_", "figu_", "figor_", "figur_"], shape: /fig(?:or?|ur?)_[A-Za-z0-9_-]{40,200}(?![A-Za-z0-9_-])/y, variable: "FIGMA_TOKEN", source: scanningPatterns },
  { name: "Sanity token", starts: ["sk"], shape: /sk[A-Za-z0-9]{80,180}(?![A-Za-z0-9_+/=])/y, variable: "SANITY_TOKEN", source: "https://www.sanity.io/docs/http-auth" },
  { name: "Close key", starts: ["api_"], shape: /api_[A-Za-z0-9]{22}\.[A-Za-z0-9]{22}(?![A-Za-z0-9])/y, variable: "CLOSE_API_KEY", source: "https://developer.close.com/topics/authentication/" },
  { name: "PubNub secret key", starts: ["sec-c-"], shape: /sec-c-[A-Za-z0-9]{48}(?![A-Za-z0-9])/y, variable: "PUBNUB_SECRET_KEY", source: "https://www.pubnub.com/docs/general/setup/account-setup" },
  { name: "ImageKit private key", starts: ["private_"], shape: /private_[A-Za-z0-9+/]{27}=(?![A-Za-z0-9+/=])/y, variable: "IMAGEKIT_PRIVATE_KEY", source: "https://imagekit.io/docs/api-reference/authentication", isWordy: true },
  { name: "Twitch chat token", starts: ["oauth:"], shape: /oauth:([a-z0-9]{30})(?![A-Za-z0-9])/y, variable: "TWITCH_OAUTH_TOKEN", source: "https://dev.twitch.tv/docs/chat/authenticating/", isWordy: true },
  { name: "Twitter bearer token", starts: ["AAAAAAAAAAAAAAAAAAAAA"], shape: /A{21,22}([A-Za-z0-9%]{70,100})(?![A-Za-z0-9%])/y, variable: "TWITTER_BEARER_TOKEN", source: "https://docs.x.com/resources/fundamentals/authentication/oauth-2-0/bearer-tokens" },
  { name: "Facebook page token", starts: ["EAAA", "EAAF", "EAAM", "EAAI"], shape: /EAA[A-Z][A-Za-z0-9]{120,250}(?![A-Za-z0-9])/y, variable: "FACEBOOK_ACCESS_TOKEN", source: "https://developers.facebook.com/docs/facebook-login/guides/access-tokens" },
  { name: "LaunchDarkly key", starts: ["sdk-", "api-"], shape: /(?:sdk|api)-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?![A-Za-z0-9-])/y, variable: "LAUNCHDARKLY_SDK_KEY", source: "https://launchdarkly.com/docs/home/account/api" },
  { name: "Asana token", starts: ["0/1", "1/1", "2/1"], shape: /[0-2]\/1[0-9]{14,16}(?:\/[0-9]{15,17})?:[a-f0-9]{32}(?![A-Za-z0-9])/y, variable: "ASANA_ACCESS_TOKEN", source: "https://developers.asana.com/docs/personal-access-token" },
  { name: "Statsig server secret", starts: ["secret-"], shape: /secret-[A-Za-z0-9]{42,46}(?![A-Za-z0-9])/y, variable: "STATSIG_SERVER_SECRET", source: "https://docs.statsig.com/access-management/api-keys", isWordy: true },
];

export const observability: readonly ProviderToken[] = [
  { name: "Datadog application key", starts: ["ddapp_", "ddpat_"], shape: /dd(?:app|pat)_[A-Za-z0-9]{34,60}(?![A-Za-z0-9])/y, variable: "DD_APP_KEY", source: "https://docs.datadoghq.com/account_management/api-app-keys/" },
  { name: "Honeycomb key", starts: ["hca", "hcb", "hci"], shape: /hc[abi][a-z]{2}_[a-z0-9]{58}(?![A-Za-z0-9])/y, variable: "HONEYCOMB_API_KEY", source: "https://docs.honeycomb.io/configure/environments/manage-api-keys/" },
  { name: "Axiom token", starts: ["xaat-", "xapt-"], shape: /xa[ap]t-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![A-Za-z0-9])/y, variable: "AXIOM_TOKEN", source: "https://axiom.co/docs/reference/tokens" },
  { name: "Grafana API key", starts: ["eyJrIjoi"], shape: /eyJrIjoi[A-Za-z0-9+/]{60,400}={0,2}(?![A-Za-z0-9+/=])/y, variable: "GRAFANA_API_KEY", source: "https://grafana.com/docs/grafana/latest/developers/http_api/auth/" },
  { name: "Segment token", starts: ["sgp_"], shape: /sgp_[A-Za-z0-9]{64}(?![A-Za-z0-9])/y, variable: "SEGMENT_PUBLIC_API_TOKEN", source: "https://segment.com/docs/api/public-api/" },
  { name: "Postmark token", starts: ["X-Postmark-Server-Token", "X-Postmark-Account-Token"], shape: /X-Postmark-(?:Server|Account)-Token["']?\s{0,4}[:=,]\s{0,4}["']?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![A-Za-z0-9])/y, variable: "POSTMARK_SERVER_TOKEN", source: postmark },
];
