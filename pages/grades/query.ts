import type { Request } from 'express';
import type { GradePageRequest } from '../../lti-tool/index.js';

/** Filters of the list; `open`: waiting or failed. */
export const stateFilters = ['open', 'waiting', 'failed', 'declined', 'sent', 'all'] as const;
export type StateFilter = (typeof stateFilters)[number];

/** A query of the grade queue. */
export interface GradesQuery {
  readonly state: StateFilter;
  /** Id of a platform. */
  readonly platform?: string;
  readonly after?: NonNullable<GradePageRequest['after']>;
  /** Number of grades replayed by the form that led here. */
  readonly replayed?: number;
}

function text(fields: Readonly<Record<string, unknown>>, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value.slice(0, 200) : '';
}

/** Parses the address, or a form; invalid values are ignored. */
export function parseGradesQuery(fields: Readonly<Record<string, unknown>>): GradesQuery {
  const state = stateFilters.find((each) => each === text(fields, 'state')) ?? 'open';
  const platform = text(fields, 'platform');
  const after = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)~([\w-]{1,64})$/.exec(text(fields, 'after'));
  const replayed = /^\d{1,6}$/.exec(text(fields, 'replayed'))?.[0];
  return {
    state,
    ...(platform === '' ? {} : { platform }),
    ...(after === null ? {} : { after: { timestamp: after[1]!, id: after[2]! } }),
    ...(replayed === undefined ? {} : { replayed: Number(replayed) }),
  };
}

/** The query text that repeats a query. */
export function gradesQueryText(
  { state, platform, after, replayed }: GradesQuery,
  further: Readonly<Record<string, string>> = {},
): string {
  return new URLSearchParams({
    ...(state === 'open' ? {} : { state }),
    ...(platform === undefined ? {} : { platform }),
    ...(after === undefined ? {} : { after: `${after.timestamp}~${after.id}` }),
    ...(replayed === undefined ? {} : { replayed: String(replayed) }),
    ...further,
  }).toString();
}

/** The query of a request's address. */
export function queryOfAddress(request: Request): GradesQuery {
  return parseGradesQuery(request.query as Record<string, unknown>);
}
