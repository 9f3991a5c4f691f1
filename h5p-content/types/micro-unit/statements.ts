import type { Item, EventOutcome, EventScore } from '../shared/statements.js';
import { isQuestion, isRight, type QuestionCard, type Unit } from './parameters.js';
import type { Answer, UnitProgress } from './state.js';

/** The activity type of a whole unit, from ADL's vocabulary. */
export const unitType = 'http://adlnet.gov/expapi/activities/lesson';

/** The question as the statement's object describes it: xAPI's interaction type `choice`, options numbered from 0. */
export function questionItem(card: QuestionCard, language: string): Item {
  const words = (text: string): Record<string, string> => ({ [language]: text });
  const correct = card.options.flatMap((option, position) => (option.correct ? [String(position)] : []));
  return {
    subContentId: card.id,
    title: card.question,
    definition: {
      name: words(card.question),
      description: words(card.question),
      interactionType: 'choice',
      choices: card.options.map((option, position) => ({ id: String(position), description: words(option.text) })),
      correctResponsesPattern: [correct.join('[,]')],
    },
  };
}

/** The judged first answer; without one, nothing right yet. */
export function questionOutcome(card: QuestionCard, answer: Answer | undefined, spent?: number): EventOutcome {
  const first = answer?.first ?? [];
  const right = first.length > 0 && isRight(card, first);
  return {
    score: { raw: right ? 1 : 0, max: 1 },
    success: right,
    response: first.join('[,]'),
    ...(spent === undefined ? {} : { spent }),
  };
}

/** One point for each question whose first answer was right. */
export function unitScore(unit: Unit, progress: UnitProgress): EventScore {
  const questions = unit.cards.filter(isQuestion);
  const right = questions.filter((card) => {
    const first = progress.answers.get(card.id)?.first;
    return first !== undefined && isRight(card, first);
  });
  return { raw: right.length, max: questions.length };
}
