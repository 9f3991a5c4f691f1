import { button, element } from '../shared/dom.js';
import { icon } from '../shared/icons.js';
import { printSheet } from '../shared/print.js';
import { richText } from '../shared/rich-text.js';
import { scoreSummary, section } from '../shared/score-summary.js';
import type { EventScore } from '../shared/statements.js';
import { pointsBadge } from './decision.js';
import { isDecision, isWriting, type Case, type DecisionStep, type WritingStep } from './parameters.js';
import { ratingSummary } from './rating.js';
import type { CaseProgress } from './state.js';
import type { CaseTexts } from './texts.js';

/** The last page: points, decisions, own answers and ratings. */
export function endBody(
  exercise: Case,
  progress: CaseProgress,
  score: EventScore,
  texts: CaseTexts,
  language: string,
): Node[] {
  const decisions = exercise.steps.filter(isDecision);
  const writings = exercise.steps.filter(isWriting);
  const items = exercise.rating.items;
  const sections = [
    ...(decisions.length > 0
      ? [
          section(
            texts.yourDecisions,
            element('ol', { class: 'lh-results' }, ...decisions.map((step) => decisionResult(step, progress, texts))),
          ),
        ]
      : []),
    ...(writings.length > 0
      ? [section(texts.yourAnswers, ...writings.map((step) => writingResult(step, progress, texts)))]
      : []),
    ...(items.length > 0 ? [section(texts.yourRating, ratingSummary(items, progress.ratings, texts))] : []),
  ];
  return [
    scoreSummary(score, exercise.passPercentage, texts),
    ...(exercise.outro.text === '' ? [] : [richText(exercise.outro.text, texts.newWindow)]),
    ...sections,
    ...(exercise.print
      ? [button('secondary', texts.printAnswers, () => printSheet(exercise.title, sections, language), icon('print'))]
      : []),
  ];
}

function decisionResult(step: DecisionStep, progress: CaseProgress, texts: CaseTexts): HTMLElement {
  const decision = progress.decisions.get(step.id);
  const option = decision?.judged ? step.options[decision.picked] : undefined;
  return element(
    'li',
    {},
    element(
      'div',
      { class: 'lh-note' },
      element('h4', {}, step.title || step.question),
      element('p', {}, option?.text ?? texts.undecided),
      option && element('p', {}, pointsBadge(option.points, texts)),
    ),
  );
}

function writingResult(step: WritingStep, progress: CaseProgress, texts: CaseTexts): HTMLElement {
  const text = progress.writings.get(step.id)?.text ?? '';
  return element(
    'div',
    { class: 'lh-note' },
    element('h4', {}, step.title || step.question),
    element('p', { class: text === '' ? 'lh-nothing' : 'lh-own-words' }, text === '' ? texts.noAnswer : text),
    element(
      'details',
      { class: 'lh-details' },
      element('summary', {}, element('span', {}, texts.modelSolution)),
      element('div', { class: 'lh-details-body' }, richText(step.modelSolution, texts.newWindow)),
    ),
  );
}
