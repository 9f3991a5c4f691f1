import type { Item, EventOutcome, EventScore } from '../shared/statements.js';
import { wordsOf } from '../shared/rich-text.js';
import {
  bestOf,
  isDecision,
  ratingLevels,
  type Case,
  type DecisionStep,
  type RatingItem,
  type WritingStep,
} from './parameters.js';
import type { Decision, CaseProgress } from './state.js';

/** The activity type of a whole case: ADL's simulation, "an attempted task or series of tasks in an artificial context". */
export const caseType = 'http://adlnet.gov/expapi/activities/simulation';
/** Definition of a self-rating: the code of the competency that is rated, e.g. `D1`. */
export const competencyExtension = 'urn:x-lotse:competency';

export function decisionItem(step: DecisionStep, language: string): Item {
  const words = (text: string): Record<string, string> => ({ [language]: text });
  const best = bestOf(step);
  return {
    subContentId: step.id,
    title: step.title || step.question,
    definition: {
      name: words(step.title || step.question),
      description: words([wordsOf(step.situation), step.question].filter((text) => text !== '').join(' ')),
      interactionType: 'choice',
      choices: step.options.map((option, position) => ({ id: String(position), description: words(option.text) })),
      correctResponsesPattern: step.options.flatMap((option, position) =>
        option.points === best ? [String(position)] : [],
      ),
    },
  };
}

export function decisionOutcome(step: DecisionStep, decision: Decision | undefined, spent?: number): EventOutcome {
  const option = decision?.judged ? step.options[decision.picked] : undefined;
  const best = bestOf(step);
  return {
    score: { raw: option?.points ?? 0, max: best },
    success: option !== undefined && option.points === best,
    response: option === undefined ? '' : String(decision!.picked),
    ...(spent === undefined ? {} : { spent }),
  };
}

/** A written answer: only that there is one, never its text. */
export function writingItem(step: WritingStep, language: string): Item {
  const name = { [language]: step.title || step.question };
  return {
    subContentId: step.id,
    title: step.title || step.question,
    definition: { name, description: { [language]: step.question }, interactionType: 'long-fill-in' },
  };
}

/** The person's own rating; the response is the level, `0` to `4`. */
export function ratingItem(item: RatingItem, words: readonly string[], language: string): Item {
  return {
    subContentId: item.id,
    title: item.label,
    definition: {
      name: { [language]: item.label },
      description: { [language]: item.label },
      interactionType: 'likert',
      scale: ratingLevels.map((level) => ({
        id: String(level),
        description: { [language]: words[level] ?? String(level) },
      })),
      extensions: { [competencyExtension]: item.competency },
    },
  };
}

/** The points of the first decisions. */
export function caseScore(exercise: Case, progress: CaseProgress): EventScore {
  return exercise.steps.filter(isDecision).reduce(
    (sum, step) => {
      const decision = progress.decisions.get(step.id);
      const points = decision?.judged ? (step.options[decision.picked]?.points ?? 0) : 0;
      return { raw: sum.raw + points, max: sum.max + bestOf(step) };
    },
    { raw: 0, max: 0 },
  );
}
