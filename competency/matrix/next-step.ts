import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { distFolder } from '../../base/index.js';
import { type Level, localisedTextSchema, type LocalisedText } from '../framework/index.js';

/** A recommendation for the gap between Ist and Soll. */
export interface NextStep {
  /** `unrated`, `mentor`, or the id of a configured step. */
  readonly id: string;
  readonly text: LocalisedText;
}

/** Chooses the next step by the size of the gap. */
export type NextStepFor = (level: Level | null, target: Level | undefined) => NextStep | undefined;

const schema = z.strictObject({
  steps: z.array(z.strictObject({ id: z.string().min(1), gap: z.int().min(1).max(4), text: localisedTextSchema })),
  unrated: localisedTextSchema,
  mentor: localisedTextSchema,
});

/**
 * Parses the thresholds: each step applies from its gap upwards until the next one.
 * @returns a function that gives no step without a target, if the target is met, or if it is 0 and nothing is rated
 * @throws ZodError naming the path of the fault
 */
export function parseNextSteps(data: unknown): NextStepFor {
  const { steps, unrated, mentor } = schema.parse(data);
  const descending = steps.toSorted((one, other) => other.gap - one.gap);
  return (level, target) => {
    if (target === undefined) return undefined;
    if (level === null) return target === 0 ? undefined : { id: 'unrated', text: unrated };
    const gap = target - level;
    if (gap < 0) return { id: 'mentor', text: mentor };
    const step = descending.find((each) => gap >= each.gap);
    return step === undefined ? undefined : { id: step.id, text: step.text };
  };
}

/** The thresholds that ship with Lotse. */
export function starterNextSteps(): NextStepFor {
  const path = join(distFolder, 'competency', 'matrix', 'data', 'next-steps.json');
  return parseNextSteps(JSON.parse(readFileSync(path, 'utf8')));
}
