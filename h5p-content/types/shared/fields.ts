import { element, uniqueId } from './dom.js';

export interface NoteField {
  readonly label: string;
  readonly hint?: string;
  readonly rows?: number;
  readonly value: string;
  /** One line instead of several. */
  readonly single?: boolean;
  readonly onInput: (value: string) => void;
}

export const maxNoteLength = 8000;

/** A labelled field for the learner's own words; every keystroke is stored. */
export function noteField(field: NoteField): {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement | HTMLTextAreaElement;
} {
  const id = uniqueId('field');
  const hintId = `${id}-hint`;
  const attributes = {
    id,
    class: 'lh-input',
    maxlength: maxNoteLength,
    'aria-describedby': field.hint ? hintId : undefined,
  };
  const input = field.single
    ? element('input', { ...attributes, type: 'text', autocomplete: 'off' })
    : element('textarea', { ...attributes, rows: field.rows ?? 4 });
  input.value = field.value;
  input.addEventListener('input', () => field.onInput(input.value));
  const hint = field.hint ? element('p', { class: 'lh-hint', id: hintId }, field.hint) : undefined;
  return {
    element: element(
      'div',
      { class: 'lh-field' },
      element('label', { class: 'lh-label', for: id }, field.label),
      hint,
      input,
    ),
    input,
  };
}

export interface Choice {
  readonly words: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly className?: string;
  /** Drawn between the control and its label. */
  readonly mark?: Node;
  /** Shown below the label, e.g. feedback. */
  readonly below?: readonly Node[];
}

/** A group of radio buttons or check boxes with large targets. */
export function choiceGroup(options: {
  readonly legend: Node | string;
  readonly legendHidden?: boolean;
  readonly multiple: boolean;
  readonly choices: readonly Choice[];
  readonly onChange: (picked: number[]) => void;
}): HTMLFieldSetElement {
  const name = uniqueId('choice');
  const inputs: HTMLInputElement[] = [];
  const rows = options.choices.map((choice, position) => {
    const input = element('input', {
      type: options.multiple ? 'checkbox' : 'radio',
      name,
      value: position,
      class: 'lh-choice-input',
      disabled: choice.disabled === true,
    });
    input.checked = choice.checked;
    inputs.push(input);
    const label = element(
      'label',
      { class: 'lh-choice-label' },
      input,
      choice.mark,
      element('span', { class: 'lh-choice-words' }, choice.words),
    );
    return element(
      'div',
      { class: ['lh-choice', choice.className ?? ''].join(' ').trim() },
      label,
      ...(choice.below ?? []),
    );
  });
  const group = element(
    'fieldset',
    { class: 'lh-choices' },
    element('legend', { class: options.legendHidden ? 'lh-hidden' : 'lh-legend' }, options.legend),
    ...rows,
  );
  group.addEventListener('change', () =>
    options.onChange(inputs.flatMap((input, position) => (input.checked ? [position] : []))),
  );
  return group;
}
