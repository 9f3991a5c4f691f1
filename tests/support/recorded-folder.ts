import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { bodyOf, json } from './platform-peer.js';
import { projectRoot } from './project-root.js';

/** A key and secret of the recorded folder, with the statuses that the LRS gives them. */
export interface RecordedCredential {
  readonly organisation: string;
  readonly key: string;
  readonly secret: string;
  /** Of a query for statements. */
  readonly reads: number;
  /** Of a statement that lacks everything: 400 where the credential may write. */
  readonly writes: number;
}

/** A document, with the path and query that it is read from. */
export interface RecordedDocument {
  readonly organisation: string;
  readonly address: string;
  readonly etag: string;
  readonly contentType: string;
  /** Of the bytes of the body, in hexadecimal. */
  readonly sha256: string;
}

/** A learner of the demo course. */
export interface RecordedLearner {
  readonly firstName: string;
  readonly name: string;
  /** Ist in the matrix by the code of the competency; `null` if there is no rating. */
  readonly levels: Readonly<Record<string, number | null>>;
  /** Ids of the statements that are named as the reason, by the code of the competency. */
  readonly reasons: Readonly<Record<string, readonly string[]>>;
  /** The row in the grade book of the demo LMS. */
  readonly grades: string;
}

/** A unit that somebody has left open. */
export interface RecordedPlace {
  readonly firstName: string;
  readonly unit: string;
  readonly title: string;
  /** How many cards have been done. */
  readonly cards: number;
}

type ByOrganisation<T> = Readonly<Record<string, readonly T[]>>;

/** What `tests/recorded/data-0.1.0/data.tar.gz` holds. */
export interface RecordedFolder {
  readonly version: string;
  readonly commit: string;
  /** ISO 8601 UTC. */
  readonly recordedAt: string;
  readonly publicUrl: string;
  /** Where the demo LMS must listen: its address is part of who its people are. */
  readonly demoUrl: string;
  readonly organisations: readonly { readonly id: string; readonly name: string }[];
  readonly credentials: Readonly<Record<string, RecordedCredential>>;
  /** In the order in which they were stored, voided ones last. `sha256` is of the JSON text, in hexadecimal. */
  readonly statements: ByOrganisation<{ readonly id: string; readonly sha256: string; readonly voided?: true }>;
  readonly erased: ByOrganisation<string>;
  /** Queries for statements, with the ids that they find, in the order of the answer. */
  readonly queries: ByOrganisation<{ readonly address: string; readonly ids: readonly string[] }>;
  readonly attachments: ByOrganisation<{ readonly statement: string; readonly sha2: string; readonly length: number }>;
  /** Activities with the definition that was merged from several statements. */
  readonly activities: ByOrganisation<Readonly<Record<string, unknown>> & { readonly id: string }>;
  readonly documents: readonly RecordedDocument[];
  readonly platforms: ByOrganisation<Readonly<Record<string, unknown>> & { readonly id: string }>;
  /** Ids of the keys that are published for the platforms of an organisation. */
  readonly signingKeys: ByOrganisation<string>;
  readonly grades: ByOrganisation<Readonly<Record<string, unknown>> & { readonly id: string }>;
  readonly forwarding: {
    readonly organisation: string;
    readonly id: string;
    readonly url: string;
    readonly key: string;
    readonly secret: string;
    /** Ids of the statements that the target has yet to be sent, oldest first. */
    readonly pending: readonly string[];
  };
  readonly invitation: { readonly organisation: string; readonly url: string; readonly expires: string };
  readonly learners: readonly RecordedLearner[];
  /** Until then all levels are shown as recorded; from then on, level 2 lapses. ISO 8601 UTC. */
  readonly levelsHoldUntil: string;
  readonly halfway: RecordedPlace;
  readonly startedOver: RecordedPlace;
}

const folder = join(projectRoot, 'tests', 'recorded', 'data-0.1.0');

/** What the recorded folder is known to hold. */
export function recordedFolder(): RecordedFolder {
  return JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as RecordedFolder;
}

/**
 * Unpacks the recorded folder.
 * @param into a folder that exists
 * @returns the path of the data folder
 */
export function unpackRecordedFolder(into: string): string {
  execFileSync('tar', ['-xzf', join(folder, 'data.tar.gz'), '-C', into]);
  return join(into, 'data');
}

