import type { PreparedStatement } from '../store/index.js';
import { fingerprintOf } from './fingerprint.js';
import { namedActivities } from './named-activities.js';
import { namedAttachments } from './named-attachments.js';
import { relationsOf } from './relations.js';
import { type ReceivedText, textOf } from './text.js';
import type { CompletedStatement } from './types.js';
import { verbs } from './verbs.js';

/** Options for preparing a statement. */
export interface Preparation {
  /** True if its definitions of Activities become the LRS's own (Communication §4.2, scope `define`). */
  readonly defines: boolean;
  /** The text it was received as, if it had one of its own. */
  readonly sent?: ReceivedText;
}

/** Prepares a completed statement for the store: its text, fingerprint and facets. */
export function prepareStatement(
  statement: CompletedStatement,
  { defines, sent }: Preparation = { defines: true },
): PreparedStatement {
  const { id, verb, object, context, timestamp } = statement;
  const refersTo = object.objectType === 'StatementRef' ? object.id.toLowerCase() : undefined;
  return {
    id,
    text: textOf(statement, sent),
    ...(timestamp === undefined ? { untimed: true } : {}),
    fingerprint: fingerprintOf(statement),
    verb: verb.id,
    ...(context?.registration === undefined ? {} : { registration: context.registration.toLowerCase() }),
    ...(refersTo === undefined ? {} : { refersTo }),
    voiding: verb.id === verbs.voided,
    ...relationsOf(statement),
    attachments:
      statement.attachments === undefined && object.objectType !== 'SubStatement'
        ? []
        : [...new Set(namedAttachments(statement).map(({ attachment }) => attachment.sha2.toLowerCase()))],
    definitions: defines ? definitionsOf(statement) : [],
  };
}

function definitionsOf(statement: CompletedStatement): PreparedStatement['definitions'] {
  const definitions: { readonly iri: string; readonly definition: string }[] = [];
  for (const { id, definition } of namedActivities(statement))
    if (definition !== undefined) definitions.push({ iri: id, definition: JSON.stringify(definition) });
  return definitions;
}
