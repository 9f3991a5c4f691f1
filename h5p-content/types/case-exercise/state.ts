import { maxNoteLength } from '../shared/fields.js';
import { flag, index, own, record, string, type JsonRecord } from '../shared/read.js';
import { isDecision, type Case } from './parameters.js';

/** Where the learner is: the situation, a step (from 0), the self-rating, or the end. */
export type CaseView = 'situation' | 'rating' | 'end' | number;

export interface Decision {
  picked: number;
  /** Decided: the choice is final and its consequence is shown. */
  judged: boolean;
}

export interface Writing {
  text: string;
  /** The model solution has been opened. */
  compared: boolean;
  /** The statement about it has been sent. */
  reported: boolean;
}

export interface CaseProgress {
  view: CaseView;
  decisions: Map<string, Decision>;
  writings: Map<string, Writing>;
  ratings: Map<string, number>;
}

const shape = 1;

export const emptyCaseProgress = (): CaseProgress => ({
  view: 'situation',
  decisions: new Map(),
  writings: new Map(),
  ratings: new Map(),
});

export function saveCaseProgress(progress: CaseProgress, attempt: JsonRecord): JsonRecord {
  return {
    shape,
    view: progress.view,
    decisions: Object.fromEntries(progress.decisions),
    writings: Object.fromEntries(progress.writings),
    ratings: Object.fromEntries(progress.ratings),
    attempt,
  };
}

/**
 * Restores the parts of a saved state that still fit the case, and drops the others; `undefined` if the state is not
 * ours.
 */
export function restoreCaseProgress(
  state: unknown,
  exercise: Case,
): { progress: CaseProgress; attempt: JsonRecord } | undefined {
  const saved = record(state);
  if (own(saved, 'shape') !== shape) return undefined;
  const progress = emptyCaseProgress();
  const part = (name: string, id: string): unknown => own(record(own(saved, name)), id);
  for (const step of exercise.steps) {
    if (isDecision(step)) {
      const decision = record(part('decisions', step.id));
      const picked = index(own(decision, 'picked'), 0, step.options.length - 1);
      if (picked !== undefined)
        progress.decisions.set(step.id, { picked, judged: flag(own(decision, 'judged'), false) });
    } else {
      const writing = record(part('writings', step.id));
      const text = string(own(writing, 'text')).slice(0, maxNoteLength);
      const compared = flag(own(writing, 'compared'), false);
      if (text !== '' || compared)
        progress.writings.set(step.id, { text, compared, reported: flag(own(writing, 'reported'), false) });
    }
  }
  for (const item of exercise.rating.items) {
    const level = index(part('ratings', item.id), 0, 4);
    if (level !== undefined) progress.ratings.set(item.id, level);
  }
  progress.view = restoreView(own(saved, 'view'), exercise);
  return { progress, attempt: record(own(saved, 'attempt')) };
}

function restoreView(view: unknown, exercise: Case): CaseView {
  if (view === 'end') return 'end';
  if (view === 'rating' && exercise.rating.items.length > 0) return 'rating';
  return index(view, 0, exercise.steps.length - 1) ?? 'situation';
}
