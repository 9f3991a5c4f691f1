import { isoNow, newUuid, type AgentKey, type Clock, type Lrs, type OrganisationId, type Partition, type Position, type StoredEvent, type Vocabulary } from '../../lrs/index.js';
import type { GradeIntake, ToolStore } from '../store/index.js';
import { scoreMaximum, scoreOf } from './score-of.js';

/** What reading grades out of the stream needs. */
export interface IntakeParts {
  readonly store: ToolStore;
  readonly statements: Pick<Lrs['statements'], 'find'>;
  /** What an attempt is on, and what else its person has done. */
  readonly attempts: {
    find(organisation: OrganisationId, registration: string): Promise<AttemptOn | undefined>;
    list(organisation: OrganisationId, actors: readonly AgentKey[]): Promise<readonly AttemptOn[]>;
  };
  /** What a whole learning path holds. */
  readonly catalogue: { list(organisation: OrganisationId): Promise<readonly { readonly id: string }[]> };
  readonly vocabulary: Vocabulary;
  readonly clock: Clock;
}

interface AttemptOn {
  readonly actor: AgentKey;
  readonly contentId: string;
  readonly placement: string;
  readonly finished?: string;
}

type Intake = GradeIntake['scores'][number];

/**
 * How much of a learning path is completed, 0 to 1, now that this unit is. Only what was done at the path's own place counts:
 * the same unit elsewhere in the course has a grade of its own.
 */
async function shareCompleted({ attempts, catalogue }: IntakeParts, organisation: OrganisationId, attempt: AttemptOn): Promise<number> {
  const done = (await attempts.list(organisation, [attempt.actor])).filter(({ placement, finished }) => placement === attempt.placement && finished !== undefined);
  const completed = new Set([attempt.contentId, ...done.map(({ contentId }) => contentId)]);
  const contents = await catalogue.list(organisation);
  return contents.length === 0 ? 0 : contents.filter(({ id }) => completed.has(id)).length / contents.length;
}

/** The queue's row for a statement; `undefined` where it earns no grade. */
async function scoreIn(parts: IntakeParts, event: Extract<StoredEvent, { kind: 'statement' }>): Promise<Intake | undefined> {
  const { store, statements, attempts, vocabulary, clock } = parts;
  const score = scoreOf(event.text, event.stored, vocabulary);
  if (score === undefined) return undefined;
  const placement = await store.placements.find(event.organisation, score.registration);
  if (placement?.lineItem === undefined || !placement.graded) return undefined;
  // Whoever may write statements could use somebody else's registration; a grade goes to whose attempt it is.
  if (placement.issuer !== score.issuer || placement.subject !== score.subject) return undefined;
  // Nor may the result of one unit be handed in for another.
  const attempt = await attempts.find(event.organisation, score.registration);
  if (attempt?.contentId !== score.content) return undefined;
  // Its voiding may have come first.
  if ((await statements.find(event.organisation, event.id))?.voided === true) return undefined;
  const share = placement.path === true ? await shareCompleted(parts, event.organisation, attempt) : undefined;
  const now = isoNow(clock);
  return {
    id: newUuid(), organisation: event.organisation, platform: placement.platform, deploymentId: placement.deploymentId, lineItem: placement.lineItem,
    subject: placement.subject, registration: placement.registration, statement: event.id, scoreGiven: share === undefined ? score.scoreGiven : share * scoreMaximum, scoreMaximum,
    activityProgress: share === undefined || share === 1 ? 'Completed' : 'InProgress', gradingProgress: 'FullyGraded',
    // A learner's clock that is ahead must not lock out every later score.
    timestamp: score.timestamp < now ? score.timestamp : now,
  };
}

/** Turns a stretch of the stream into the queue's intake. */
export async function intakeOf(parts: IntakeParts, partition: Partition, events: readonly StoredEvent[], from: Position, to: Position): Promise<GradeIntake> {
  const scores: Intake[] = [];
  const withdrawn: { organisation: StoredEvent['organisation']; statement: string }[] = [];
  for (const event of events) {
    if (event.kind === 'statement') {
      const score = await scoreIn(parts, event);
      if (score !== undefined) scores.push(score);
    } else {
      const gone = event.kind === 'void' ? [event.target] : event.statements;
      withdrawn.push(...gone.map((statement) => ({ organisation: event.organisation, statement })));
    }
  }
  return { partition, from, to, scores, withdrawn, now: isoNow(parts.clock) };
}
