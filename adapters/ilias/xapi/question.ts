import { z } from 'zod';
import { LotseError } from '../../../base/index.js';
import { type StatementCondition, parseCondition } from './condition.js';
import { type Path, parsePath } from './path.js';

/** The order of statements; by position if that leaves them equal. */
export interface Order {
  readonly path: Path;
  readonly descending: boolean;
}

/** A query of ILIAS: our own form of an aggregation pipeline. */
export type Question = { readonly condition: StatementCondition } &
  /** The number of them. */
  (
    | { readonly kind: 'count'; readonly name: string }
    /** A table's page: how many there are in all, and some of them. */
    | { readonly kind: 'page'; readonly order: Order; readonly skip: number; readonly limit: number | undefined }
    /** The first few, and of each some values. */
    | { readonly kind: 'first'; readonly order: Order; readonly limit: number; readonly values: readonly Path[] }
    /** One row for each value: the last value of some places, or all values, in the order. */
    | {
        readonly kind: 'groups';
        readonly order: Order;
        readonly by: Path | undefined;
        readonly columns: readonly QuestionColumn[];
      }
  );

/** A column of a row of groups. */
export interface QuestionColumn {
  readonly name: string;
  readonly path: Path;
  readonly take: 'last' | 'all';
}

const maxRows = 10_000;
const path = z.string().transform((text, context): Path => parsePath(text) ?? invalid(context));
const reference = z
  .string()
  .startsWith('$')
  .transform((text, context): Path => parsePath(text.slice(1)) ?? invalid(context));

function invalid(context: z.RefinementCtx): never {
  context.addIssue({ code: 'custom', message: 'not a place in a statement' });
  return z.NEVER;
}

const match = z.strictObject({ $match: z.unknown() }).transform(({ $match }) => parseCondition($match));
const sort = z
  .strictObject({ $sort: z.record(z.string(), z.union([z.literal(1), z.literal(-1)])) })
  .transform(({ $sort }, context): Order => {
    const [[text, direction] = ['', 1], ...others] = Object.entries($sort);
    const parsed = path.safeParse(text);
    return others.length > 0 || !parsed.success
      ? invalid(context)
      : { path: parsed.data, descending: direction === -1 };
  });
const whole = z.int().min(0).max(maxRows);
const limit = z.strictObject({ $limit: whole.min(1) }).transform(({ $limit }) => $limit);
const counting = z.tuple([
  z.strictObject({ $group: z.strictObject({ _id: z.null(), count: z.strictObject({ $sum: z.literal(1) }) }) }),
]);
const slice = z.union([
  z.tuple([z.strictObject({ $skip: whole }), limit]),
  z.tuple([z.strictObject({ $skip: whole })]),
]);
const accumulator = z.union([
  z.strictObject({ $last: reference }).transform(({ $last }) => ({ path: $last, take: 'last' as const })),
  z.strictObject({ $push: reference }).transform(({ $push }) => ({ path: $push, take: 'all' as const })),
]);
const columnName = z.string().regex(/^[A-Za-z]\w{0,30}$/);
const group = z
  .strictObject({ $group: z.record(z.string(), z.unknown()) })
  .transform(({ $group: { _id, ...columns } }, context) => {
    const by = z.union([z.null(), reference]).safeParse(_id);
    const read = z.record(columnName, accumulator).safeParse(columns);
    if (!by.success || !read.success || Object.keys(read.data).length > 20) return invalid(context);
    return {
      by: by.data ?? undefined,
      columns: Object.entries(read.data).map(([name, column]): QuestionColumn => ({ name, ...column })),
    };
  });
const values = z
  .strictObject({ $project: z.record(z.string(), z.literal(1)) })
  .transform(({ $project }, context): readonly Path[] => {
    const read = z.array(path).max(20).safeParse(Object.keys($project));
    return read.success ? read.data : invalid(context);
  });

const pipeline = z.union([
  z
    .tuple([match, z.strictObject({ $count: columnName })])
    .transform(([condition, { $count }]): Question => ({ kind: 'count', condition, name: $count })),
  z
    .tuple([
      match,
      sort,
      z.strictObject({ $facet: z.strictObject({ stage1: counting, stage2: slice }) }),
      z.strictObject({ $unwind: z.literal('$stage1') }),
      z.strictObject({
        $project: z.strictObject({ maxcount: z.literal('$stage1.count'), statements: z.literal('$stage2.statement') }),
      }),
    ])
    .transform(
      ([
        condition,
        order,
        {
          $facet: {
            stage2: [{ $skip }, some],
          },
        },
      ]): Question => ({ kind: 'page', condition, order, skip: $skip, limit: some }),
    ),
  z.tuple([match, sort, limit, values]).transform(([condition, order, some, taken]): Question => ({
    kind: 'first',
    condition,
    order,
    limit: some,
    values: taken,
  })),
  z
    .tuple([match, sort, group])
    .transform(([condition, order, { by, columns }]): Question => ({ kind: 'groups', condition, order, by, columns })),
]);

/**
 * Reads a pipeline. Only those are understood that ILIAS sends; each becomes a question of ours, and nothing of it is
 * ever handed on.
 * @throws LotseError `invalid-parameter`
 */
export function parseQuestion(value: unknown): Question {
  const parsed = pipeline.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new LotseError(
    'invalid-parameter',
    'This LRS answers the pipelines that ILIAS sends: pages of statements, counts, high scores and the last statement of a session.',
    { path: 'pipeline' },
  );
}
