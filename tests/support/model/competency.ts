import type { CompetencyStore, Evidence, EvidenceChange } from '../../../competency/store/index.js';
import type { Partition } from '../../../lrs/store/index.js';

interface Making {
  readonly id: number;
  readonly recipe: string;
  position: number;
  evidence: Evidence[];
  voided: { organisation: string; statement: string }[];
}

const sameTarget = (
  one: { organisation: string; statement: string },
  other: { organisation: string; statement: string },
): boolean => one.organisation === other.organisation && one.statement === other.statement;

function apply(making: Making, change: EvidenceChange): void {
  if (change.kind === 'add') {
    if (!making.voided.some((each) => sameTarget(each, change.evidence)))
      making.evidence.push(structuredClone(change.evidence));
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
  let lastId = 0;
  const begin = (recipe: string): Making => ({ id: ++lastId, recipe, position: 0, evidence: [], voided: [] });

  return {
    async commitEvidence({ partition, target, from, to, changes, recipe }) {
      const making = target === 'live' ? (live.get(partition) ?? begin(recipe)) : rebuilds.get(partition);
      if (making === undefined || making.position !== from || (target !== 'live' && making.id !== target))
        return 'stale';
      for (const change of changes) apply(making, change);
      making.position = to;
      if (target === 'live') live.set(partition, making);
      return 'committed';
    },
    async beginRebuild(partition, recipe) {
      const making = begin(recipe);
      rebuilds.set(partition, making);
      return making.id;
    },
    async finishRebuild(partition, rebuild) {
      const making = rebuilds.get(partition);
      if (making?.id !== rebuild) return 'abandoned';
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
      return making === undefined ? { position: 0 } : { position: making.position, recipe: making.recipe };
    },
    async listEvidence(organisation, actor) {
      return structuredClone([...live.values()].flatMap((making) => making.evidence))
        .filter((each) => each.organisation === organisation && each.actor === actor)
        .sort(
          (one, other) =>
            byText(one.timestamp, other.timestamp) ||
            one.position - other.position ||
            byText(one.framework, other.framework) ||
            byText(one.code, other.code),
        );
    },
  };
}
