import type { Host } from '../shared/content-type.js';
import { element } from '../shared/dom.js';
import { noteField } from '../shared/fields.js';
import { picture } from '../shared/media.js';
import { richText } from '../shared/rich-text.js';
import type { ImageCard, ReflectionCard, TextCard, TransferCard } from './parameters.js';
import type { Note } from './state.js';
import type { UnitTexts } from './texts.js';

/** Everything a card needs to draw itself and to store notes. */
export interface CardContext {
  readonly host: Host;
  readonly texts: UnitTexts;
  readonly note: Note;
  readonly onNote: (note: Note) => void;
}

export function textBody(card: TextCard, context: CardContext): Node[] {
  const words = richText(card.body, context.texts.newWindow);
  return [...(card.image ? [picture(context.host, card.image)] : []), words];
}

export function imageBody(card: ImageCard, context: CardContext): Node[] {
  return card.image ? [picture(context.host, card.image, card.caption)] : [element('p', {}, card.caption)];
}

export function reflectionBody(card: ReflectionCard, context: CardContext): Node[] {
  const texts = context.texts;
  const note = context.note;
  return [
    ...hint(card.hint),
    noteField({
      label: texts.reflectionLabel,
      rows: card.rows,
      value: note.text,
      onInput: (text) => context.onNote({ ...note, text }),
    }).element,
    element('p', { class: 'lh-aside-note' }, texts.notJudged),
  ];
}

export function transferBody(card: TransferCard, context: CardContext): Node[] {
  const texts = context.texts;
  const note = { ...context.note };
  return [
    ...hint(card.hint),
    noteField({ label: texts.transferLabel, rows: 3, value: note.text, onInput: (text) => keep({ text }) }).element,
    noteField({
      label: card.whenLabel || texts.whenLabel,
      hint: texts.whenHint,
      single: true,
      value: note.when,
      onInput: (when) => keep({ when }),
    }).element,
    element('p', { class: 'lh-aside-note' }, texts.notJudged),
  ];

  function keep(part: Partial<Note>): void {
    Object.assign(note, part);
    context.onNote({ ...note });
  }
}

function hint(words: string): Node[] {
  return words === '' ? [] : [element('p', { class: 'lh-callout' }, words)];
}
