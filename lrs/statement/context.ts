import { checkActivity } from './activity.js';
import { checkActor, checkAgent, checkGroup } from './agent.js';
import {
  anyObject,
  arrayOf,
  checkExtensions,
  checkIri,
  checkLanguageTag,
  checkUuid,
  checkOneOf,
  checkString,
  checkObjectKeys,
  optional,
  refuse,
  required,
  type UncheckedObject,
} from './checks.js';
import { childPath } from './path.js';
import { contextActivityKinds, type StatementRef, type XapiVersion } from './types.js';

const properties = [
  'registration',
  'instructor',
  'team',
  'contextActivities',
  'revision',
  'platform',
  'language',
  'statement',
  'extensions',
];
const contextProperties: Readonly<Record<XapiVersion, ReadonlySet<string>>> = {
  '1.0.3': new Set(properties),
  '2.0.0': new Set([...properties, 'contextAgents', 'contextGroups']),
};
const contextActivityProperties: ReadonlySet<string> = new Set(contextActivityKinds);
const contextAgentProperties: ReadonlySet<string> = new Set(['objectType', 'agent', 'relevantTypes']);
const contextGroupProperties: ReadonlySet<string> = new Set(['objectType', 'group', 'relevantTypes']);
const referenceProperties: ReadonlySet<string> = new Set(['objectType', 'id']);

const isContextAgentType = checkOneOf(['contextAgent']);
const isContextGroupType = checkOneOf(['contextGroup']);
const isReferenceType = checkOneOf(['StatementRef']);

/**
 * A Context (Data §2.4.6; contextAgents and contextGroups: xAPI 2.0 §4.2.2.5).
 * @param aboutActivity whether the object of the statement is an Activity
 */
export function checkContext(value: unknown, path: string, version: XapiVersion, aboutActivity: boolean): void {
  const context = checkObjectKeys(value, path, contextProperties[version], 'A context');
  optional(context, 'registration', path, checkUuid);
  optional(context, 'instructor', path, checkActor);
  optional(context, 'team', path, checkGroup);
  optional(context, 'contextActivities', path, checkContextActivities);
  optional(context, 'contextAgents', path, checkContextAgents);
  optional(context, 'contextGroups', path, checkContextGroups);
  optional(context, 'revision', path, checkString);
  optional(context, 'platform', path, checkString);
  optional(context, 'language', path, checkLanguageTag);
  optional(context, 'statement', path, checkStatementRef);
  optional(context, 'extensions', path, checkExtensions);
  if (aboutActivity) return;
  for (const key of ['revision', 'platform']) {
    if (context[key] !== undefined)
      refuse(childPath(path, key), `A context may have "${key}" only if the statement's object is an Activity.`);
  }
}

/** A reference to a statement, known here or not (Data §2.4.4.3). */
export function checkStatementRef(value: unknown, path: string): asserts value is StatementRef {
  required(anyObject(value, path), 'objectType', path, isReferenceType, 'A StatementRef');
  const reference = checkObjectKeys(value, path, referenceProperties, 'A StatementRef');
  required(reference, 'id', path, checkUuid, 'A StatementRef');
}

function checkContextActivities(value: unknown, path: string): void {
  const activities = checkObjectKeys(value, path, contextActivityProperties, '"contextActivities"');
  for (const kind of contextActivityKinds) optional(activities, kind, path, checkActivities);
}

function checkActivities(value: unknown, path: string): void {
  if (Array.isArray(value)) arrayOf(value, path, checkActivity);
  else checkActivity(value, path);
}

function checkContextAgents(value: unknown, path: string): void {
  arrayOf(value, path, checkContextAgent);
}

function checkContextGroups(value: unknown, path: string): void {
  arrayOf(value, path, checkContextGroup);
}

function checkContextAgent(value: unknown, path: string): void {
  const contextAgent = checkObjectKeys(value, path, contextAgentProperties, 'A contextAgent');
  required(contextAgent, 'objectType', path, isContextAgentType, 'A contextAgent');
  required(contextAgent, 'agent', path, checkAgent, 'A contextAgent');
  checkRelevantTypes(contextAgent, path);
}

function checkContextGroup(value: unknown, path: string): void {
  const contextGroup = checkObjectKeys(value, path, contextGroupProperties, 'A contextGroup');
  required(contextGroup, 'objectType', path, isContextGroupType, 'A contextGroup');
  required(contextGroup, 'group', path, checkGroup, 'A contextGroup');
  checkRelevantTypes(contextGroup, path);
}

function checkRelevantTypes(part: UncheckedObject, path: string): void {
  optional(part, 'relevantTypes', path, (value, place) => {
    const types = arrayOf(value, place, checkIri);
    if (types.length === 0) refuse(place, `"${place}" must hold at least one IRI, or be left out.`);
  });
}
