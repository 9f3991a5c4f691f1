import { LotseError } from '../../../base/index.js';
import type {
  DeadLetter,
  ForwardingCommands,
  ForwardingQueries,
  ForwardProgress,
  ForwardTarget,
  OrganisationId,
  Partition,
  Position,
} from '../../../lrs/store/index.js';

interface Entry {
  readonly target: ForwardTarget;
  progress: ForwardProgress;
  readonly cursors: Map<Partition, Position>;
  dead: readonly DeadLetter[];
}

/** Who is told of what is stored, in the model. */
export function forwardingModel(
  isThere: (organisation: OrganisationId) => boolean,
): ForwardingCommands & ForwardingQueries {
  const entries = new Map<string, Entry>();
  const get = (organisation: OrganisationId, id: string): Entry | undefined => {
    const entry = entries.get(id);
    return entry?.target.organisation === organisation ? entry : undefined;
  };
  const sorted = (): readonly ForwardTarget[] =>
    [...entries.values()].map(({ target }) => target).sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    addTarget: async (target, start) => {
      if (!isThere(target.organisation)) throw new LotseError('not-found', 'There is no such organisation.');
      if (entries.has(target.id)) throw new LotseError('conflict', 'That is there already.');
      entries.set(target.id, {
        target,
        progress: { failures: 0, nextTry: target.created },
        cursors: new Map(start.map(({ partition, position }) => [partition, position])),
        dead: [],
      });
    },
    removeTarget: async (organisation, id) => get(organisation, id) !== undefined && entries.delete(id),
    advanceForwarding: async ({ organisation, target, partition, from, to, dead }) => {
      const entry = get(organisation, target);
      if (entry === undefined || (entry.cursors.get(partition) ?? 0) !== from) return false;
      entry.cursors.set(partition, to);
      entry.progress = { failures: 0, nextTry: entry.progress.nextTry };
      entry.dead = [...entry.dead, ...dead].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
      return true;
    },
    postponeForwarding: async (organisation, target, progress) => {
      const entry = get(organisation, target);
      if (entry !== undefined) entry.progress = progress;
      return entry !== undefined;
    },
    removeDeadLetter: async (organisation, target, deadLetter) => {
      const entry = get(organisation, target);
      const left = entry?.dead.filter(({ id }) => id !== deadLetter) ?? [];
      if (entry === undefined || left.length === entry.dead.length) return false;
      entry.dead = left;
      return true;
    },
    listAllTargets: async () => sorted(),
    listTargets: async (organisation) => sorted().filter((target) => target.organisation === organisation),
    findForwardProgress: async (organisation, target) => get(organisation, target)?.progress,
    findForwardCursor: async (organisation, target, partition) =>
      get(organisation, target)?.cursors.get(partition) ?? 0,
    listDeadLetters: async (organisation, target, limit) => (get(organisation, target)?.dead ?? []).slice(0, limit),
  };
}
