import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Person, personById } from '../course.js';
import type { DemoParts } from '../parts.js';
import { DemoError } from '../demo-error.js';
import type { CourseItem } from '../state/index.js';
import { refusalSentence } from '../texts.js';
import { type LaunchHint, readHint } from './hint.js';

const fixed = { scope: 'openid', response_type: 'id_token', response_mode: 'form_post', prompt: 'none' } as const;

const schema = z.object({
  client_id: z.string(),
  redirect_uri: z.string(),
  login_hint: z.string(),
  lti_message_hint: z.string(),
  nonce: z.string().min(8).max(512),
  state: z.string().min(1).max(2048),
});

/** A valid request of a tool for an id_token. */
export interface AcceptedRequest {
  readonly person: Person;
  /** The item to launch; absent for deep linking. */
  readonly item: CourseItem | undefined;
  readonly hint: LaunchHint;
  readonly nonce: string;
  readonly state: string;
}

function equal(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

/**
 * Checks an OIDC authentication request (LTI security framework §5.1.1.2).
 * @throws DemoError naming what is wrong; it never goes to an address that was not registered
 */
export async function readAuthenticationRequest(
  { platform, tool, keys, state }: DemoParts,
  given: Readonly<Record<string, unknown>>,
): Promise<AcceptedRequest> {
  for (const [name, value] of Object.entries(fixed)) {
    if (given[name] !== value)
      throw new DemoError(
        400,
        refusalSentence('badRequest', { what: `${name} = ${value}` }),
        `auth: ${name} is not ${value}`,
      );
  }
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0] ?? '');
    throw new DemoError(400, refusalSentence('badRequest', { what: name }), `auth: ${name} is missing or malformed`);
  }
  const request = parsed.data;
  if (request.client_id !== platform.clientId)
    throw new DemoError(400, refusalSentence('unknownClient'), 'auth: client_id is not registered');
  if (request.redirect_uri !== tool.launchUrl)
    throw new DemoError(400, refusalSentence('wrongRedirect'), 'auth: redirect_uri is not registered');
  const hint = await readHint(keys, request.lti_message_hint);
  if (hint === undefined)
    throw new DemoError(400, refusalSentence('expired'), 'auth: lti_message_hint is not ours or has run out');
  const person = personById(hint.sub);
  if (person === undefined || !equal(hint.sub, request.login_hint))
    throw new DemoError(400, refusalSentence('unknownPerson'), 'auth: login_hint does not belong to lti_message_hint');
  const item = state.current().items.find((each) => each.id === hint.itemId);
  if (hint.kind !== 'deep-linking' && item === undefined)
    throw new DemoError(404, refusalSentence('unknownItem'), 'auth: the item is gone');
  return { person, item, hint, nonce: request.nonce, state: request.state };
}
