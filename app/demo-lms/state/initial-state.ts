import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { newSecret } from '../../../base/index.js';
import { starterItems } from '../course.js';
import type { State } from './schema.js';

/** A new course platform: fresh keys, the starter course, no grades. */
export async function initialState(launchUrl: string): Promise<State> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  const graded = starterItems.filter((item) => item.graded);
  return {
    version: 1,
    signingKey: { ...jwk, kid: await calculateJwkThumbprint(jwk) } as State['signingKey'],
    secret: newSecret(),
    lastId: 100,
    items: starterItems.map(({ id, title, text, custom }) => ({
      id,
      title,
      text,
      url: launchUrl,
      custom: { ...custom },
      added: false,
    })),
    lineItems: graded.map(({ id, title }) => ({ id, label: title.de, scoreMaximum: 100, itemId: id, byTool: false })),
    scores: [],
    used: [],
  };
}
