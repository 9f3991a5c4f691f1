import { imageIn, type Image } from '../shared/media.js';
import { flag, list, number, own, plain, record, string, type JsonRecord } from '../shared/read.js';
import { subContentIds } from '../shared/sub-content.js';

/** 0 unfavourable, 1 defensible, 2 good. */
export type CasePoints = 0 | 1 | 2;

export interface DecisionOption {
  readonly text: string;
  readonly consequence: string;
  readonly points: CasePoints;
}

export interface DecisionStep {
  readonly kind: 'decision';
  readonly id: string;
  readonly title: string;
  readonly situation: string;
  readonly question: string;
  readonly options: readonly DecisionOption[];
}
export interface WritingStep {
  readonly kind: 'writing';
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly hint: string;
  readonly minLength: number;
  readonly modelSolution: string;
  readonly rows: number;
}
export type CaseStep = DecisionStep | WritingStep;

export interface RatingItem {
  readonly id: string;
  /** Code of the competency, e.g. `D1`. */
  readonly competency: string;
  readonly label: string;
  /** Words for the levels 0 to 4; empty if the author gave none. */
  readonly levels: readonly string[];
}

export interface Case {
  readonly title: string;
  readonly minutes: number;
  readonly situation: string;
  readonly image?: Image;
  readonly material: readonly { readonly title: string; readonly body: string }[];
  readonly steps: readonly CaseStep[];
  readonly rating: { readonly intro: string; readonly items: readonly RatingItem[] };
  readonly outro: { readonly title: string; readonly text: string };
  readonly passPercentage: number;
  /** True if the consequences of the other options may be viewed after deciding. */
  readonly lookAtOthers: boolean;
  readonly print: boolean;
  readonly l10n: unknown;
}

export const ratingLevels = [0, 1, 2, 3, 4] as const;
/** Self-rating items are numbered from here, so that their derived ids never collide with those of steps. */
const firstRatingPosition = 0x1000;

/** Reads the parameters of a case from any editor or file; what is missing gets its default, what is unknown is left out. */
export function parseCase(parameters: unknown): Case {
  const given = record(parameters);
  const outro = record(own(given, 'outro'));
  const behaviour = record(own(given, 'behaviour'));
  const rating = record(own(given, 'selfRating'));
  const image = imageIn(own(given, 'image'), plain(own(given, 'imageAlt')));
  const idOf = subContentIds();
  return {
    title: plain(own(given, 'title')),
    minutes: number(own(given, 'minutes'), 10, 1, 240),
    situation: string(own(given, 'situation')),
    ...(image ? { image } : {}),
    material: list(own(given, 'material')).map((entry) => ({
      title: plain(own(record(entry), 'title')),
      body: string(own(record(entry), 'body')),
    })),
    steps: list(own(given, 'steps')).flatMap((step, position) => {
      const read = readStep(record(step), idOf(record(step), position + 1));
      return read === undefined ? [] : [read];
    }),
    rating: {
      intro: string(own(rating, 'intro')),
      items: list(own(rating, 'items')).map((item, position) =>
        readItem(record(item), idOf(record(item), firstRatingPosition + position)),
      ),
    },
    outro: { title: plain(own(outro, 'title')), text: string(own(outro, 'text')) },
    passPercentage: number(own(given, 'passPercentage'), 60, 0, 100),
    lookAtOthers: flag(own(behaviour, 'enableRetry'), true),
    print: flag(own(behaviour, 'enablePrint'), true),
    l10n: own(given, 'l10n'),
  };
}

function readStep(step: JsonRecord, id: string): CaseStep | undefined {
  const text = (key: string): string => plain(own(step, key));
  switch (own(step, 'kind')) {
    case 'decision': {
      const options = list(own(step, 'options'))
        .map((option) => readOption(record(option)))
        .filter((option) => option.text !== '');
      return options.length === 0
        ? undefined
        : {
            kind: 'decision',
            id,
            title: text('title'),
            situation: string(own(step, 'situation')),
            question: text('question'),
            options,
          };
    }
    case 'writing':
      return {
        kind: 'writing',
        id,
        title: text('title'),
        question: text('question'),
        hint: text('hint'),
        modelSolution: string(own(step, 'modelSolution')),
        minLength: number(own(step, 'minLength'), 0, 0, 2000),
        rows: number(own(step, 'rows'), 6, 2, 30),
      };
    default:
      return undefined;
  }
}

function readOption(option: JsonRecord): DecisionOption {
  const points = Math.round(number(own(option, 'score'), 0, 0, 2)) as CasePoints;
  return { text: plain(own(option, 'text')), consequence: string(own(option, 'consequence')), points };
}

function readItem(item: JsonRecord, id: string): RatingItem {
  const words = list(own(item, 'levels'));
  return {
    id,
    competency: plain(own(item, 'competency')),
    label: plain(own(item, 'label')),
    levels: ratingLevels.map((level) => plain(words[level])),
  };
}

export const isDecision = (step: CaseStep): step is DecisionStep => step.kind === 'decision';
export const isWriting = (step: CaseStep): step is WritingStep => step.kind === 'writing';

/** The maximum points of the decision's options. */
export const bestOf = (step: DecisionStep): number => Math.max(...step.options.map((option) => option.points));
