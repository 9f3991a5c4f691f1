import { LotseError, uuidFrom } from '../../base/index.js';
import { completeStatement, namedAttachments, parseStatement, prepareStatement, type Actor, type CompletedStatement, type XapiVersion } from '../../statement/index.js';
import type { OrganisationId, PreparedStatement } from '../../store/index.js';

/** What preparing needs to know beside the statement. */
export interface PrepareOptions {
  readonly organisation: OrganisationId;
  /** Who vouches for a statement that nobody has vouched for, or for every one where `replace` is set. */
  readonly authority: Actor;
  readonly replaceAuthority: boolean;
}

/** What is known of an attachment's data: it is kept, or why it is not. */
export type DataLookUp = (sha2: string) => Promise<'kept' | { readonly missing: string }>;

/** The version whose rules a statement follows: its own, otherwise 2.0 only where it uses what came with it. */
function versionOf(value: unknown): XapiVersion {
  const { version, context } = value as { readonly version?: unknown; readonly context?: { readonly contextAgents?: unknown; readonly contextGroups?: unknown } | null };
  if (typeof version === 'string') return version.startsWith('2.') ? '2.0.0' : '1.0.3';
  return context?.contextAgents !== undefined || context?.contextGroups !== undefined ? '2.0.0' : '1.0.3';
}

/** Data that is kept nowhere here must be to be had elsewhere. */
async function checkAttachments(statement: CompletedStatement, dataOf: DataLookUp): Promise<void> {
  for (const { attachment: { sha2, fileUrl }, path } of namedAttachments(statement, 'statement')) {
    const data = await dataOf(sha2.toLowerCase());
    if (data !== 'kept' && fileUrl === undefined) throw new LotseError('invalid-statement', data.missing, { path });
  }
}

/**
 * A foreign statement as it will be kept. Id, timestamp, authority and version stay what they were; `stored` becomes
 * the instant at which it is stored here, because the order of statements hangs on it. A statement without a timestamp
 * gets what it had as `stored`; one without an id gets an id that follows from its content, so that importing it
 * again finds it. The data of its attachments is kept before the statement is, or there is a `fileUrl` instead.
 * @throws LotseError `invalid-statement`
 */
export async function prepareForeign(value: unknown, { organisation, authority, replaceAuthority }: PrepareOptions, dataOf: DataLookUp): Promise<PreparedStatement> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new LotseError('invalid-statement', 'It is not a statement: a JSON object.');
  const version = versionOf(value);
  const statement = parseStatement(value, { version, path: 'statement' });
  const completed = completeStatement(statement, {
    id: uuidFrom('import', organisation, JSON.stringify(value)),
    authority: replaceAuthority ? authority : statement.authority ?? authority,
    ...(statement.stored === undefined ? {} : { now: new Date(statement.stored).toISOString() }),
    version,
  });
  await checkAttachments(completed, dataOf);
  return prepareStatement(completed);
}
