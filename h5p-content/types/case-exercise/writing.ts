import { button, element } from '../shared/dom.js';
import { noteField } from '../shared/fields.js';
import { icon } from '../shared/icons.js';
import { richText } from '../shared/rich-text.js';
import type { WritingStep } from './parameters.js';
import type { CaseTexts } from './texts.js';

export interface WritingContext {
  readonly texts: CaseTexts;
  readonly text: string;
  /** The model solution has been opened. */
  readonly compared: boolean;
  readonly onInput: (text: string) => void;
  readonly onCompare: () => void;
}

/** The learner's words; after comparing, the model solution stands beside them. */
export function writingBody(step: WritingStep, context: WritingContext): Node[] {
  const texts = context.texts;
  const field = noteField({ label: texts.answerLabel, rows: step.rows, value: context.text, onInput: context.onInput });
  const question = step.title === '' ? [] : [element('p', { class: 'lh-lead' }, step.question)];
  const hint = step.hint === '' ? [] : [element('p', { class: 'lh-callout' }, step.hint)];
  if (!context.compared) {
    return [
      ...question,
      ...hint,
      field.element,
      element('p', { class: 'lh-complaint', role: 'alert' }),
      element('p', { class: 'lh-aside-note' }, texts.privateAnswer),
      button('primary', texts.compare, context.onCompare, icon('folder')),
    ];
  }
  const model = element(
    'div',
    { class: 'lh-model', tabindex: '-1', 'data-focus': true },
    element('h3', { class: 'lh-label' }, texts.modelSolution),
    richText(step.modelSolution, texts.newWindow),
  );
  return [
    ...question,
    element('div', { class: 'lh-beside' }, field.element, model),
    element('p', { class: 'lh-aside-note' }, texts.compareHint),
  ];
}
