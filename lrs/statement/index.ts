export { parseAcceptLanguage } from './accept-language.js';
export { agentKeySuffix, accountOfKey, actorKey, agentKey } from './agent-key.js';
export { parseAgent } from './agent.js';
export { completeStatement, type Completion } from './complete.js';
export { isSameStatement, fingerprintOf } from './fingerprint.js';
export { type CanonicalDefinitions, formatStatement, type StatementFormat, statementFormats } from './format.js';
export { isIri } from './iri.js';
export type { JsonLimits } from './json-scanner.js';
export { toArray, isActivity, namedActivities } from './named-activities.js';
export { namedAttachments } from './named-attachments.js';
export { parseJson } from './parse-json.js';
export { parseStatement } from './parse-statement.js';
export { prepareStatement } from './prepare.js';
export { checkSignature, signatureUsage } from './signature.js';
export { toUtcTimestamp } from './timestamp.js';
export {
  type Activity,
  type ActivityDefinition,
  type Actor,
  type Agent,
  type AnonymousGroup,
  type Attachment,
  type CompletedStatement,
  type Context,
  type ContextActivityKind,
  type Extensions,
  type Group,
  type IdentifiedGroup,
  type InteractionComponent,
  type InteractionType,
  interactionTypes,
  type JsonValue,
  type LanguageMap,
  type Result,
  type Score,
  type Statement,
  type StatementObject,
  type StatementRef,
  type SubStatement,
  type Verb,
  type XapiVersion,
} from './types.js';
export { verbs } from './verbs.js';
export { newestVersionOf, statementVersionOf, xapiVersionOf, xapiVersions } from './xapi-version.js';
