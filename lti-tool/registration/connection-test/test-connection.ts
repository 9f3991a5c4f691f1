import { type Clock, newSecret } from '../../../base/index.js';
import { type Platforms, TokenError } from '../../platform/index.js';
import type { Platform } from '../../store/index.js';
import { launchAddress } from '../tool-addresses.js';
import { checkKeys } from './check-keys.js';
import type { ConnectionTest, Finding } from './findings.js';
import { launchFinding } from './launch-finding.js';
import { hostOf, transportFinding } from './transport.js';

/** Dependencies of a connection test. */
export interface ConnectionTestParts {
  readonly platforms: Pick<Platforms, 'fetchJson' | 'fetchText' | 'accessTokens' | 'adapterOf' | 'launches'>;
  readonly clock: Clock;
  /** Without a slash at its end. */
  readonly publicUrl: string;
}

const scope = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';
const timeout = 10_000;

/** Checks that the LMS knows us and our key, by requesting an access token that is not used. */
async function checkToken({ platforms }: ConnectionTestParts, platform: Platform): Promise<readonly Finding[]> {
  const host = hostOf(platform.tokenEndpoint);
  platforms.accessTokens.forget(platform, scope);
  try {
    await platforms.accessTokens.get(platform, scope, AbortSignal.timeout(15_000));
    return [];
  } catch (caught) {
    if (!(caught instanceof TokenError)) return [transportFinding('token', platform.tokenEndpoint, caught)];
    const word = (caught.word ?? '')
      .replace(/[^\w .,:'"/-]/g, ' ')
      .trim()
      .slice(0, 120);
    const codes = {
      'unknown-client': 'token-unknown-client',
      key: 'token-key-refused',
      'client-or-key': 'token-client-or-key-refused',
      scope: 'token-scope-refused',
      other: 'token-refused',
    } as const;
    const code = codes[platforms.adapterOf(platform).tokenErrorMeaning(caught.answered, caught.word ?? '')];
    // Then grades and names do not work; launches do.
    return [
      {
        code,
        severity: code === 'token-scope-refused' ? 'warning' : 'problem',
        place: 'token',
        values: { host, word: word === '' ? '–' : word, status: caught.answered, client: platform.clientId },
      },
    ];
  }
}

/**
 * Checks that the LMS accepts our login. It is asked without anybody being signed in: an LMS that checks before it
 * looks for a session says what is wrong, or sends the error to our address, which proves that it is listed. Moodle and
 * ILIAS look for the session first and say nothing: what their launches came to has to tell then.
 */
async function checkLogin(
  { platforms, publicUrl }: ConnectionTestParts,
  platform: Platform,
): Promise<{ readonly listed: boolean; readonly findings: readonly Finding[] }> {
  const redirectUri = launchAddress(publicUrl);
  const host = hostOf(platform.authenticationEndpoint);
  const problem = (
    code: Finding['code'],
    more: Partial<Finding> = {},
  ): { readonly listed: false; readonly findings: readonly Finding[] } => ({
    listed: false,
    findings: [
      {
        code,
        severity: 'problem',
        place: 'login',
        ...more,
        values: { host, redirectUri, client: platform.clientId, ...more.values },
      },
    ],
  });
  try {
    const url = new URL(platform.authenticationEndpoint);
    const parameters = {
      scope: 'openid',
      response_type: 'id_token',
      response_mode: 'form_post',
      prompt: 'none',
      client_id: platform.clientId,
      redirect_uri: redirectUri,
      login_hint: 'connection-test',
      lti_message_hint: 'connection-test',
      state: newSecret(16),
      nonce: newSecret(16),
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    const { status, headers, text } = await platforms.fetchText({
      url: url.href,
      timeout,
      limit: 1024 * 1024,
      follow: false,
    });
    const said = `${headers.get('location') ?? ''}\n${text.slice(0, 20_000)}`;
    if (status === 404 || status === 410 || status === 405 || status >= 500)
      return problem('wrong-status', { values: { status } });
    if (said.startsWith(redirectUri) || said.includes(`action="${redirectUri}"`)) return { listed: true, findings: [] };
    if (/unauthorized_client|invalid_client|unknown client/i.test(said)) return problem('login-unknown-client');
    if (status >= 400 && /redirect[_ -]?ur[il]/i.test(said))
      return problem('redirect-uri-not-listed', { copy: redirectUri });
    return { listed: false, findings: [] };
  } catch (caught) {
    return { listed: false, findings: [transportFinding('login', platform.authenticationEndpoint, caught)] };
  }
}

/** Compares the LMS's own configuration with the registration, if its kind tells the address of that. */
async function checkConfiguration({ platforms }: ConnectionTestParts, platform: Platform): Promise<readonly Finding[]> {
  for (const { openidConfiguration } of platforms.adapterOf(platform).endpointsFrom(platform.issuer)) {
    const answer = await platforms
      .fetchJson({ url: openidConfiguration, timeout: 5000, limit: 256 * 1024 })
      .catch(() => undefined);
    const said =
      answer?.status === 200 && typeof answer.body === 'object' && answer.body !== null
        ? (answer.body as Record<string, unknown>)
        : undefined;
    if (said === undefined || typeof said['issuer'] !== 'string') continue;
    const issuer = said['issuer'].slice(0, 200);
    if (issuer !== platform.issuer)
      return [{ code: 'issuer-differs', severity: 'problem', values: { entered: platform.issuer, said: issuer } }];
    const entered = {
      authorization_endpoint: platform.authenticationEndpoint,
      token_endpoint: platform.tokenEndpoint,
      jwks_uri: platform.jwksUri,
    };
    const differing = Object.entries(entered).filter(
      ([name, value]) => typeof said[name] === 'string' && said[name] !== value,
    );
    return differing.map(([name, value]) => ({
      code: 'addresses-differ',
      severity: 'warning',
      values: { entered: value, said: String(said[name]).slice(0, 300) },
    }));
  }
  return [];
}

function checkEntry(platform: Platform): readonly Finding[] {
  const addresses = [platform.issuer, platform.authenticationEndpoint, platform.tokenEndpoint, platform.jwksUri];
  const plain = addresses.find((address) => address.startsWith('http:'));
  const requested = platform.requestedDeploymentIds ?? [];
  return [
    ...(platform.active
      ? []
      : [{ code: 'switched-off', severity: 'problem', values: { name: platform.name } } as const]),
    ...(plain === undefined
      ? []
      : [{ code: 'plain-http', severity: 'warning', values: { host: hostOf(plain) } } as const]),
    ...(platform.deploymentIds.length > 0 ? [] : [{ code: 'no-deployment', severity: 'note', values: {} } as const]),
    ...(requested.length === 0
      ? []
      : [
          { code: 'deployment-requested', severity: 'warning', values: { deployments: requested.join(', ') } } as const,
        ]),
  ];
}

const order = { problem: 0, warning: 1, note: 2 } as const;

/** Tries everything that can be tried with an LMS without anybody launching, looks at what launches have come to, and says what is wrong. Changes nothing. */
export async function testConnection(parts: ConnectionTestParts, platform: Platform): Promise<ConnectionTest> {
  const { platforms, clock, publicUrl } = parts;
  const [trace, login, ...found] = await Promise.all([
    platforms.launches.of(platform),
    checkLogin(parts, platform),
    checkKeys(parts, platform),
    checkToken(parts, { ...platform, active: true }),
    checkConfiguration(parts, platform),
  ]);
  const launches = launchFinding(trace, { now: clock.now(), publicUrl, listed: login.listed });
  const findings = [...checkEntry(platform), ...login.findings, ...found.flat(), launches].toSorted(
    (left, right) => order[left.severity] - order[right.severity],
  );
  return { works: findings.every(({ severity }) => severity !== 'problem'), findings };
}
