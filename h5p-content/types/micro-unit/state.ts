import { index, list, own, record, string, type JsonRecord } from '../shared/read.js';
import { maxNoteLength } from '../shared/fields.js';
import { isNote, isQuestion, type Unit } from './parameters.js';

/**
 * The phase of a question: `open` until checked; `wrong` while it may be tried again; `solved` and `shown` end it.
 */
export type Phase = 'open' | 'wrong' | 'solved' | 'shown';

export interface Answer {
  /** The first answer that was checked: the one that counts. */
  first?: number[];
  picked: number[];
  phase: Phase;
}

export interface Note {
  text: string;
  when: string;
}

/** Where the learner is: the opening page, a card (from 0), or the results. */
export type UnitView = 'intro' | 'results' | number;

/** The learner's work in one unit, keyed by the cards' ids, so that it survives cards being moved. */
export interface UnitProgress {
  view: UnitView;
  answers: Map<string, Answer>;
  notes: Map<string, Note>;
}

const shape = 1;

export const emptyUnitProgress = (): UnitProgress => ({ view: 'intro', answers: new Map(), notes: new Map() });

export function saveUnitProgress(progress: UnitProgress, attempt: JsonRecord): JsonRecord {
  return {
    shape,
    view: progress.view,
    answers: Object.fromEntries(progress.answers),
    notes: Object.fromEntries(progress.notes),
    attempt,
  };
}

/**
 * Restores the parts of a saved state that still fit the unit; `undefined` if it is not ours.
 * Only the parts that do not fit (a removed option, a card of another kind) are left out.
 */
export function restoreUnitProgress(
  state: unknown,
  unit: Unit,
): { progress: UnitProgress; attempt: JsonRecord } | undefined {
  const saved = record(state);
  if (own(saved, 'shape') !== shape) return undefined;
  const answers = record(own(saved, 'answers'));
  const notes = record(own(saved, 'notes'));
  const progress = emptyUnitProgress();
  for (const card of unit.cards) {
    if (isQuestion(card)) {
      const answer = restoreAnswer(own(answers, card.id), card.options.length);
      if (answer) progress.answers.set(card.id, answer);
    } else if (isNote(card)) {
      const note = record(own(notes, card.id));
      const text = string(own(note, 'text')).slice(0, maxNoteLength);
      const when = string(own(note, 'when')).slice(0, maxNoteLength);
      if (text !== '' || when !== '') progress.notes.set(card.id, { text, when });
    }
  }
  progress.view = restoreView(own(saved, 'view'), unit.cards.length);
  return { progress, attempt: record(own(saved, 'attempt')) };
}

function restoreView(view: unknown, cards: number): UnitView {
  return view === 'results' ? 'results' : (index(view, 0, cards - 1) ?? 'intro');
}

function restoreAnswer(value: unknown, options: number): Answer | undefined {
  const saved = record(value);
  const picked = restorePicked(own(saved, 'picked'), options);
  const first = restorePicked(own(saved, 'first'), options);
  const phase = own(saved, 'phase');
  if (picked === undefined) return undefined;
  if (phase === 'open') return { picked, phase, ...(first && first.length > 0 ? { first } : {}) };
  if (phase !== 'wrong' && phase !== 'solved' && phase !== 'shown') return undefined;
  return first === undefined || first.length === 0 ? undefined : { first, picked, phase };
}

function restorePicked(value: unknown, options: number): number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const picked = list(value).map((entry) => index(entry, 0, options - 1));
  const existing = [...new Set(picked)].filter((entry): entry is number => entry !== undefined);
  return existing.length === value.length ? existing.sort((one, other) => one - other) : undefined;
}
