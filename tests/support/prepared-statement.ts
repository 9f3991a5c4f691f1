import { createHash } from 'node:crypto';
import type { AgentKey, PreparedStatement, RelationScope } from '../../lrs/store/index.js';

/** What a test says about a statement; the rest follows. Texts are direct; `related` lists hold what is related only. */
export interface StatementSketch {
  readonly id: string;
  readonly actor?: string;
  readonly verb?: string;
  readonly activity?: string;
  readonly relatedAgents?: readonly string[];
  readonly relatedActivities?: readonly string[];
  readonly registration?: string;
  readonly refersTo?: string;
  readonly voids?: string;
  /** Makes the statement different from another with the same id. */
  readonly content?: string;
  /** Sent without a timestamp. */
  readonly untimed?: true;
  /** What it says about activities, by name. */
  readonly defines?: readonly (readonly [name: string, definition: object])[];
}

/** A UUID from a small number, the same every time. */
export function uuid(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** The agent key of a learner of that name. */
export function agentKey(name: string): AgentKey {
  return `account https://lms.example ${name}` as AgentKey;
}

export const verbIri = (name: string): string => `https://verbs.example/${name}`;
export const activityIri = (name: string): string => `https://activities.example/${name}`;

/** A statement as `lrs/statement` would hand it to the store. Relations name each value once, in its widest scope. */
export function preparedStatement(sketch: StatementSketch): PreparedStatement {
  const {
    id,
    actor = 'anna',
    activity,
    relatedAgents = [],
    relatedActivities = [],
    registration,
    content,
    untimed,
    defines = [],
  } = sketch;
  const target = sketch.voids ?? sketch.refersTo;
  const verb = verbIri(sketch.voids === undefined ? (sketch.verb ?? 'completed') : 'voided');
  const text = JSON.stringify({
    id,
    actor: { objectType: 'Agent', account: { homePage: 'https://lms.example', name: actor } },
    verb: { id: verb },
    object: target === undefined ? { id: activityIri(activity ?? 'unit') } : { objectType: 'StatementRef', id: target },
    context: { registration, related: [...relatedAgents, ...relatedActivities], content },
  });
  const direct: RelationScope = 'direct';
  const related: RelationScope = 'related';
  return {
    id,
    text,
    fingerprint: createHash('sha256').update(text).digest('hex'),
    verb,
    voiding: sketch.voids !== undefined,
    ...(untimed === undefined ? {} : { untimed }),
    ...(registration === undefined ? {} : { registration }),
    ...(target === undefined ? {} : { refersTo: target }),
    agents: [
      { key: agentKey(actor), scope: direct },
      ...relatedAgents.map((name) => ({ key: agentKey(name), scope: related })),
    ],
    activities: [
      ...(target === undefined ? [{ iri: activityIri(activity ?? 'unit'), scope: direct }] : []),
      ...relatedActivities.map((name) => ({ iri: activityIri(name), scope: related })),
    ],
    attachments: [],
    definitions: defines.map(([name, definition]) => ({
      iri: activityIri(name),
      definition: JSON.stringify(definition),
    })),
  };
}
