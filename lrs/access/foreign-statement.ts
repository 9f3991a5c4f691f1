import { LotseError, type Vocabulary } from '../../base/index.js';
import { type Activity, agentKey, type CompletedStatement, isActivity } from '../statement/index.js';
import { isLimited, isWithin, type Principal } from './principal.js';

function refuse(message: string, path: string): never {
  throw new LotseError('foreign-statement', message, { path });
}

/**
 * A grant speaks for one person about one activity, and so may a credential: a statement under it has that person as
 * its actor, and that activity or a part of it as its object. So it cannot void, and cannot bring a SubStatement about
 * somebody else. A principal without limits may say everything.
 * @throws LotseError `foreign-statement`
 */
export function checkWithinLimits(principal: Principal, { actor, object }: CompletedStatement, path: string): void {
  if (!isLimited(principal)) return;
  const launched = principal.kind === 'grant';
  if (
    principal.actor !== undefined &&
    (actor.objectType === 'Group' || agentKey(actor) !== agentKey(principal.actor))
  ) {
    refuse(
      launched
        ? 'The actor of the statement is not the person who launched.'
        : 'The actor of the statement is another than the one this credential is limited to.',
      `${path}.actor`,
    );
  }
  if (!isActivity(object))
    refuse(
      launched
        ? 'Statements of a launch are about an activity.'
        : 'Statements of a credential with limits are about an activity.',
      `${path}.object`,
    );
  if (principal.activity !== undefined && !isWithin(principal.activity, object.id)) {
    refuse(
      launched
        ? 'The statement is about another activity than the one that was launched.'
        : 'The statement is about an activity that this credential does not reach.',
      `${path}.object.id`,
    );
  }
}

/**
 * Only Lotse decides which competencies a content counts for: whoever has a launch token and sends statements with it
 * directly must not award competencies.
 * @throws LotseError `foreign-statement`
 */
export function checkAwardsNothing(vocabulary: Vocabulary, { context }: CompletedStatement, path: string): void {
  const reserved = Object.values(vocabulary.extensions).find((iri) => context?.extensions?.[iri] !== undefined);
  if (reserved !== undefined) refuse('Only Lotse itself says what a content counts for.', `${path}.context.extensions`);
  const activities = Object.values(context?.contextActivities ?? {}).flat() as readonly Activity[];
  if (activities.some(({ id }) => vocabulary.competencyOf(id) !== undefined)) {
    refuse('Only Lotse itself says which competencies a content counts for.', `${path}.context.contextActivities`);
  }
}
