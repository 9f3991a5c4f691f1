import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeJwt, exportJWK, generateKeyPair, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { createDemoLms, type DemoPlatform } from '../../../app/demo-lms/index.js';
import { createLogger, newUuid } from '../../../base/index.js';

async function listen(
  listener: RequestListener,
  host = '127.0.0.1',
): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://${host}:${(server.address() as AddressInfo).port}` };
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });

/** A tool with keys of its own, at `/lti/keys`; `/lti/login` and `/lti/launch` answer a browser as a tool would. */
export interface Tool {
  readonly url: string;
  /** Signs as the tool, or with a key that the tool does not publish. */
  sign(claims: JWTPayload, options?: { readonly foreign?: boolean; readonly seconds?: number }): Promise<string>;
  close(): Promise<void>;
}

/** Reads a posted form. */
async function fieldsOf(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return new URLSearchParams(body);
}

/** Opens a tool on a free port. */
export async function openTool(host = '127.0.0.1', now: () => number = Date.now): Promise<Tool> {
  const [own, foreign] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'tool-1', alg: 'RS256', use: 'sig' };
  const { server, url } = await listen((request, response) => {
    const answer = async (): Promise<void> => {
      if (request.url === '/lti/keys') {
        response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ keys: [jwk] }));
      } else if (request.url === '/lti/login') {
        const fields = await fieldsOf(request);
        const target = new URL(`${fields.get('iss')}/lti/auth`);
        for (const [name, value] of Object.entries({
          scope: 'openid',
          response_type: 'id_token',
          response_mode: 'form_post',
          prompt: 'none',
          client_id: fields.get('client_id')!,
          redirect_uri: `${url}/lti/launch`,
          login_hint: fields.get('login_hint')!,
          lti_message_hint: fields.get('lti_message_hint')!,
          nonce: 'nonce-0001',
          state: 'state-0001',
        }))
          target.searchParams.set(name, value);
        response.writeHead(302, { Location: target.href }).end();
      } else if (request.url === '/lti/launch') {
        const fields = await fieldsOf(request);
        response
          .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
          .end(
            `<!doctype html><html lang="de"><title>Tool</title><main><h1>Hallo ${String(decodeJwt(fields.get('id_token')!)['given_name'])}</h1></main></html>`,
          );
      } else {
        response.writeHead(404).end();
      }
    };
    answer().catch((error: unknown) => response.writeHead(500).end(String(error)));
  }, host);
  return {
    url,
    sign: (claims, { foreign: foreignKey = false, seconds = 60 } = {}) => {
      const at = Math.floor(now() / 1000);
      return new SignJWT({ iat: at, exp: at + seconds, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'tool-1' })
        .sign(foreignKey ? foreign.privateKey : own.privateKey);
    },
    close: () => closed(server),
  };
}

/** A demo LMS over HTTP, and a tool that talks to it. */
export interface Peers {
  readonly url: string;
  readonly toolUrl: string;
  readonly statePath: string;
  readonly platform: DemoPlatform;
  /** Milliseconds that the platform's clock is ahead; tests may change it. */
  readonly clock: { ahead: number };
  readonly sign: Tool['sign'];
  /** What a client assertion says, with changes. */
  assertion(changes?: Readonly<Record<string, unknown>>): JWTPayload;
  /** An access token for these scopes. */
  token(...scopes: readonly string[]): Promise<string>;
  /** Ends the tool: its keys cannot be read any more. */
  endTool(): Promise<void>;
  /** Ends the platform and opens it again on the same state. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Opens both peers, each on a free port. */
export async function openPeers(toolHost?: string): Promise<Peers> {
  const folder = await mkdtemp(join(tmpdir(), 'lotse-demo-lms-'));
  const statePath = join(folder, 'deep', 'demo-lms.json');
  const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
  const tool = await openTool(toolHost, clock.now);
  // The platform's address must be known before it is made: the listener is put in afterwards.
  let listener: RequestListener = (_request, response) => response.writeHead(503).end();
  const { server, url } = await listen((request, response) => listener(request, response));
  const open = async (): Promise<DemoPlatform> => {
    const { app, platform } = await createDemoLms({
      url,
      toolUrl: tool.url,
      statePath,
      clock,
      logger: createLogger('silent'),
    });
    listener = app as unknown as RequestListener;
    return platform;
  };
  const platform = await open();
  const peers: Peers = {
    url,
    toolUrl: tool.url,
    statePath,
    platform,
    clock,
    sign: tool.sign,
    endTool: tool.close,
    assertion: (changes = {}) => ({
      iss: platform.clientId,
      sub: platform.clientId,
      aud: platform.tokenUrl,
      jti: newUuid(),
      ...changes,
    }),
    async token(...scopes) {
      const response = await requestToken(peers, await peers.sign(peers.assertion()), scopes.join(' '));
      return ((await response.json()) as { access_token: string }).access_token;
    },
    async restart() {
      await open();
    },
    async close() {
      await Promise.all([closed(server), tool.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
  return peers;
}

/** The token request itself. */
export function requestToken(
  { platform }: Pick<Peers, 'platform'>,
  assertion: string,
  scope: string,
): Promise<Response> {
  return fetch(platform.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      scope,
    }),
  });
}

/** Hidden fields and address of the form on a page. */
export function formOn(page: string): { readonly action: string; readonly fields: Readonly<Record<string, string>> } {
  const fields = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map((match) => [
    match[1]!,
    match[2]!.replaceAll('&amp;', '&'),
  ]);
  return {
    action: /<form[^>]* action="([^"]*)"/.exec(page)?.[1] ?? '',
    fields: Object.fromEntries(fields) as Record<string, string>,
  };
}

/** Signs in as a person and begins a launch: the login initiation that the tool would get. */
export async function initiation({ url }: Peers, person: string, path: string): Promise<ReturnType<typeof formOn>> {
  const response = await fetch(url + path, { headers: { cookie: `lernplatz_person=${person}` } });
  return formOn(await response.text());
}

/** The authentication request that answers an initiation, with changes. */
export function authenticationRequest(
  { platform, toolUrl }: Peers,
  fields: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | undefined>> = {},
): URL {
  const url = new URL(platform.authUrl);
  const parameters: Record<string, string | undefined> = {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: platform.clientId,
    redirect_uri: `${toolUrl}/lti/launch`,
    login_hint: fields['login_hint'],
    lti_message_hint: fields['lti_message_hint'],
    nonce: 'nonce-0001',
    state: 'state-0001',
    ...changes,
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return url;
}

/** The whole login, as the tool: the claims of the id_token, checked against the platform's JWKS. */
export async function launch(
  peers: Peers,
  person: string,
  path: string,
): Promise<{ readonly claims: JWTPayload; readonly state: string | undefined; readonly kid: string | undefined }> {
  const { fields } = await initiation(peers, person, path);
  const { action, fields: posted } = formOn(await (await fetch(authenticationRequest(peers, fields))).text());
  if (action !== `${peers.toolUrl}/lti/launch`) throw new Error(`posted to ${action}`);
  const { payload, protectedHeader } = await jwtVerify(
    posted['id_token']!,
    createRemoteJWKSet(new URL(peers.platform.jwksUrl)),
    {
      issuer: peers.platform.issuer,
      audience: peers.platform.clientId,
      algorithms: ['RS256'],
      currentDate: new Date(Date.now() + peers.clock.ahead),
    },
  );
  return { claims: payload, state: posted['state'], kid: protectedHeader.kid };
}
