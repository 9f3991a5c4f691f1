import { checkActivity } from './activity.js';
import { checkActor, checkAuthority } from './agent.js';
import { checkAttachment } from './attachment.js';
import {
  anyObject,
  arrayOf,
  type Check,
  checkIri,
  checkLanguageMap,
  checkUuid,
  checkOneOf,
  checkString,
  checkObjectKeys,
  optional,
  refuse,
  required,
  type UncheckedObject,
} from './checks.js';
import { checkContext, checkStatementRef } from './context.js';
import { childPath } from './path.js';
import { checkResult } from './result.js';
import { toUtcTimestamp } from './timestamp.js';
import type { Statement, Verb, XapiVersion } from './types.js';
import { verbs } from './verbs.js';

/** Options for parsing a statement. */
export interface ParseOptions {
  /** The version whose rules hold. */
  readonly version: XapiVersion;
  /** If the statement stands in what was sent, e.g. `statements[3]`; leads every path of an error. */
  readonly path?: string;
}

const bodyProperties = ['actor', 'verb', 'object', 'result', 'context', 'timestamp', 'attachments'];
const statementProperties: ReadonlySet<string> = new Set([...bodyProperties, 'id', 'stored', 'authority', 'version']);
const subStatementProperties: ReadonlySet<string> = new Set([...bodyProperties, 'objectType']);
const verbProperties: ReadonlySet<string> = new Set(['id', 'display']);

const isSubStatementType = checkOneOf(['SubStatement']);
const objectTypes = ['Activity', 'Agent', 'Group', 'StatementRef'];
const isObjectType = checkOneOf([...objectTypes, 'SubStatement']);
const isInnerObjectType = checkOneOf(objectTypes, ', because a SubStatement cannot hold another');

/** `1.0`, `1.0.x` and, since 2.0, `2.0.x`; Semantic Versioning 1.0.0 allows a name after a hyphen. */
const versionPatterns: Readonly<Record<XapiVersion, RegExp>> = {
  '1.0.3': /^1\.0(?:\.\d+(?:-[0-9A-Za-z-]+)?)?$/,
  '2.0.0': /^[12]\.0(?:\.\d+(?:-[0-9A-Za-z-]+)?)?$/,
};

/**
 * Checks that a JSON value is a statement that meets every requirement of xAPI Data §2.2 – §2.4 and §4; the value
 * itself is returned, unchanged.
 * @throws LotseError `invalid-statement` with a sentence for the sender and the place of the first fault as `path`
 */
export function parseStatement(value: unknown, { version, path = '' }: ParseOptions): Statement {
  const statement = checkObjectKeys(value, path, statementProperties, 'A statement');
  optional(statement, 'id', path, checkUuid);
  checkBody(statement, path, version, 'A statement', objectCheck[version]);
  optional(statement, 'stored', path, timestampCheck[version]);
  optional(statement, 'authority', path, checkAuthority);
  optional(statement, 'version', path, versionCheck[version]);
  return value as Statement;
}

/** Checks the properties that statements and sub-statements share. */
function checkBody(
  statement: UncheckedObject,
  path: string,
  version: XapiVersion,
  what: string,
  checkObject: Check,
): void {
  required(statement, 'actor', path, checkActor, what);
  required(statement, 'verb', path, checkVerb, what);
  required(statement, 'object', path, checkObject, what);
  const { objectType } = statement['object'] as { readonly objectType?: string };
  if ((statement['verb'] as Verb).id === verbs.voided && objectType !== 'StatementRef') {
    refuse(childPath(path, 'object'), 'A statement that voids another must have a StatementRef as its object.');
  }
  optional(statement, 'result', path, checkResult);
  const context = statement['context'];
  if (context !== undefined)
    checkContext(context, childPath(path, 'context'), version, objectType === undefined || objectType === 'Activity');
  optional(statement, 'timestamp', path, timestampCheck[version]);
  optional(statement, 'attachments', path, checkAttachments);
}

function checkVerb(value: unknown, path: string): void {
  const verb = checkObjectKeys(value, path, verbProperties, 'A verb');
  required(verb, 'id', path, checkIri, 'A verb');
  optional(verb, 'display', path, checkLanguageMap);
}

function checkObject(value: unknown, path: string, version: XapiVersion): void {
  const { objectType } = anyObject(value, path);
  if (objectType !== undefined) isObjectType(objectType, childPath(path, 'objectType'));
  if (objectType === 'SubStatement') checkSubStatement(value, path, version);
  else checkPlainObject(value, path, objectType);
}

function checkInnerObject(value: unknown, path: string): void {
  const { objectType } = anyObject(value, path);
  if (objectType !== undefined) isInnerObjectType(objectType, childPath(path, 'objectType'));
  checkPlainObject(value, path, objectType);
}

function checkPlainObject(value: unknown, path: string, objectType: unknown): void {
  if (objectType === 'Agent' || objectType === 'Group') checkActor(value, path);
  else if (objectType === 'StatementRef') checkStatementRef(value, path);
  else checkActivity(value, path);
}

function checkSubStatement(value: unknown, path: string, version: XapiVersion): void {
  const statement = checkObjectKeys(value, path, subStatementProperties, 'A SubStatement');
  required(statement, 'objectType', path, isSubStatementType, 'A SubStatement');
  checkBody(statement, path, version, 'A SubStatement', checkInnerObject);
}

function checkAttachments(value: unknown, path: string): void {
  arrayOf(value, path, checkAttachment);
}

/** The same check for each version, created once instead of for every statement. */
function forEachVersion<T>(make: (version: XapiVersion) => T): Readonly<Record<XapiVersion, T>> {
  return { '1.0.3': make('1.0.3'), '2.0.0': make('2.0.0') };
}

const objectCheck = forEachVersion((version) => (value: unknown, path: string) => checkObject(value, path, version));

const timestampCheck = forEachVersion((version) => (value: unknown, path: string) => {
  checkString(value, path);
  if (toUtcTimestamp(value, version) === undefined) {
    refuse(
      path,
      `"${path}" must be a timestamp such as "2026-11-21T08:15:00.000Z". The offset "-00:00" is not allowed.`,
    );
  }
});

const versionCheck = forEachVersion((version) => (value: unknown, path: string) => {
  checkString(value, path);
  if (!versionPatterns[version].test(value))
    refuse(path, `"${path}" must be a version ${version === '1.0.3' ? '1.0.x' : '1.0.x or 2.0.x'}.`);
});
