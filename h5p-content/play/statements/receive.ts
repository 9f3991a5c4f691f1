import { type Clock, isoNow, LotseError, type Vocabulary } from '../../../base/index.js';
import type { Lrs, Principal, XapiVersion } from '../../../lrs/index.js';
import type { ContentStore } from '../../store/index.js';
import type { PlaySession } from '../session.js';
import { type TranslatedStatement, translateStatement } from './translate.js';

const completed = 'http://adlnet.gov/expapi/verbs/completed';

type LaunchPrincipal = Extract<Principal, { kind: 'grant' }>;

/** Dependencies of receiving statements. */
export interface ReceiveParts {
  readonly store: ContentStore;
  readonly lrs: Lrs;
  readonly vocabulary: Vocabulary;
  readonly publicUrl: string;
  readonly clock: Clock;
}

/**
 * The part of a statement that stays the same for one step of the learner, whatever a later launch changes around it.
 */
function step(statement: unknown): string {
  const { actor, verb, object, context } = statement as {
    actor?: { account?: { homePage?: string; name?: string } };
    verb?: { id?: string };
    object?: { id?: string };
    context?: { registration?: string };
  };
  return JSON.stringify([actor?.account?.homePage, actor?.account?.name, verb?.id, object?.id, context?.registration]);
}

/**
 * The statements that the LRS does not have yet. A player that did not get our response sends again, perhaps after a
 * new launch in another language or from another course: then the same step comes in another context, which
 * the LRS alone would call a conflict.
 */
async function withoutStored(
  { lrs }: ReceiveParts,
  principal: LaunchPrincipal,
  translated: readonly TranslatedStatement[],
): Promise<readonly TranslatedStatement[]> {
  const existing = await Promise.all(
    translated.map(async ({ statement }) => {
      const stored = await lrs.statements.find(principal.organisation, statement.id.toLowerCase());
      return stored !== undefined && step(JSON.parse(stored.text)) === step(statement);
    }),
  );
  return translated.filter((_, index) => existing[index] !== true);
}

async function accept(
  parts: ReceiveParts,
  principal: LaunchPrincipal,
  translated: readonly TranslatedStatement[],
  version: XapiVersion,
): Promise<void> {
  const send = async (statements: readonly TranslatedStatement[]): Promise<void> => {
    if (statements.length > 0)
      await parts.lrs.statements.accept(
        principal,
        statements.map(({ statement }) => statement),
        { version },
      );
  };
  try {
    await send(translated);
  } catch (caught) {
    if (!(caught instanceof LotseError) || caught.code !== 'conflict') throw caught;
    const newStatements = await withoutStored(parts, principal, translated);
    if (newStatements.length === translated.length) throw caught;
    await send(newStatements);
  }
}

/**
 * Appends the statements of one launch's player to the LRS, all or none, and marks the attempt as finished when the
 * whole content was completed. Sending the same statements again changes nothing.
 * @returns the statements' ids, in order
 * @throws LotseError `foreign-statement`, `invalid-statement`, `conflict`, or `unknown-content`
 */
export async function receiveEventStatements(
  parts: ReceiveParts,
  principal: LaunchPrincipal,
  session: PlaySession,
  statements: readonly unknown[],
  version: XapiVersion,
): Promise<readonly string[]> {
  const content = await parts.store.contents.findVersion(
    principal.organisation,
    session.content.id,
    session.content.version,
  );
  if (content === undefined) throw new LotseError('unknown-content', 'This learning unit does not exist (any more).');
  const context = {
    session,
    content,
    actor: principal.actor,
    vocabulary: parts.vocabulary,
    publicUrl: parts.publicUrl,
    now: parts.clock.now(),
  };
  const translated = statements.map((statement, index) =>
    translateStatement(statement, context, `statements[${index}]`),
  );
  await accept(parts, principal, translated, version);
  if (translated.some(({ whole, verb }) => whole && verb === completed)) {
    await parts.store.attempts.finishAttempt(principal.organisation, session.registration, isoNow(parts.clock));
  }
  return translated.map(({ statement }) => statement.id);
}
