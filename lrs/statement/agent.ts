import { LotseError } from '../../base/index.js';
import {
  anyObject,
  arrayOf,
  checkIri,
  checkUri,
  checkOneOf,
  checkString,
  checkObjectKeys,
  optional,
  refuse,
  required,
  type UncheckedObject,
} from './checks.js';
import { isMailto } from './iri.js';
import { childPath } from './path.js';
import type { Agent, Group, IdentifiedGroup } from './types.js';

const identifiers = ['mbox', 'mbox_sha1sum', 'openid', 'account'] as const;
const agentProperties: ReadonlySet<string> = new Set(['objectType', 'name', ...identifiers]);
const groupProperties: ReadonlySet<string> = new Set([...agentProperties, 'member']);
const accountProperties: ReadonlySet<string> = new Set(['homePage', 'name']);
const sha1 = /^[0-9a-f]{40}$/i;

const isAgentType = checkOneOf(['Agent']);
const isGroupType = checkOneOf(['Group']);
const isActorType = checkOneOf(['Agent', 'Group']);

function checkMailbox(value: unknown, path: string): void {
  checkString(value, path);
  if (!isMailto(value)) refuse(path, `"${path}" must be "mailto:" and one e-mail address.`);
}

function checkMailboxHash(value: unknown, path: string): void {
  checkString(value, path);
  if (!sha1.test(value)) refuse(path, `"${path}" must be the SHA-1 hash of a mailto IRI in 40 hexadecimal digits.`);
}

function checkAccount(value: unknown, path: string): void {
  const account = checkObjectKeys(value, path, accountProperties, 'An account');
  required(account, 'homePage', path, checkIri, 'An account');
  required(account, 'name', path, checkString, 'An account');
}

/** Checks the identifiers and returns how many there are. */
function checkIdentifiers(actor: UncheckedObject, path: string): number {
  optional(actor, 'mbox', path, checkMailbox);
  optional(actor, 'mbox_sha1sum', path, checkMailboxHash);
  optional(actor, 'openid', path, checkUri);
  optional(actor, 'account', path, checkAccount);
  let count = 0;
  for (const identifier of identifiers) if (actor[identifier] !== undefined) count++;
  return count;
}

const choice = '"mbox", "mbox_sha1sum", "openid" or "account"';

/** An Agent (Data §2.4.2.1). */
export function checkAgent(value: unknown, path: string): asserts value is Agent {
  optional(anyObject(value, path), 'objectType', path, isAgentType);
  const agent = checkObjectKeys(value, path, agentProperties, 'An Agent');
  optional(agent, 'name', path, checkString);
  if (checkIdentifiers(agent, path) !== 1) refuse(path, `An Agent must have exactly one of ${choice}.`);
}

/** A Group, identified or anonymous (Data §2.4.2.2). */
export function checkGroup(value: unknown, path: string): asserts value is Group {
  required(anyObject(value, path), 'objectType', path, isGroupType, 'A Group');
  const group = checkObjectKeys(value, path, groupProperties, 'A Group');
  optional(group, 'name', path, checkString);
  optional(group, 'member', path, checkMembers);
  const count = checkIdentifiers(group, path);
  if (count > 1) refuse(path, `A Group must have at most one of ${choice}.`);
  if (count === 0 && (group['member'] === undefined || (group['member'] as readonly unknown[]).length === 0)) {
    refuse(childPath(path, 'member'), `A Group without ${choice} must list its members.`);
  }
}

function checkMembers(value: unknown, path: string): void {
  arrayOf(value, path, checkAgent);
}

/** An Agent or a Group, by its objectType; without one it is an Agent. */
export function checkActor(value: unknown, path: string): asserts value is Agent | Group {
  const { objectType } = anyObject(value, path);
  if (objectType !== undefined) isActorType(objectType, childPath(path, 'objectType'));
  if (objectType === 'Group') checkGroup(value, path);
  else checkAgent(value, path);
}

/** The authority of a statement: an Agent, or an anonymous Group of an application and a user (Data §2.4.9). */
export function checkAuthority(value: unknown, path: string): void {
  checkActor(value, path);
  if (value.objectType !== 'Group') return;
  for (const identifier of identifiers) {
    if (value[identifier] !== undefined)
      refuse(childPath(path, identifier), 'An authority that is a Group must be anonymous.');
  }
  if (value.member?.length !== 2)
    refuse(
      childPath(path, 'member'),
      'An authority that is a Group must have exactly two members: an application and a user.',
    );
}

/**
 * Reads an Agent or identified Group that a query parameter gives; statements are validated to the same standard
 * (Data §2.2).
 * @param path the parameter's name
 * @throws LotseError `invalid-parameter`, with the place of the fault
 */
export function parseAgent(value: unknown, path: string): Agent | IdentifiedGroup {
  try {
    checkActor(value, path);
    if (checkIdentifiers(value as UncheckedObject, path) === 0)
      refuse(path, `A Group without ${choice} cannot be asked for.`);
  } catch (caught) {
    if (!(caught instanceof LotseError)) throw caught;
    throw new LotseError('invalid-parameter', caught.message, {
      cause: caught,
      ...(caught.path === undefined ? {} : { path: caught.path }),
    });
  }
  return value as Agent | IdentifiedGroup;
}
