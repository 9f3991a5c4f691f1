import type { PreparedStatement } from '../store/index.js';
import { fingerprintOf } from './fingerprint.js';
import { relationsOf } from './relations.js';
import type { Attachment, CompletedStatement } from './types.js';
import { verbs } from './verbs.js';

/** Makes a completed statement ready for the store: its text, and whatever it is compared with and found by. */
export function prepareStatement(statement: CompletedStatement): PreparedStatement {
  const { id, verb, object, context } = statement;
  const refersTo = object.objectType === 'StatementRef' ? object.id.toLowerCase() : undefined;
  return {
    id,
    text: JSON.stringify(statement),
    fingerprint: fingerprintOf(statement),
    verb: verb.id,
    ...(context?.registration === undefined ? {} : { registration: context.registration.toLowerCase() }),
    ...(refersTo === undefined ? {} : { refersTo }),
    voiding: verb.id === verbs.voided,
    ...relationsOf(statement),
    attachments: [...new Set(attachmentsOf(statement).map((each) => each.sha2.toLowerCase()))],
  };
}

/** Every attachment that a statement names, those of its SubStatement included. */
function attachmentsOf({ attachments = [], object }: CompletedStatement): readonly Attachment[] {
  return object.objectType === 'SubStatement' ? [...attachments, ...(object.attachments ?? [])] : attachments;
}
