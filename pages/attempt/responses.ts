import type { ActivityDefinition, InteractionComponent } from '../../lrs/index.js';
import type { Language } from '../../web/index.js';
import { inLanguage, maxTextLength, plainWords } from './words.js';

/** A response of a learner, or a solution. */
export type Response =
  /** Options that were chosen; `ordered` where their order is the answer. */
  | { readonly kind: 'options'; readonly options: readonly string[]; readonly ordered: boolean }
  /** Pairs of a matching question. */
  | { readonly kind: 'pairs'; readonly pairs: readonly (readonly [string, string])[] }
  /** Texts for the gaps of a text, gap by gap. */
  | { readonly kind: 'gaps'; readonly words: readonly string[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'truth'; readonly truth: boolean }
  /** A number, or a range of numbers; a missing end is open. */
  | { readonly kind: 'range'; readonly from?: number; readonly to?: number }
  /** An empty response. */
  | { readonly kind: 'nothing' }
  /** The statement does not contain the response. */
  | { readonly kind: 'unrecorded' }
  /** There is a response, but in an invalid format. */
  | { readonly kind: 'unreadable'; readonly text: string };

/** Maximum number of parts shown of one response: more than any question has. */
const maxParts = 100;
/** Maximum number of solutions read for one question. */
export const maxSolutions = 5;

type ResponseReader = (text: string, definition: ActivityDefinition, language: Language) => Response | undefined;

function parts(text: string): readonly string[] {
  return text.split('[,]', maxParts + 1);
}

/** The name of a component; `undefined` if the definition does not contain it. */
function called(
  components: readonly InteractionComponent[] | undefined,
  id: string,
  language: Language,
): string | undefined {
  const component = components?.find((each) => each.id === id);
  return component === undefined
    ? undefined
    : (inLanguage(component.description, language) ?? plainWords(component.id));
}

/** All of a list, or nothing: half a response would be another response. */
function whole<T>(list: readonly (T | undefined)[]): readonly T[] | undefined {
  return list.length > 0 && list.length <= maxParts && !list.includes(undefined) ? (list as readonly T[]) : undefined;
}

function options(list: 'choices' | 'scale', ordered: boolean): ResponseReader {
  return (text, definition, language) => {
    const found = whole(parts(text).map((id) => called(definition[list], id, language)));
    return found === undefined ? undefined : { kind: 'options', options: found, ordered };
  };
}

function number(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(text.trim()) ? Number(text) : undefined;
}

const range: ResponseReader = (text) => {
  const ends = text.split('[:]');
  const values = ends.map((end) => (end.trim() === '' ? 'open' : number(end)));
  if (values.includes(undefined) || ends.length > 2 || (ends.length === 1 && values[0] === 'open')) return undefined;
  const [from, to] = ends.length === 1 ? [values[0], values[0]] : values;
  return { kind: 'range', ...(typeof from === 'number' ? { from } : {}), ...(typeof to === 'number' ? { to } : {}) };
};

/** `source[.]target`, as often as there are pairs. */
const matching: ResponseReader = (text, { source, target }, language) => {
  const pairs = whole(
    parts(text).map((pair): readonly [string, string] | undefined => {
      const [left, right, ...more] = pair.split('[.]');
      const named =
        more.length > 0
          ? []
          : [called(source, left!, language), right === undefined ? undefined : called(target, right, language)];
      return named[0] === undefined || named[1] === undefined ? undefined : [named[0], named[1]];
    }),
  );
  return pairs === undefined ? undefined : { kind: 'pairs', pairs };
};

/** `step[.]what was done`, as often as there are steps. */
const performance: ResponseReader = (text, { steps }, language) => {
  const pairs = whole(
    parts(text).map((pair): readonly [string, string] | undefined => {
      const dot = pair.indexOf('[.]');
      const step = dot === -1 ? undefined : called(steps, pair.slice(0, dot), language);
      return step === undefined ? undefined : [step, plainWords(pair.slice(dot + 3).replace('[:]', ' – '))];
    }),
  );
  return pairs === undefined ? undefined : { kind: 'pairs', pairs };
};

/** Prefixes allowed before a text answer; the specification allows no other place (xAPI 1.0.3 Data, appendix C). */
const notes = /^(?:\{(?:case_matters|order_matters)=(?:true|false)\}|\{lang=[\w-]{1,64}\})+/;

const gaps: ResponseReader = (text) => {
  const words = parts(text.replace(notes, '')).map((part) => plainWords(part.replace(notes, '')));
  return words.length > maxParts ? undefined : { kind: 'gaps', words };
};

const longText: ResponseReader = (text) => ({ kind: 'text', text: plainWords(text.replace(notes, '')) });

const truth: ResponseReader = (text) =>
  text === 'true' || text === 'false' ? { kind: 'truth', truth: text === 'true' } : undefined;

const readers: Readonly<Record<NonNullable<ActivityDefinition['interactionType']>, ResponseReader>> = {
  choice: options('choices', false),
  sequencing: options('choices', true),
  likert: options('scale', false),
  matching,
  performance,
  'true-false': truth,
  'fill-in': gaps,
  'long-fill-in': longText,
  numeric: range,
  other: longText,
};

/** A text that is far too long to be a response is not parsed. */
const maxResponseLength = maxTextLength * 10;

function read(text: string, definition: ActivityDefinition, language: Language): Response {
  const { interactionType } = definition;
  const reader = interactionType === undefined ? undefined : readers[interactionType];
  const found = text.length > maxResponseLength ? undefined : reader?.(text, definition, language);
  return found ?? { kind: 'unreadable', text: plainWords(text) };
}

/**
 * Parses a learner's response, by the rules of the question's interaction type (xAPI 1.0.3 Data §2.4.4.1 and appendix
 * C).
 * @param response `result.response` of the statement
 */
export function parseResponse(
  definition: ActivityDefinition,
  response: string | undefined,
  language: Language,
): Response {
  if (response === undefined) return { kind: 'unrecorded' };
  return response.trim() === '' ? { kind: 'nothing' } : read(response, definition, language);
}

/** Parses the correct responses, each of them on its own. None if the question has none. */
export function parseSolutions(definition: ActivityDefinition, language: Language): readonly Response[] {
  return (definition.correctResponsesPattern ?? [])
    .filter((pattern) => pattern.trim() !== '')
    .slice(0, maxSolutions)
    .map((pattern) => read(pattern, definition, language));
}
