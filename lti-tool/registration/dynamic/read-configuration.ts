import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type FetchJson, type JsonResponse, type Platforms, UnreachableError } from '../../platform/index.js';
import type { PlatformKind } from '../../store/index.js';
import { type RefusalReason, RegistrationError } from '../registration-error.js';

const platformConfiguration = 'https://purl.imsglobal.org/spec/lti-platform-configuration';

const address = z.string().min(1).max(2048);
const names = z.array(z.string().max(500)).max(500);

const configuration = z.object({
  issuer: address,
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
  registration_endpoint: address,
  authorization_server: z.string().min(1).max(2048).optional(),
  scopes_supported: names.optional(),
  id_token_signing_alg_values_supported: names.optional(),
  [platformConfiguration]: z.object({
    product_family_code: z.string().max(200).optional(),
    version: z.string().max(200).optional(),
    messages_supported: z
      .array(z.object({ type: z.string().max(200), placements: names.nullish() }))
      .max(100)
      .optional(),
  }),
});

/** An LMS's verified configuration (LTI Dynamic Registration 1.0 §3.4). */
export interface PlatformConfiguration {
  readonly issuer: string;
  readonly authenticationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly authorizationServer?: string;
  readonly jwksUri: string;
  readonly registrationEndpoint: string;
  readonly kind: PlatformKind;
  /** The product's name, e.g. `Moodle`. */
  readonly product: string;
  /** The host by which people know it. */
  readonly host: string;
  /** `undefined` if it does not say. */
  readonly scopes?: readonly string[];
  /** Its message types, with their placements; `undefined` if it does not say. */
  readonly messages?: ReadonlyMap<string, readonly string[]>;
  /** A fingerprint of all of this. */
  readonly digest: string;
}

const limit = 256 * 1024;
const timeout = 10_000;

const refusals: Partial<Record<UnreachableError['reason'], RefusalReason>> = {
  address: 'configuration-address',
  'internal-address': 'configuration-internal',
  'too-large': 'configuration-too-large',
  'not-json': 'configuration-malformed',
};

/** The product's name for people: the adapter's, else the LMS's own, else its host. */
function productOf(
  adapters: Platforms['adapters'],
  body: unknown,
  family: string,
  host: string,
): { readonly kind: PlatformKind; readonly product: string } {
  const { kind, product } = adapters.recognise(body);
  return { kind, product: kind !== 'generic' ? product : family === '' ? host : family };
}

async function fetchConfiguration(fetchJson: FetchJson, url: string): Promise<JsonResponse> {
  try {
    return await fetchJson({ url, headers: { Accept: 'application/json' }, limit, timeout });
  } catch (caught) {
    if (!(caught instanceof UnreachableError)) throw caught;
    throw new RegistrationError(refusals[caught.reason] ?? 'configuration-unreachable', caught.detail, caught);
  }
}

/**
 * The issuer must be at the host that the configuration came from (§3.4): else anybody could register in the name of
 * another LMS. Its other addresses must be https; plain http goes no further than the host that is http itself.
 */
function checkAddresses(
  from: URL,
  { issuer, ...endpoints }: Readonly<Record<string, string>> & { readonly issuer: string },
): void {
  if (!URL.canParse(issuer) || new URL(issuer).host !== from.host)
    throw new RegistrationError('configuration-issuer', `configuration of ${from.host} names another issuer`);
  for (const [name, text] of Object.entries({ issuer, ...endpoints })) {
    if (!URL.canParse(text)) throw new RegistrationError('configuration-malformed', `${name} is no URL`);
    const url = new URL(text);
    const isPlain = url.protocol === 'http:' && from.protocol === 'http:' && url.hostname === from.hostname;
    if (url.protocol !== 'https:' && !isPlain)
      throw new RegistrationError('configuration-insecure', `${name} is not https`);
    if (url.username !== '' || url.password !== '')
      throw new RegistrationError('configuration-address', `${name} carries a user name`);
  }
}

type Configuration = z.infer<typeof configuration>;

/** A response's JSON, as defined by OpenID and LTI. */
function parseConfiguration({ status, headers, body }: JsonResponse, host: string): Configuration {
  if (status !== 200) throw new RegistrationError('configuration-unreachable', `${host}: status ${status}`);
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(headers.get('content-type') ?? ''))
    throw new RegistrationError('configuration-content-type', `${host}: not sent as JSON`);
  const parsed = configuration.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new RegistrationError('configuration-malformed', `${host}: ${parsed.error.issues[0]!.path.join('.')}`);
}

/** The required properties: signatures that we verify, and resource links. */
function checkSupport(
  {
    id_token_signing_alg_values_supported: algorithms,
    [platformConfiguration]: { messages_supported: messages },
  }: Configuration,
  host: string,
): void {
  if (algorithms !== undefined && !algorithms.includes('RS256'))
    throw new RegistrationError('configuration-unsupported', `${host}: no RS256`);
  if (messages !== undefined && !messages.some(({ type }) => type === 'LtiResourceLinkRequest'))
    throw new RegistrationError('configuration-unsupported', `${host}: no resource link launches`);
}

/**
 * Fetches and checks an LMS's configuration.
 * @param plainHttp whether an LMS without https may be connected: in an internal network
 * @throws RegistrationError `configuration-…`
 */
export async function fetchPlatformConfiguration(
  { fetchJson, adapters }: Pick<Platforms, 'fetchJson' | 'adapters'>,
  url: string,
  plainHttp: boolean,
): Promise<PlatformConfiguration> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new RegistrationError('configuration-address', 'configuration address is no URL');
  const from = new URL(url);
  if (from.protocol === 'http:' && !plainHttp)
    throw new RegistrationError('configuration-insecure', 'configuration address is not https');
  const answer = await fetchConfiguration(fetchJson, url);
  const claimed = parseConfiguration(answer, from.host);
  const {
    issuer,
    authorization_endpoint,
    token_endpoint,
    jwks_uri,
    registration_endpoint,
    authorization_server,
    scopes_supported,
    [platformConfiguration]: platform,
  } = claimed;
  checkAddresses(from, { issuer, authorization_endpoint, token_endpoint, jwks_uri, registration_endpoint });
  checkSupport(claimed, from.host);
  const messages = platform.messages_supported;
  return {
    issuer,
    authenticationEndpoint: authorization_endpoint,
    tokenEndpoint: token_endpoint,
    jwksUri: jwks_uri,
    registrationEndpoint: registration_endpoint,
    ...(authorization_server === undefined ? {} : { authorizationServer: authorization_server }),
    ...productOf(adapters, answer.body, platform.product_family_code ?? '', from.host),
    host: from.host,
    ...(scopes_supported === undefined ? {} : { scopes: scopes_supported }),
    ...(messages === undefined
      ? {}
      : { messages: new Map(messages.map(({ type, placements }) => [type, placements ?? []])) }),
    digest: createHash('sha256').update(JSON.stringify(claimed)).digest('base64url'),
  };
}
