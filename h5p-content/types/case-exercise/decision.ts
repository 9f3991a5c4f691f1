import { element } from '../shared/dom.js';
import { choiceGroup } from '../shared/fields.js';
import { icon } from '../shared/icons.js';
import { richText } from '../shared/rich-text.js';
import type { DecisionOption, DecisionStep, CasePoints } from './parameters.js';
import type { Decision } from './state.js';
import type { CaseTexts } from './texts.js';

export interface DecisionContext {
  readonly texts: CaseTexts;
  readonly decision: Decision | undefined;
  readonly lookAtOthers: boolean;
  readonly onPick: (picked: number) => void;
  readonly onDecide: () => void;
}

export function decisionBody(step: DecisionStep, context: DecisionContext): Node[] {
  const texts = context.texts;
  const decision = context.decision;
  const question = step.question || texts.chooseOne;
  const situation = step.situation === '' ? [] : [richText(step.situation, texts.newWindow)];
  if (decision?.judged)
    return [...situation, element('p', { class: 'lh-legend' }, question), ...afterDeciding(step, decision, context)];
  const form = element(
    'form',
    { class: 'lh-question', novalidate: true },
    choiceGroup({
      legend: question,
      multiple: false,
      choices: step.options.map((option, position) => ({ words: option.text, checked: decision?.picked === position })),
      onChange: (picked) => context.onPick(picked[0]!),
    }),
    element('p', { class: 'lh-complaint', role: 'alert' }),
    element(
      'button',
      { type: 'submit', class: 'lh-button lh-button--primary' },
      icon('check'),
      element('span', {}, texts.decide),
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    context.onDecide();
  });
  return [...situation, form];
}

function afterDeciding(step: DecisionStep, decision: Decision, context: DecisionContext): Node[] {
  const texts = context.texts;
  const chosen = step.options[decision.picked]!;
  const others = step.options.filter((_, position) => position !== decision.picked);
  return [
    element(
      'div',
      { class: `lh-outcome lh-outcome--${chosen.points}`, tabindex: '-1', 'data-focus': true },
      element('p', { class: 'lh-outcome-label' }, texts.yourDecision, pointsBadge(chosen.points, texts)),
      element('p', { class: 'lh-outcome-choice' }, chosen.text),
      element('p', { class: 'lh-outcome-label' }, texts.consequence),
      richText(chosen.consequence, texts.newWindow),
    ),
    ...(context.lookAtOthers && others.length > 0
      ? [
          element(
            'section',
            { class: 'lh-section' },
            element('h3', {}, texts.otherWays),
            element('p', { class: 'lh-aside-note' }, texts.otherHint),
            ...others.map((option) => otherWay(option, texts)),
          ),
        ]
      : []),
  ];
}

function otherWay(option: DecisionOption, texts: CaseTexts): HTMLElement {
  return element(
    'details',
    { class: 'lh-details' },
    element('summary', {}, element('span', {}, option.text)),
    element(
      'div',
      { class: 'lh-details-body' },
      element('p', {}, pointsBadge(option.points, texts)),
      richText(option.consequence, texts.newWindow),
    ),
  );
}

/** A rating of a decision, as a word and a sign. */
export function pointsBadge(points: CasePoints, texts: CaseTexts): HTMLElement {
  const words = [texts.pointsUnfavourable, texts.pointsDefensible, texts.pointsGood][points]!;
  return element(
    'span',
    { class: `lh-badge lh-badge--${points}` },
    icon((['cross', 'ring', 'check'] as const)[points]),
    words,
  );
}
