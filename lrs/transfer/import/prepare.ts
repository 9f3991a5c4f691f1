import { LotseError, uuidFrom } from '../../../base/index.js';
import {
  type Actor,
  checkSignature,
  type CompletedStatement,
  completeStatement,
  namedAttachments,
  parseStatement,
  prepareStatement,
  signatureUsage,
  statementVersionOf,
  type XapiVersion,
} from '../../statement/index.js';
import type { OrganisationId, PreparedStatement } from '../../store/index.js';

/** Options for preparing a foreign statement. */
export interface PrepareOptions {
  readonly organisation: OrganisationId;
  /** The authority of statements without one, or of every one if `replace` is set. */
  readonly authority: Actor;
  readonly replaceAuthority: boolean;
}

/** The data known for attachments, by their hashes in lower case. */
export interface AttachmentData {
  /** It is stored, or the reason why not. */
  look(sha2: string): Promise<'kept' | { readonly missing: string }>;
  /**
   * The data of a signature attachment; `undefined` if none is stored.
   * @throws LotseError `too-large` if it is more than a signature can be
   */
  signature(sha2: string): Promise<Uint8Array | undefined>;
}

/**
 * Data that is not stored here must be available elsewhere. A signature whose data is here must be valid (Data §2.6):
 * nobody may pass something off as signed by sending it through another LRS. Data that is not here cannot be checked.
 */
async function checkAttachments(
  statement: CompletedStatement,
  version: XapiVersion,
  data: AttachmentData,
): Promise<void> {
  for (const { attachment, path } of namedAttachments(statement, 'statement')) {
    const sha2 = attachment.sha2.toLowerCase();
    const found = await data.look(sha2);
    if (found !== 'kept' && attachment.fileUrl === undefined)
      throw new LotseError('invalid-statement', found.missing, { path });
    if (found === 'kept' && attachment.usageType === signatureUsage)
      checkSignature({ statement, attachment, data: await data.signature(sha2), version, path });
  }
}

/**
 * Prepares a foreign statement for storing. Id, timestamp, authority and version stay as they were; `stored` becomes
 * the instant of its import, because the order of statements depends on it. A statement without a timestamp
 * gets its former `stored`; one without an id gets an id derived from its content, so that importing it
 * again finds it. The data of its attachments is stored before the statement, or there is a `fileUrl` instead.
 * @throws LotseError `invalid-statement`, `too-large`
 */
export async function prepareForeign(
  value: unknown,
  { organisation, authority, replaceAuthority }: PrepareOptions,
  data: AttachmentData,
): Promise<PreparedStatement> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new LotseError('invalid-statement', 'It is not a statement: a JSON object.');
  const version = statementVersionOf(value);
  const statement = parseStatement(value, { version, path: 'statement' });
  const completed = completeStatement(statement, {
    id: uuidFrom('import', organisation, JSON.stringify(value)),
    authority: replaceAuthority ? authority : (statement.authority ?? authority),
    ...(statement.stored === undefined ? {} : { now: new Date(statement.stored).toISOString() }),
    version,
  });
  await checkAttachments(completed, version, data);
  return prepareStatement(completed);
}
