import { imageIn, type Image } from '../shared/media.js';
import { flag, list, number, own, plain, record, string, type JsonRecord } from '../shared/read.js';
import { subContentIds } from '../shared/sub-content.js';

export interface Option {
  readonly text: string;
  readonly correct: boolean;
  readonly feedback: string;
}

export interface TextCard {
  readonly kind: 'text';
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly image?: Image;
}
export interface ImageCard {
  readonly kind: 'image';
  readonly id: string;
  readonly title: string;
  readonly image?: Image;
  readonly caption: string;
}
export interface QuestionCard {
  readonly kind: 'question';
  readonly id: string;
  readonly question: string;
  readonly options: readonly Option[];
  readonly multiple: boolean;
  readonly explanation: string;
}
export interface ReflectionCard {
  readonly kind: 'reflection';
  readonly id: string;
  readonly prompt: string;
  readonly hint: string;
  readonly rows: number;
}
export interface TransferCard {
  readonly kind: 'transfer';
  readonly id: string;
  readonly task: string;
  readonly hint: string;
  readonly whenLabel: string;
}
export type Card = TextCard | ImageCard | QuestionCard | ReflectionCard | TransferCard;

export interface Unit {
  readonly intro: {
    readonly title: string;
    readonly subtitle: string;
    readonly minutes: number;
    readonly goal: string;
  };
  readonly cards: readonly Card[];
  readonly passPercentage: number;
  readonly outro: { readonly title: string; readonly text: string };
  /** True if a question may be tried again after its first answer, which is the one that counts. */
  readonly retry: boolean;
  readonly print: boolean;
  readonly l10n: unknown;
}

/** Reads the parameters of a unit from any editor or file; what is missing gets its default, what is unknown is left out. */
export function parseUnit(parameters: unknown): Unit {
  const given = record(parameters);
  const intro = record(own(given, 'intro'));
  const outro = record(own(given, 'outro'));
  const behaviour = record(own(given, 'behaviour'));
  const idOf = subContentIds();
  return {
    intro: {
      title: plain(own(intro, 'title')),
      subtitle: plain(own(intro, 'subtitle')),
      minutes: number(own(intro, 'minutes'), 5, 1, 120),
      goal: plain(own(intro, 'goal')),
    },
    cards: list(own(given, 'cards')).flatMap((card, position) => {
      const read = readCard(record(card), idOf(record(card), position + 1));
      return read === undefined ? [] : [read];
    }),
    passPercentage: number(own(given, 'passPercentage'), 70, 0, 100),
    outro: { title: plain(own(outro, 'title')), text: string(own(outro, 'text')) },
    retry: flag(own(behaviour, 'enableRetry'), true),
    print: flag(own(behaviour, 'enablePrint'), true),
    l10n: own(given, 'l10n'),
  };
}

function readCard(card: JsonRecord, id: string): Card | undefined {
  const text = (key: string): string => plain(own(card, key));
  const image = imageIn(own(card, 'image'), text('imageAlt'));
  switch (own(card, 'kind')) {
    case 'text':
      return { kind: 'text', id, title: text('title'), body: string(own(card, 'body')), ...(image ? { image } : {}) };
    case 'image':
      return { kind: 'image', id, title: text('title'), caption: text('caption'), ...(image ? { image } : {}) };
    case 'question':
      return parseQuestion(card, id);
    case 'reflection':
      return {
        kind: 'reflection',
        id,
        prompt: text('prompt'),
        hint: text('hint'),
        rows: number(own(card, 'rows'), 4, 2, 20),
      };
    case 'transfer':
      return { kind: 'transfer', id, task: text('task'), hint: text('hint'), whenLabel: text('whenLabel') };
    default:
      return undefined;
  }
}

function parseQuestion(card: JsonRecord, id: string): QuestionCard | undefined {
  const options = list(own(card, 'options'))
    .map((option) => {
      const given = record(option);
      return {
        text: plain(own(given, 'text')),
        correct: own(given, 'correct') === true,
        feedback: plain(own(given, 'feedback')),
      };
    })
    .filter((option) => option.text !== '');
  if (options.length === 0) return undefined;
  const correct = options.filter((option) => option.correct).length;
  return {
    kind: 'question',
    id,
    options,
    question: plain(own(card, 'question')),
    multiple: own(card, 'multiple') === true || correct > 1,
    explanation: string(own(card, 'explanation')),
  };
}

export const isQuestion = (card: Card): card is QuestionCard => card.kind === 'question';
export const isNote = (card: Card): card is ReflectionCard | TransferCard =>
  card.kind === 'reflection' || card.kind === 'transfer';

/** Right means: exactly the correct options are picked. */
export function isRight(card: QuestionCard, picked: readonly number[]): boolean {
  return card.options.every((option, position) => option.correct === picked.includes(position));
}
