import { z } from 'zod';
import type { Vocabulary } from '../../base/index.js';
import type { AgentKey, StoredEvent } from '../../lrs/index.js';
import type { Frameworks } from '../framework/index.js';
import type { Evidence } from '../store/index.js';

/** Everything needed to read evidence from a statement. */
export interface EvidenceRules {
  readonly vocabulary: Vocabulary;
  readonly frameworks: Frameworks;
  /** IRIs of the verbs in rules; statements with other verbs are no evidence. */
  readonly verbs: ReadonlySet<string>;
  /** The key of an xAPI Agent; `undefined` for what has none (an anonymous group, something malformed). */
  readonly agentKeyOf: (agent: unknown) => AgentKey | undefined;
}

const optional = <T extends z.ZodType>(type: T) => type.optional().catch(undefined);

// An unexpected value in an optional place is treated as missing: foreign statements must never stop the
// stream.
const statementShape = z.looseObject({
  actor: z.unknown().optional(),
  verb: z.looseObject({ id: z.string() }),
  object: z.looseObject({
    objectType: z.literal('Activity').optional(),
    id: z.string(),
    definition: optional(z.looseObject({ name: optional(z.record(z.string(), z.string())) })),
  }),
  result: optional(z.looseObject({ score: z.unknown().optional(), success: optional(z.boolean()) })),
  context: z.looseObject({
    registration: optional(z.string()),
    contextActivities: optional(z.looseObject({ parent: z.unknown().optional(), grouping: z.unknown().optional() })),
    extensions: z.record(z.string(), z.unknown()),
  }),
  timestamp: optional(z.string()),
});

const tagShape = z.looseObject({ competency: z.string(), level: z.int().min(0).max(4) });
const activityShape = z.looseObject({ id: z.string() });

interface Tag {
  readonly framework: string;
  readonly code: string;
  readonly level: number;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** The known competencies that a statement is tagged with, each once with its highest level. */
function tagsIn(extension: unknown, { vocabulary, frameworks }: EvidenceRules): Tag[] {
  const tags = new Map<string, Tag>();
  for (const each of Array.isArray(extension) ? extension : []) {
    const parsed = tagShape.safeParse(each);
    const named = parsed.success ? vocabulary.competencyOf(parsed.data.competency) : undefined;
    if (!parsed.success || named === undefined || frameworks.competency(named.framework, named.code) === undefined)
      continue;
    const key = `${named.framework}/${named.code}`;
    if ((tags.get(key)?.level ?? -1) < parsed.data.level) tags.set(key, { ...named, level: parsed.data.level });
  }
  return [...tags.values()];
}

function isSubContent(objectId: string, parent: unknown): boolean {
  return list(parent).length > 0 || /[?&]subContentId=/.test(objectId);
}

function courseIn(grouping: unknown): string | undefined {
  const parsed = activityShape.safeParse(list(grouping)[0]);
  return parsed.success ? parsed.data.id : undefined;
}

function instant(given: string | undefined, otherwise: string): string {
  const milliseconds = given === undefined ? NaN : Date.parse(given);
  return Number.isNaN(milliseconds) ? otherwise : new Date(milliseconds).toISOString();
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The evidence in a stored statement about its actor; from its text alone, and none for a
 * statement that is about sub-content, untagged, with another verb, or not as expected.
 */
export function evidenceOf(event: StoredEvent & { readonly kind: 'statement' }, rules: EvidenceRules): Evidence[] {
  const parsed = statementShape.safeParse(parseText(event.text));
  if (!parsed.success || !rules.verbs.has(parsed.data.verb.id)) return [];
  const { actor, verb, object, result, context, timestamp } = parsed.data;
  if (isSubContent(object.id, context.contextActivities?.parent)) return [];
  const tags = tagsIn(context.extensions[rules.vocabulary.extensions.competencies], rules);
  const key = tags.length === 0 ? undefined : rules.agentKeyOf(actor);
  if (key === undefined) return [];
  const name = object.definition?.name;
  const course = courseIn(context.contextActivities?.grouping);
  const scaled = scaledScore(result?.score);
  return tags.map(({ framework, code, level }) => ({
    organisation: event.organisation,
    actor: key,
    framework,
    code,
    level,
    activity: object.id,
    ...(name === undefined ? {} : { activityName: name }),
    ...(context.registration === undefined ? {} : { registration: context.registration.toLowerCase() }),
    statement: event.id,
    position: event.position,
    timestamp: instant(timestamp, event.stored),
    stored: event.stored,
    verb: verb.id,
    ...(scaled === undefined ? {} : { scaled }),
    ...(result?.success === undefined ? {} : { success: result.success }),
    ...(course === undefined ? {} : { course }),
  }));
}

const score = z.looseObject({
  scaled: z.number().min(-1).max(1).optional().catch(undefined),
  raw: z.number().optional().catch(undefined),
  min: z.number().optional().catch(undefined),
  max: z.number().optional().catch(undefined),
});

/**
 * The scaled score of a statement's `result.score`: `scaled` as it is, else (raw − min) / (max − min)
 * when all three are there. `undefined` if there is no such score: never 0 in its place.
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
