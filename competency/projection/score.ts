import { z } from 'zod';

const score = z.looseObject({
  scaled: z.number().min(-1).max(1).optional().catch(undefined),
  raw: z.number().optional().catch(undefined),
  min: z.number().optional().catch(undefined),
  max: z.number().optional().catch(undefined),
});

/**
 * The scaled score of a statement's `result.score`: `scaled` as it stands, else (raw − min) / (max − min)
 * when all three are there. `undefined` where there is no such score: never 0 in its place.
 */
export function scaledScore(given: unknown): number | undefined {
  const parsed = score.safeParse(given);
  if (!parsed.success) return undefined;
  const { scaled, raw, min, max } = parsed.data;
  // JSON can say -0, which not every store can tell from 0.
  if (scaled !== undefined) return scaled + 0;
  if (raw === undefined || min === undefined || max === undefined) return undefined;
  return max > min && raw >= min && raw <= max ? (raw - min) / (max - min) : undefined;
}
