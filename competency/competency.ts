import type { Clock, Logger, Vocabulary } from '../base/index.js';
import { type AgentKey, consume, type StreamQueries, type Turns } from '../lrs/index.js';
import { type Frameworks, starterFrameworks } from './framework/index.js';
import { createMatrix, type Matrix, starterNextSteps } from './matrix/index.js';
import { createProjector, recipeFor } from './projection/index.js';
import { starterRuleSets } from './rules/index.js';
import type { CompetencyStore } from './store/index.js';

/** Dependencies of the competency room. */
export interface CompetencyParts {
  readonly store: CompetencyStore;
  readonly stream: StreamQueries;
  readonly clock: Clock;
  readonly vocabulary: Vocabulary;
  readonly logger: Logger;
  /** Leases, if several processes may run, so that only one of them at a time follows the stream. */
  readonly turns?: Turns;
  /**
   * The key of a statement's actor; `undefined` for what has none. It is `agentKey` of `lrs/statement`, handed in
   * because this room may not import that one, and because both must agree on every character.
   */
  readonly agentKeyOf: (agent: unknown) => AgentKey | undefined;
}

/** The competency matrix, from stored events to explained ratings. */
export interface CompetencyService {
  /** Follows the stream from the stored cursor; outdated evidence is rebuilt meanwhile. */
  start(): Promise<void>;
  /** Stops after the running step. */
  stop(): Promise<void>;
  /** Resolves once everything stored before the call is in the evidence. */
  idle(): Promise<void>;
  /** Rebuilds all evidence from the stored statements; readers see the old one until the new one is complete. */
  rebuild(): Promise<void>;
  readonly frameworks: Frameworks;
  readonly matrix: Matrix;
}

const batch = 200;

/** @param parts see there */
export function createCompetency({
  store,
  stream,
  clock,
  vocabulary,
  logger,
  turns,
  agentKeyOf,
}: CompetencyParts): CompetencyService {
  const frameworks = starterFrameworks();
  const ruleSets = starterRuleSets();
  const verbs = new Set(ruleSets.flatMap((set) => Object.values(set.verbs)));
  const projector = createProjector({
    store,
    stream,
    logger,
    recipe: recipeFor(frameworks, verbs),
    rules: { vocabulary, frameworks, verbs, agentKeyOf },
  });
  let consumers: readonly ReturnType<typeof consume>[] = [];
  let rebuilding: Promise<void> = Promise.resolve();

  const stopping = new AbortController();

  async function rebuildWhere(wanted: (partition: number) => Promise<boolean>): Promise<void> {
    for (const partition of await stream.partitions())
      if (await wanted(partition)) await projector.rebuild(partition, stopping.signal);
    await projector.tidy(stopping.signal);
  }

  // One rebuild at a time: a second one would abandon the first.
  function rebuildNext(wanted: (partition: number) => Promise<boolean>): Promise<void> {
    const next = rebuilding.catch(() => undefined).then(() => rebuildWhere(wanted));
    rebuilding = next;
    return next;
  }

  return {
    async start() {
      consumers = (await stream.partitions()).map((partition) =>
        consume({
          stream,
          partition,
          batch,
          logger,
          ...(turns === undefined ? {} : { turn: turns(`competency ${partition}`) }),
          cursor: () => projector.cursor(partition),
          handle: (events, from, to) => projector.handle(partition, events, from, to),
        }),
      );
      for (const consumer of consumers) consumer.start();
      rebuildNext((partition) => projector.isOutdated(partition)).catch((error: unknown) =>
        logger.error({ err: error }, 'the competency evidence could not be rebuilt; it stays as it was'),
      );
    },
    async stop() {
      stopping.abort();
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      await rebuilding.catch(() => undefined);
    },
    async idle() {
      await Promise.all(consumers.map((consumer) => consumer.idle()));
    },
    rebuild: () => rebuildNext(async () => true),
    frameworks,
    matrix: createMatrix({ store, frameworks, ruleSets, nextStepFor: starterNextSteps(), clock }),
  };
}
