import { type Dataset, instantOf } from '../dataset/load.js';
import { Random } from '../dataset/random.js';
import { askedFor, seedOf } from '../dataset/statements.js';
import { Connection, requestBytes } from '../processes/connection.js';

/** A kind of query. Each gets its parameters from statements that are there, so that it finds something. */
export interface Shape {
  readonly name: string;
  /** Milliseconds that the slowest twentieth may begin with. */
  readonly wanted: number;
  readonly paths: readonly string[];
}

type Query = Readonly<Record<string, string | number | object>>;

/** Different queries of each shape. */
const variants = 40;
const deepPage = 1000;
const pageSize = 25;

function pathOf(query: Query): string {
  const text = Object.entries(query).map(
    ([name, value]) =>
      `${name}=${encodeURIComponent(typeof value === 'object' ? JSON.stringify(value) : String(value))}`,
  );
  return `/xapi/statements?${text.join('&')}`;
}

/** Follows `more` to the page of a number; pages of 500 get there faster and lead to the same place. */
async function pathOfPage(number: number, url: string, authorization: string): Promise<string> {
  const connection = await Connection.open(url);
  const headers = { Authorization: authorization, 'X-Experience-API-Version': '2.0.0' };
  let path = pathOf({ verb: 'http://adlnet.gov/expapi/verbs/answered', limit: 500 });
  for (let page = 1; page < (number * pageSize) / 500; page++) {
    const answer = await connection.send(requestBytes('GET', path, headers));
    if (answer.status !== 200) throw new Error(`The deep page could not be reached: ${answer.status}`);
    path = (JSON.parse(answer.text()) as { more: string }).more;
    if (path === '') throw new Error('There are too few statements for a deep page.');
  }
  connection.close();
  return path.replace('limit=500', `limit=${pageSize}`);
}

/** The fourteen shapes, for a dataset behind a server. */
export async function shapesFor({ size, authorization }: Dataset, url: string): Promise<readonly Shape[]> {
  const random = new Random(99, size);
  const shape = (name: string, make: (index: number) => Query, wanted = 5): Shape => ({
    name,
    wanted,
    paths: Array.from({ length: variants }, () => {
      // Not one of the few that void or refer.
      const index = Math.floor(random.below(size) / 100) * 100;
      return pathOf({ limit: pageSize, ...make(index) });
    }),
  });
  const of = (index: number) => askedFor(seedOf(index));
  return [
    shape('none', () => ({})),
    shape('verb', (index) => ({ verb: of(index).verb })),
    shape('activity', (index) => ({ activity: of(index).unit })),
    shape('agent', (index) => ({ agent: of(index).agent })),
    shape('registration', (index) => ({ registration: of(index).registration })),
    shape('since-until', (index) => ({ since: instantOf(index), until: instantOf(index + 1000) })),
    shape('agent-verb', (index) => ({ agent: of(index).agent, verb: of(index).verb })),
    shape('related-agents', (index) => ({ agent: of(index).trainer, related_agents: 'true' })),
    shape('related-activities', (index) => ({ activity: of(index).course, related_activities: 'true' })),
    shape('related-both-since', (index) => ({
      agent: of(index).trainer,
      activity: of(index).course,
      related_agents: 'true',
      related_activities: 'true',
      since: instantOf(index - 2000),
    })),
    shape('ascending', () => ({ ascending: 'true' })),
    shape('limit-1', () => ({ limit: 1 })),
    shape('limit-500', () => ({ limit: 500 }), 40),
    { name: `page-${deepPage}`, wanted: 5, paths: [await pathOfPage(deepPage, url, authorization)] },
  ];
}

/** The queries of a shape, as many of each shape. */
export function pathsOf({ paths }: Shape): readonly string[] {
  return paths.length === 1 ? Array.from({ length: variants }, () => paths[0]!) : paths;
}

/** How long a query takes, in milliseconds. */
export async function timeOf(path: string, connection: Connection, authorization: string): Promise<number> {
  const request = requestBytes('GET', path, { Authorization: authorization, 'X-Experience-API-Version': '2.0.0' });
  const begun = performance.now();
  const { status } = await connection.send(request);
  const time = performance.now() - begun;
  if (status !== 200) throw new Error(`${path} answered ${status}.`);
  return time;
}

/** How long each query of a shape takes, one after the other, in milliseconds. */
export async function timesOf(shape: Shape, connection: Connection, authorization: string): Promise<readonly number[]> {
  const times: number[] = [];
  for (const path of pathsOf(shape)) times.push(await timeOf(path, connection, authorization));
  return times;
}
