import { button, element, hidden } from '../shared/dom.js';
import { choiceGroup, type Choice } from '../shared/fields.js';
import { icon } from '../shared/icons.js';
import { richText } from '../shared/rich-text.js';
import { isRight, type QuestionCard } from './parameters.js';
import type { Answer } from './state.js';
import type { UnitTexts } from './texts.js';

export interface QuestionContext {
  readonly texts: UnitTexts;
  readonly answer: Answer;
  readonly retry: boolean;
  readonly onPick: (picked: number[]) => void;
  /** The answer stands and is to be judged. */
  readonly onCheck: () => void;
  readonly onRetry: () => void;
  readonly onShow: () => void;
}

/** The part of a question card below its heading. */
export function questionBody(card: QuestionCard, context: QuestionContext): Node[] {
  const texts = context.texts;
  const open = context.answer.phase === 'open';
  const form = element(
    'form',
    { class: 'lh-question', novalidate: true },
    choiceGroup({
      legend: card.multiple ? texts.chooseMany : texts.chooseOne,
      multiple: card.multiple,
      choices: card.options.map((_, position) => choiceFor(card, position, context)),
      onChange: context.onPick,
    }),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    context.onCheck();
  });
  if (!open) return [form, verdict(card, context)];
  form.append(
    element('p', { class: 'lh-complaint', role: 'alert' }),
    element(
      'button',
      { type: 'submit', class: 'lh-button lh-button--primary' },
      icon('check'),
      element('span', {}, texts.check),
    ),
  );
  return [form];
}

function choiceFor(card: QuestionCard, position: number, context: QuestionContext): Choice {
  const texts = context.texts;
  const answer = context.answer;
  const option = card.options[position]!;
  const checked = answer.picked.includes(position);
  if (answer.phase === 'open') return { words: option.text, checked };
  const revealed = answer.phase !== 'wrong';
  const showsMissed = revealed && option.correct && !checked;
  const state = checked ? (option.correct ? 'right' : 'wrong') : showsMissed ? 'missed' : 'quiet';
  const words = { right: texts.optionRight, wrong: texts.optionWrong, missed: texts.optionMissed, quiet: '' }[state];
  const sign = { right: 'check', wrong: 'cross', missed: 'check', quiet: undefined } as const;
  const drawn = sign[state];
  const mark = element('span', { class: 'lh-mark' }, ...(drawn ? [icon(drawn)] : []));
  const below = [
    ...(words === '' ? [] : [element('p', { class: 'lh-mark-words' }, words)]),
    ...(option.feedback !== '' && (checked || showsMissed)
      ? [element('p', { class: 'lh-feedback' }, option.feedback)]
      : []),
  ];
  return {
    words: option.text,
    checked,
    disabled: true,
    mark,
    className: `lh-choice--judged lh-choice--${state}`,
    below,
  };
}

function verdict(card: QuestionCard, context: QuestionContext): HTMLElement {
  const texts = context.texts;
  const answer = context.answer;
  const right = isRight(card, answer.picked);
  const open = answer.phase === 'wrong';
  const words = answer.phase === 'shown' ? texts.shown : right ? texts.right : texts.wrong;
  const actions =
    open && context.retry
      ? [
          button('secondary', texts.tryAgain, context.onRetry, icon('again')),
          button('quiet', texts.showSolution, context.onShow),
        ]
      : open
        ? [button('secondary', texts.showSolution, context.onShow)]
        : [];
  return element(
    'div',
    { class: `lh-verdict lh-verdict--${right ? 'right' : answer.phase}`, tabindex: '-1', 'data-focus': true },
    element('p', { class: 'lh-verdict-words' }, icon(right ? 'check' : 'ring'), words),
    open && context.retry && element('p', {}, texts.firstCounts),
    !open && card.explanation !== '' && richText(card.explanation, texts.newWindow),
    actions.length > 0 && element('div', { class: 'lh-actions' }, ...actions),
  );
}

/** The picked options in words, for the results. */
export function answerWords(card: QuestionCard, picked: readonly number[]): string {
  return picked
    .map((position) => card.options[position]?.text ?? '')
    .filter((text) => text !== '')
    .join(' · ');
}

/** A right or wrong mark with its word, for the results. */
export function resultMark(right: boolean, words: string): HTMLElement {
  return element(
    'span',
    { class: `lh-result-mark lh-result-mark--${right ? 'right' : 'wrong'}` },
    icon(right ? 'check' : 'ring'),
    hidden(words),
  );
}
