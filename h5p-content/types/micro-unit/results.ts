import { button, element } from '../shared/dom.js';
import { icon } from '../shared/icons.js';
import { printSheet } from '../shared/print.js';
import { richText } from '../shared/rich-text.js';
import { scoreSummary, section } from '../shared/score-summary.js';
import { fill } from '../shared/texts.js';
import {
  isNote,
  isQuestion,
  isRight,
  type QuestionCard,
  type ReflectionCard,
  type TransferCard,
  type Unit,
} from './parameters.js';
import { answerWords, resultMark } from './question.js';
import type { UnitProgress } from './state.js';
import { unitScore } from './statements.js';
import type { UnitTexts } from './texts.js';

export interface ResultsSetting {
  readonly texts: UnitTexts;
  readonly language: string;
  /** All solutions are open from the start. */
  readonly openAll: boolean;
}

/** The last page: score, what was right, and the learner's own notes. */
export function resultsBody(unit: Unit, progress: UnitProgress, setting: ResultsSetting): Node[] {
  const texts = setting.texts;
  const questions = unit.cards.filter(isQuestion);
  const notes = unit.cards.filter(isNote);
  const score = unitScore(unit, progress);
  return [
    scoreSummary(score, unit.passPercentage, texts, score.max === 1 ? texts.scoreOne : texts.score),
    ...(unit.outro.text === '' ? [] : [richText(unit.outro.text, texts.newWindow)]),
    ...(questions.length === 0
      ? []
      : [
          section(
            texts.yourAnswers,
            element(
              'ol',
              { class: 'lh-results' },
              ...questions.map((card) => questionResult(card, progress, texts, setting.openAll)),
            ),
          ),
        ]),
    ...(notes.length === 0 ? [] : [notesSection(unit, notes, progress, texts, setting.language)]),
  ];
}

function questionResult(card: QuestionCard, progress: UnitProgress, texts: UnitTexts, open: boolean): HTMLElement {
  const first = progress.answers.get(card.id)?.first;
  const right = first !== undefined && isRight(card, first);
  const solution = card.options.flatMap((option, position) => (option.correct ? [position] : []));
  return element(
    'li',
    {},
    element(
      'details',
      { class: 'lh-details', open },
      element(
        'summary',
        {},
        resultMark(right, right ? texts.firstRight : first ? texts.firstWrong : texts.unanswered),
        element('span', {}, card.question),
      ),
      element(
        'div',
        { class: 'lh-details-body' },
        element('p', {}, first ? fill(texts.youAnswered, { answer: answerWords(card, first) }) : texts.unanswered),
        !right && element('p', {}, fill(texts.solution, { answer: answerWords(card, solution) })),
        card.explanation !== '' && richText(card.explanation, texts.newWindow),
      ),
    ),
  );
}

function notesSection(
  unit: Unit,
  cards: readonly (ReflectionCard | TransferCard)[],
  progress: UnitProgress,
  texts: UnitTexts,
  language: string,
): HTMLElement {
  const notes = cards.map((card) => {
    const note = progress.notes.get(card.id);
    return element(
      'div',
      { class: 'lh-note' },
      element('h4', {}, card.kind === 'reflection' ? card.prompt : card.task),
      element('p', { class: note?.text ? 'lh-own-words' : 'lh-nothing' }, note?.text || texts.noNote),
      note?.when ? element('p', { class: 'lh-until' }, fill(texts.until, { when: note.when })) : undefined,
    );
  });
  const written = cards.some((card) => progress.notes.has(card.id));
  return section(
    texts.yourNotes,
    ...notes,
    ...(written && unit.print
      ? [
          button(
            'secondary',
            texts.printNotes,
            () => printSheet(unit.intro.title, [element('h2', {}, texts.yourNotes), ...notes], language),
            icon('print'),
          ),
        ]
      : []),
  );
}