/** Hexadecimal SHA-256. */
export function sha256Of(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** A client of the LRS with Basic authentication. */
export class LrsClient {
  /** @param origin without a slash at its end */
  constructor(
    private readonly origin: string,
    private readonly credential: { readonly key: string; readonly secret: string },
  ) {}

  /** @param address path and query below the origin, or a whole one */
  ask(address: string, { headers, ...request }: RequestInit = {}): Promise<Response> {
    const { key, secret } = this.credential;
    return fetch(new URL(address, this.origin), {
      ...request,
      headers: {
        Authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
        'X-Experience-API-Version': '2.0.0',
        ...(headers as Record<string, string> | undefined),
      },
    });
  }

  /** Ids of the statements that a query finds, page after page; by itself all that are not voided, in the order in which they were stored. */
  async statementIds(query = '/xapi/statements?ascending=true&limit=20'): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let address = query; address !== '';) {
      const { statements, more } = (await (await this.ask(address)).json()) as {
        statements: { id: string }[];
        more: string;
      };
      ids.push(...statements.map(({ id }) => id));
      address = more;
    }
    return ids;
  }

  /** Hash of a statement's JSON text. @param parameter `voidedStatementId` for one that is voided */
  async statementHash(
    id: string,
    parameter: 'statementId' | 'voidedStatementId' = 'statementId',
  ): Promise<string | undefined> {
    const answer = await this.ask(`/xapi/statements?${parameter}=${id}`);
    return answer.status === 200 ? sha256Of(await answer.text()) : undefined;
  }

  async document(address: string): Promise<Pick<RecordedDocument, 'etag' | 'contentType' | 'sha256'>> {
    const answer = await this.ask(address);
    return {
      etag: answer.headers.get('etag') ?? '',
      contentType: answer.headers.get('content-type') ?? '',
      sha256: sha256Of(new Uint8Array(await answer.arrayBuffer())),
    };
  }

  /** What the credential may do, without writing anything. */
  async statuses(): Promise<Pick<RecordedCredential, 'reads' | 'writes'>> {
    const [read, written] = [
      await this.ask('/xapi/statements?limit=1'),
      await this.ask('/xapi/statements', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{}',
      }),
    ];
    return { reads: read.status, writes: written.status };
  }
}

/** The LRS that statements are forwarded to: it takes whatever it is sent. */
export class ForwardingTarget {
  /** Ids of the statements, as they arrived. */
  readonly received: string[] = [];
  readonly credentials = new Set<string>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        if (request.method !== 'POST') return json(response, 200, { version: ['2.0.0', '1.0.3'] });
        const statements = JSON.parse(/\[\{.*\}\]/s.exec(body)![0]) as { id: string }[];
        this.received.push(...statements.map(({ id }) => id));
        this.credentials.add(
          Buffer.from((request.headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString(),
        );
        json(response, 200, []);
      });
    });
  }

  /** @param url its xAPI address; nobody else may listen there */
  static async open(url: string): Promise<ForwardingTarget> {
    const target = new ForwardingTarget();
    const { hostname, port } = new URL(url);
    target.#server.listen(Number(port), hostname);
    await once(target.#server, 'listening');
    return target;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** Ist of every competency that a person's matrix shows, by its code. */
export async function shownLevels(matrix: FrameLocator): Promise<Readonly<Record<string, number | null>>> {
  const levels: Record<string, number | null> = {};
  for (const row of await matrix.locator('tbody').getByRole('row').all()) {
    const [code] = /^[A-Z]\d+/.exec((await row.getByRole('rowheader').innerText()).trim()) ?? [];
    const [level] = /^\d/.exec((await row.getByRole('cell').nth(1).innerText()).trim()) ?? [];
    if (code === undefined) throw new Error(`A row of the matrix has no code: ${await row.innerText()}`);
    levels[code] = level === undefined ? null : Number(level);
  }
  return levels;
}

/** Ids of the statements that the answer to "Warum?" names; it must be open. */
export async function namedStatements(why: FrameLocator): Promise<readonly string[]> {
  for (const details of await why.getByText('Aufgezeichnetes Statement ansehen (xAPI)').all()) await details.click();
  const texts = await why.getByLabel('Aufgezeichnetes Statement ansehen (xAPI)').allInnerTexts();
  return texts.map((text) => (JSON.parse(text) as { id: string }).id).sort();
}
