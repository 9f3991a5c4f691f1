import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { organisationId } from '../../lrs/store/index.js';
import { toolAddresses } from '../../lti-tool/registration/index.js';
import type { Platform } from '../../lti-tool/store/index.js';
import { HttpPeer } from '../support/http-peer.js';
import { type LtiTool, nord, publicUrl, useLtiTool } from '../support/lti-tool.js';
import { bodyOf, json, type PlatformPeer } from '../support/platform-peer.js';

const sued = organisationId('suedwerk')!;
const scope = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';

/** Keeps what it is handed, and gives nothing. */
class Trap extends HttpPeer {
  assertion = '';

  protected async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.assertion = new URLSearchParams(await bodyOf(request)).get('client_assertion') ?? '';
    json(response, 400, { error: 'invalid_client' });
  }
}

/**
 * Another tenant connects an "LMS" that is a trap: it calls Lotse by the client id that a victim's LMS uses (whoever
 * launches there can read it), and names the victim's token address as the one that assertions are for. What Lotse signs
 * for the trap, the trap then hands in at the victim's LMS, to read its courses and write its grades in Lotse's name.
 */
describe('attacks between organisations by what Lotse signs', () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  let trap: Trap;
  let trapped: Platform;
  useLtiTool((opened) => ({ peer, tool } = opened));
  beforeAll(async () => {
    await tool.lrs.access.createOrganisation({ id: sued, name: 'Südwerk' });
    trap = await new Trap().listen();
    trapped = await tool.platforms.register(sued, {
      ...peer.registration,
      issuer: trap.url,
      tokenEndpoint: `${trap.url}/token`,
      authorizationServer: peer.registration.tokenEndpoint,
      name: 'Trap',
    });
  });

  afterAll(() => trap.close());

  const keySet = async (address: string): Promise<JSONWebKeySet> =>
    (await tool.get(new URL(address).pathname).expect(200)).body as JSONWebKeySet;
  const keysFor = (organisation: typeof nord): Promise<JSONWebKeySet> =>
    keySet(toolAddresses(publicUrl, organisation).keys);
  const kidsFor = async (organisation: typeof nord): Promise<readonly (string | undefined)[]> =>
    (await keysFor(organisation)).keys.map(({ kid }) => kid);

  test("what was signed for the trap is worth nothing at the victim's LMS, even at one that looks at no more than key and client id", async () => {
    await expect(tool.platforms.accessTokens.get(trapped, scope)).rejects.toMatchObject({
      code: 'platform-unreachable',
    });
    const { assertion } = trap;
    expect(
      (
        await jwtVerify(assertion, createLocalJWKSet(await keysFor(sued)), {
          subject: peer.clientId,
          audience: peer.registration.tokenEndpoint,
        })
      ).payload.iss,
    ).toBe(peer.clientId);
    await expect(jwtVerify(assertion, createLocalJWKSet(await keysFor(nord)))).rejects.toMatchObject({
      code: 'ERR_JWKS_NO_MATCHING_KEY',
    });
    // What is signed for the victim is good there.
    peer.toolKeys = () => keysFor(nord);
    await tool.platforms.accessTokens.get(tool.platform, scope);
    expect(peer.tokenRequests.at(-1)!.assertion.sub).toBe(peer.clientId);
  });

  test('each organisation has a key set of its own, through all of a rotation; what is no organisation has none', async () => {
    const [[north], [south]] = [await kidsFor(nord), await kidsFor(sued)];
    expect(north).not.toBe(south);
    const { kid } = await tool.platforms.signingKeys.rotate(nord, { overlapDays: 1 });
    expect([await kidsFor(nord), await kidsFor(sued)]).toEqual([[north, kid], [south]]);
    tool.clock.advance(3 * 86_400_000);
    expect([await kidsFor(nord), await kidsFor(sued)]).toEqual([[kid], [south]]);
    for (const nobody of ['nowhere', 'Nordwerk', '%00', '..%2fnordwerk', '__proto__'])
      expect((await keySet(`${publicUrl}/lti/keys/${nobody}`)).keys).toEqual([]);
  });

  test('LMSs that were connected when there was one set for all still find their key', async () => {
    const all = (await keySet(`${publicUrl}/lti/keys`)).keys.map(({ kid }) => kid);
    expect(all.toSorted()).toEqual([...(await kidsFor(nord)), ...(await kidsFor(sued))].toSorted());
  });
});
