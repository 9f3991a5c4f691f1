import { type Logger, LotseError, newUuid } from '../../base/index.js';
import type { Partition, Position, StoredEvent, StreamQueries } from '../../lrs/index.js';
import type { CompetencyStore, EvidenceChange, RebuildId } from '../store/index.js';
import { evidenceOf, type EvidenceRules } from './evidence-of.js';

/** Dependencies of the projector. */
export interface ProjectorParts {
  readonly store: CompetencyStore;
  readonly stream: StreamQueries;
  readonly rules: EvidenceRules;
  readonly projectionVersion: string;
  readonly logger: Logger;
}

/** Turns the stream into evidence. */
export interface Projector {
  /** Where the live evidence of a partition stands. */
  cursor(partition: Partition): Promise<Position>;
  /**
   * Adds events between two positions to the live evidence.
   * @throws LotseError `conflict` if the cursor is not at `from`: another process was faster, read on from the cursor
   */
  handle(partition: Partition, events: readonly StoredEvent[], from: Position, to: Position): Promise<void>;
  /** True if the live evidence was computed by another projection version than the current one. */
  isOutdated(partition: Partition): Promise<boolean>;
  /**
   * Recomputes a partition's evidence from position 0, while readers and `handle` continue with the old one.
   * An aborted rebuild leaves the old one in place; the next one begins anew.
   */
  rebuild(partition: Partition, signal: AbortSignal): Promise<void>;
  /** Deletes the remains of replaced rebuilds, in batches. */
  removeAbandoned(signal: AbortSignal): Promise<void>;
}

const batch = 500;
const discardedAtOnce = 5000;

class EvidenceProjector implements Projector {
  readonly #parts: ProjectorParts;

  constructor(parts: ProjectorParts) {
    this.#parts = parts;
  }

  async handle(partition: number, events: readonly StoredEvent[], from: number, to: number): Promise<void> {
    const outcome = await this.#parts.store.commitEvidence({
      partition,
      target: 'live',
      from,
      to,
      changes: changesOf(events, this.#parts.rules),
      projectionVersion: this.#parts.projectionVersion,
    });
    if (outcome === 'stale')
      throw new LotseError('conflict', 'The competency cursor was moved by another process.', {
        detail: `partition ${partition}, from ${from}`,
      });
  }

  async isOutdated(partition: number): Promise<boolean> {
    const { projectionVersion: used } = await this.#parts.store.findProjectionState(partition);
    return used !== undefined && used !== this.#parts.projectionVersion;
  }

  async rebuild(partition: number, signal: AbortSignal): Promise<void> {
    const rebuild = newUuid();
    await this.#parts.store.beginRebuild(partition, rebuild, this.#parts.projectionVersion);
    let position: Position | undefined = 0;
    let outcome: 'finished' | 'behind' | 'abandoned' = 'behind';
    while (outcome === 'behind') {
      position = await this.#chase(partition, rebuild, position, signal);
      if (position === undefined) break;
      outcome = await this.#parts.store.finishRebuild(partition, rebuild);
    }
    this.#parts.logger.info(
      { partition, position, outcome: outcome === 'finished' ? 'finished' : 'abandoned' },
      'competency evidence rebuild ended',
    );
  }

  async removeAbandoned(signal: AbortSignal): Promise<void> {
    let more = true;
    while (more && !signal.aborted) more = await this.#parts.store.discardEvidence(discardedAtOnce);
  }

  async cursor(partition: Partition): Promise<Position> {
    return (await this.#parts.store.findProjectionState(partition)).position;
  }

  /** Brings a rebuild up to the live evidence; `undefined` if it was aborted, or abandoned for another. */
  async #chase(
    partition: Partition,
    rebuild: RebuildId,
    from: Position,
    signal: AbortSignal,
  ): Promise<Position | undefined> {
    let position = from;
    for (;;) {
      if (signal.aborted) return undefined;
      const goal = await this.cursor(partition);
      if (position >= goal) return position;
      const read = await this.#parts.stream.listEvents(partition, position, batch);
      const events = read.filter((event) => event.position <= goal);
      const to = events.length === read.length && events.length > 0 ? events.at(-1)!.position : goal;
      const outcome = await this.#parts.store.commitEvidence({
        partition,
        target: rebuild,
        from: position,
        to,
        changes: changesOf(events, this.#parts.rules),
        projectionVersion: this.#parts.projectionVersion,
      });
      if (outcome === 'stale') return undefined;
      position = to;
    }
  }
}

export function createProjector(parts: ProjectorParts): Projector {
  return new EvidenceProjector(parts);
}

/** The changes that events make to the evidence, in their order. Pure. */
function changesOf(events: readonly StoredEvent[], rules: EvidenceRules): EvidenceChange[] {
  return events.flatMap((event): EvidenceChange[] => {
    const { organisation } = event;
    switch (event.kind) {
      case 'statement':
        return evidenceOf(event, rules).map((evidence) => ({ kind: 'add', evidence }));
      case 'void':
        return [{ kind: 'void', organisation, statement: event.target }];
      case 'erasure':
        return event.statements.map((statement) => ({ kind: 'erase', organisation, statement }));
    }
  });
}
