import type { Clock, Logger, Vocabulary } from '../base/index.js';
import {
  type AgentKey,
  type Consumer,
  consumePartitions,
  type StreamQueries,
  type ProcessLeases,
} from '../lrs/index.js';
import { type Frameworks, starterFrameworks } from './framework/index.js';
import { createMatrix, type Matrix, starterNextSteps } from './matrix/index.js';
import { createProjector, type Projector, projectionVersionOf } from './projection/index.js';
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
  readonly leases?: ProcessLeases;
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

class StreamCompetency implements CompetencyService {
  readonly #parts: CompetencyParts;
  readonly frameworks: Frameworks;
  readonly #projector: Projector;
  #consumers: readonly Consumer[] = [];
  #rebuilding: Promise<void> = Promise.resolve();
  readonly #stopping = new AbortController();
  readonly matrix: CompetencyService['matrix'];

  constructor(parts: CompetencyParts) {
    this.#parts = parts;
    this.frameworks = starterFrameworks();
    const ruleSets = starterRuleSets();
    const verbs = new Set(ruleSets.flatMap((set) => Object.values(set.verbs)));
    this.#projector = createProjector({
      store: parts.store,
      stream: parts.stream,
      logger: parts.logger,
      projectionVersion: projectionVersionOf(this.frameworks, verbs),
      rules: {
        vocabulary: parts.vocabulary,
        frameworks: this.frameworks,
        verbs,
        agentKeyOf: parts.agentKeyOf,
      },
    });
    this.matrix = createMatrix({
      store: parts.store,
      frameworks: this.frameworks,
      ruleSets,
      nextStepFor: starterNextSteps(),
      clock: parts.clock,
    });
  }

  async start(): Promise<void> {
    const { stream, logger, leases } = this.#parts;
    this.#consumers = await consumePartitions({ stream, batch, logger, name: 'competency', leases }, (partition) => ({
      cursor: () => this.#projector.cursor(partition),
      handle: (events, from, to) => this.#projector.handle(partition, events, from, to),
    }));
    for (const consumer of this.#consumers) consumer.start();
    this.#rebuildNext((partition) => this.#projector.isOutdated(partition)).catch((error: unknown) =>
      this.#parts.logger.error({ err: error }, 'the competency evidence could not be rebuilt; it stays as it was'),
    );
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#consumers.map((consumer) => consumer.stop()));
    await this.#rebuilding.catch(() => undefined);
  }

  async idle(): Promise<void> {
    await Promise.all(this.#consumers.map((consumer) => consumer.idle()));
  }

  rebuild(): Promise<void> {
    return this.#rebuildNext(async () => true);
  }

  async #rebuildWhere(shouldRebuild: (partition: number) => Promise<boolean>): Promise<void> {
    for (const partition of await this.#parts.stream.listPartitions())
      if (await shouldRebuild(partition)) await this.#projector.rebuild(partition, this.#stopping.signal);
    await this.#projector.removeAbandoned(this.#stopping.signal);
  }

  // One rebuild at a time: a second one would abandon the first.
  #rebuildNext(shouldRebuild: (partition: number) => Promise<boolean>): Promise<void> {
    const next = this.#rebuilding.catch(() => undefined).then(() => this.#rebuildWhere(shouldRebuild));
    this.#rebuilding = next;
    return next;
  }
}

export function createCompetency(parts: CompetencyParts): CompetencyService {
  return new StreamCompetency(parts);
}
