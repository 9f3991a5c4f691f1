/**
 * The launch generator: LMSs and browsers in one process of their own. Each launch is what a browser does: the LMS's
 * login, the answer with cookie and id_token, and, if it is asked for, the page with the unit.
 */
import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { type Answer, Connection, requestBytes } from './connection.js';
import type { LaunchOrder, LaunchReport } from './launch-load.js';

const claim = (name: string): string => `https://purl.imsglobal.org/spec/lti/claim/${name}`;
const form = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString();
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(order: LaunchOrder, key: KeyObject, person: number, nonce: string): string {
  const { issuer, clientId, kid } = order.platforms[person % order.platforms.length]!;
  const now = Math.floor(Date.now() / 1000);
  const text = `${encoded({ alg: 'RS256', kid, typ: 'JWT' })}.${encoded({
    iss: issuer,
    aud: clientId,
    sub: `person-${person}`,
    nonce,
    iat: now,
    exp: now + 60,
    [claim('version')]: '1.3.0',
    [claim('message_type')]: 'LtiResourceLinkRequest',
    [claim('deployment_id')]: '1',
    [claim('target_link_uri')]: `${order.publicUrl}/lti/launch`,
    [claim('roles')]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'],
    [claim('resource_link')]: { id: 'link-1' },
    [claim('context')]: { id: '7', title: 'Digital lernen im Betrieb' },
    [claim('custom')]: { content: 'd1-entwicklungsgespraech' },
    [claim('launch_presentation')]: { locale: 'de', document_target: 'iframe', return_url: `${issuer}/course/7` },
    'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': {
      lineitem: `${issuer}/lineitems/1`,
      scope: ['https://purl.imsglobal.org/spec/lti-ags/scope/score'],
    },
  })}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
}

function expectStatus(answer: Answer, status: number, what: string): Answer {
  if (answer.status !== status)
    throw new Error(`${what} was answered with ${answer.status}: ${answer.text().slice(0, 2000)}`);
  return answer;
}

async function carryOut(order: LaunchOrder): Promise<LaunchReport> {
  const keys = order.platforms.map(({ privateKey }) => createPrivateKey(privateKey));
  const report = { login: [] as number[], launch: [] as number[], play: [] as number[] };
  const connections = await Promise.all(
    Array.from({ length: order.connections }, (_, number) => Connection.open(order.url, `127.0.1.${number + 1}`)),
  );
  let next = 0;

  async function withTimestamp(connection: Connection, request: Buffer, into: number[]): Promise<Answer> {
    const begun = performance.now();
    const answer = await connection.send(request);
    into.push(performance.now() - begun);
    return answer;
  }

  async function launchOne(connection: Connection, person: number): Promise<void> {
    const index = person % order.platforms.length;
    const { issuer, clientId } = order.platforms[index]!;
    const initiation = form({
      iss: issuer,
      client_id: clientId,
      lti_deployment_id: '1',
      login_hint: String(person),
      lti_message_hint: '{"cmid":5}',
      target_link_uri: `${order.publicUrl}/lti/launch`,
    });
    const headers = { Accept: 'text/html', 'Content-Type': 'application/x-www-form-urlencoded' };
    const begun = expectStatus(
      await withTimestamp(connection, requestBytes('POST', '/lti/login', headers, initiation), report.login),
      200,
      'The login',
    );
    const cookie = /^set-cookie: ([^;\r]+)/im.exec(begun.head())![1]!;
    const data = JSON.parse(/id="data">(.*?)<\/script>/s.exec(begun.text())![1]!) as { next: string };
    const { searchParams } = new URL(data.next);
    const answer = form({
      state: searchParams.get('state')!,
      id_token: token(order, keys[index]!, person, searchParams.get('nonce')!),
    });
    const landed = expectStatus(
      await withTimestamp(
        connection,
        requestBytes('POST', '/lti/launch', { ...headers, Cookie: cookie }, answer),
        report.launch,
      ),
      303,
      'The launch',
    );
    if (!order.play) return;
    const location = new URL(/^location: (\S+)/im.exec(landed.head())![1]!);
    expectStatus(
      await withTimestamp(
        connection,
        requestBytes('GET', location.pathname + location.search, { Accept: 'text/html' }),
        report.play,
      ),
      200,
      'The unit',
    );
  }

  const [begun, used] = [performance.now(), process.cpuUsage()];
  await Promise.all(
    connections.map(async (connection) => {
      while (next < order.launches) await launchOne(connection, order.from + next++);
      connection.close();
    }),
  );
  const { user, system } = process.cpuUsage(used);
  return { seconds: (performance.now() - begun) / 1000, processor: (user + system) / 1e6, ...report };
}

process.on('message', (order: LaunchOrder) => {
  carryOut(order).then(
    (report) => process.send!(report, () => process.disconnect()),
    (caught: unknown) => {
      process.stderr.write(`${caught instanceof Error ? caught.stack : String(caught)}\n`);
      process.exit(1);
    },
  );
});
