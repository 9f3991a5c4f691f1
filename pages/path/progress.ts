import type { Attempt, CatalogueEntry } from '../../h5p-content/index.js';
import type { PathSection } from './order.js';

/** A person's progress with a content. */
export type StepProgress = 'open' | 'begun' | 'done';

/** A step of the path. */
export interface PathStep {
  readonly content: CatalogueEntry;
  readonly progress: StepProgress;
  /** The next step: the one that was begun last, else the first that is open. */
  readonly next: boolean;
}

/** A path with a person's progress. */
export interface PathProgress {
  readonly sections: readonly { readonly group: PathSection['group']; readonly steps: readonly PathStep[] }[];
  readonly done: number;
  readonly total: number;
}

/** Combines the path with a person's attempts, wherever in the LMS they were made. */
export function withProgress(sections: readonly PathSection[], attempts: readonly Attempt[]): PathProgress {
  const done = new Set(attempts.filter(({ finished }) => finished !== undefined).map(({ contentId }) => contentId));
  const running = attempts.filter(({ superseded, contentId }) => superseded === undefined && !done.has(contentId));
  const begun = new Set(running.map(({ contentId }) => contentId));
  const contents = sections.flatMap((section) => section.contents);
  const contentIds = new Set(contents.map(({ id }) => id));
  const latest = running
    .filter(({ contentId }) => contentIds.has(contentId))
    .sort((one, other) => (one.started < other.started ? 1 : -1))[0]?.contentId;
  const next = latest ?? contents.find(({ id }) => !done.has(id))?.id;
  const stepOf = (content: CatalogueEntry): PathStep => ({
    content,
    progress: done.has(content.id) ? 'done' : begun.has(content.id) ? 'begun' : 'open',
    next: content.id === next,
  });
  return {
    sections: sections.map(({ group, contents: own }) => ({ group, steps: own.map(stepOf) })),
    done: contents.filter(({ id }) => done.has(id)).length,
    total: contents.length,
  };
}
