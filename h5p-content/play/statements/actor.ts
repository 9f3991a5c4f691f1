import { isUuid } from '../../../base/index.js';

/**
 * H5P core turns a mail address into the actor of its statements, and stores no state for people without a user.
 * This address cannot belong to anybody (RFC 2606 §2); the server puts the learner in its place.
 */
export const placeholderAddress = 'learner@lotse.invalid';

/** A placeholder name that H5P core uses if nobody is signed in. */
function isPlaceholder(name: unknown): boolean {
  return typeof name === 'string' && isUuid(name.replace(/^not-trackable-/, ''));
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/**
 * True if an actor sent by the browser may be replaced by the launch's own. It may if it names nobody else:
 * - it is missing;
 * - it is the placeholder that the player gave to H5P core: a mail address under `.invalid`, which cannot exist;
 * - it is what H5P core makes up by itself: an account on our own origin, named by a UUID;
 * - it is the launch's actor.
 * Anything else is a real agent, or could be one: another mail address, an account elsewhere or with a name that
 * is not made up (the LRS's own credentials are accounts on our origin), an OpenID, a hash, a group. An agent
 * with two identifiers is refused too, because one of them may be somebody.
 */
export function isReplaceableActor(actor: unknown, own: { readonly account?: unknown }, publicUrl: string): boolean {
  if (actor === undefined) return true;
  if (typeof actor !== 'object' || actor === null) return false;
  const objectType = field(actor, 'objectType');
  if (objectType !== undefined && objectType !== 'Agent') return false;
  const identifiers = ['mbox', 'mbox_sha1sum', 'openid', 'account'].filter((key) => field(actor, key) !== undefined);
  if (identifiers.length !== 1 || field(actor, 'member') !== undefined) return false;
  if (identifiers[0] === 'mbox') return field(actor, 'mbox') === `mailto:${placeholderAddress}`;
  const account = field(actor, 'account');
  const [homePage, name] = [field(account, 'homePage'), field(account, 'name')];
  if (identifiers[0] !== 'account') return false;
  if (homePage === publicUrl && isPlaceholder(name)) return true;
  return homePage !== undefined && homePage === field(own.account, 'homePage') && name === field(own.account, 'name');
}
