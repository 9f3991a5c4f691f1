import { z } from 'zod';

const bilingual = z.strictObject({ de: z.string(), en: z.string() });

const item = z.strictObject({
  id: z.string(),
  title: bilingual,
  text: bilingual.optional(),
  /** The target of the launch. */
  url: z.string(),
  custom: z.record(z.string(), z.string()),
  /** A trainer added it by deep linking. */
  added: z.boolean(),
});

const lineItem = z.strictObject({
  id: z.string(),
  label: z.string(),
  scoreMaximum: z.number().positive(),
  /** The course item it belongs to (LTI: resourceLinkId). */
  itemId: z.string().optional(),
  resourceId: z.string().optional(),
  tag: z.string().optional(),
  /** The tool made it by AGS, so the tool may delete it. */
  byTool: z.boolean(),
});

const score = z.strictObject({
  lineItemId: z.string(),
  userId: z.string(),
  /** As the tool sent it. */
  timestamp: z.string(),
  activityProgress: z.string(),
  gradingProgress: z.string(),
  /** In the line item's own scale; absent until it is fully graded. */
  points: z.number().optional(),
  comment: z.string().optional(),
});

/** The state of the demo LMS. */
export const stateSchema = z.strictObject({
  version: z.literal(1),
  /** RS256 private key, as JWK. */
  signingKey: z.looseObject({ kty: z.literal('RSA'), kid: z.string(), n: z.string(), e: z.string(), d: z.string() }),
  /** For hints and access tokens of our own, base64url. */
  secret: z.string(),
  lastId: z.int(),
  items: z.array(item),
  lineItems: z.array(lineItem),
  scores: z.array(score),
  /** Ids of messages that must not be repeated, and when they may be dropped (seconds since 1970). */
  used: z.array(z.strictObject({ id: z.string(), until: z.number() })),
});

export type State = z.infer<typeof stateSchema>;
export type CourseItem = State['items'][number];
export type LineItem = State['lineItems'][number];
export type DemoScore = State['scores'][number];
