import { groupBy } from '../../../base/index.js';
import {
  type CompetencyStore,
  type Evidence,
  type EvidenceChange,
  projectionStepStanding,
  type RebuildId,
} from '../../../competency/store/index.js';
import type { Partition } from '../../../lrs/store/index.js';

interface Making {
  /** The rebuild that made it. */
  readonly rebuild: RebuildId | undefined;
  readonly projectionVersion: string;
  position: number;
  evidence: Evidence[];
  voided: { organisation: string; statement: string }[];
}

const sameTarget = (
  one: { organisation: string; statement: string },
  other: { organisation: string; statement: string },
): boolean => one.organisation === other.organisation && one.statement === other.statement;

/** One statement says one thing about one competency of its actor. */
const isSamePlace = (one: Evidence, other: Evidence): boolean =>
  one.organisation === other.organisation &&
  one.actor === other.actor &&
  one.timestamp === other.timestamp &&
  one.position === other.position &&
  one.framework === other.framework &&
  one.code === other.code;

function apply(making: Making, change: EvidenceChange): void {
  if (change.kind === 'add') {
    if (!making.voided.some((each) => sameTarget(each, change.evidence)))
      making.evidence = [
        ...making.evidence.filter((each) => !isSamePlace(each, change.evidence)),
        structuredClone(change.evidence),
      ];
    return;
  }
  making.evidence = making.evidence.filter((each) => !sameTarget(each, change));
  if (change.kind === 'void') making.voided.push({ organisation: change.organisation, statement: change.statement });
}

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** The competency port as arrays and filters. */
export function modelCompetencyStore(): CompetencyStore {
  const live = new Map<Partition, Making>();
  const rebuilds = new Map<Partition, Making>();
  const begun = new Set<RebuildId>();
  const begin = (projectionVersion: string, rebuild: RebuildId | undefined): Making => ({
    rebuild,
    projectionVersion,
    position: 0,
    evidence: [],
    voided: [],
  });

  return {
    async commitEvidence({ partition, target, from, to, changes, projectionVersion }) {
      const making =
        target === 'live' ? (live.get(partition) ?? begin(projectionVersion, undefined)) : rebuilds.get(partition);
      if (making === undefined || (target !== 'live' && making.rebuild !== target)) return 'stale';
      const standing = projectionStepStanding(making.position, { from, to });
      if (standing !== 'apply') return standing === 'applied' ? 'committed' : 'stale';
      for (const change of changes) apply(making, change);
      making.position = to;
      if (target === 'live') live.set(partition, making);
      return 'committed';
    },
    async beginRebuild(partition, rebuild, projectionVersion) {
      if (begun.has(rebuild)) return;
      begun.add(rebuild);
      rebuilds.set(partition, begin(projectionVersion, rebuild));
    },
    async finishRebuild(partition, rebuild) {
      if (live.get(partition)?.rebuild === rebuild) return 'finished';
      const making = rebuilds.get(partition);
      if (making?.rebuild !== rebuild) return 'abandoned';
      if (making.position !== (live.get(partition)?.position ?? 0)) return 'behind';
      live.set(partition, making);
      rebuilds.delete(partition);
      return 'finished';
    },
    async discardEvidence() {
      return false;
    },
    async findProjectionState(partition) {
      const making = live.get(partition);
      return making === undefined
        ? { position: 0 }
        : { position: making.position, projectionVersion: making.projectionVersion };
    },
    async listEvidence(organisation, actors) {
      const found = structuredClone([...live.values()].flatMap((making) => making.evidence))
        .filter((each) => each.organisation === organisation && actors.includes(each.actor))
        .sort(
          (one, other) =>
            byText(one.timestamp, other.timestamp) ||
            one.position - other.position ||
            byText(one.framework, other.framework) ||
            byText(one.code, other.code),
        );
      return groupBy(found, ({ actor }) => actor);
    },
  };
}
