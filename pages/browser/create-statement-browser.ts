import { type Request, type Response, Router } from 'express';
import { type Clock, type Logger, LotseError, type Vocabulary } from '../../base/index.js';
import type { Access, LanguageMap, LrsStore, OrganisationId, Statement, StoredStatement } from '../../lrs/index.js';
import { createSignIn, navigationThrough, type PeopleStore, type SignIn, type SignInArea } from '../../people/index.js';
import { languageOf, createPageErrorHandler } from '../../web/index.js';
import { browserArea } from './area.js';
import { createLiveView, type LiveView, type LiveTiming } from './live-view.js';
import { type BrowserQuery, queryText, parseBrowserQuery, resolveQuery } from './query.js';
import { type CourseNames, pageReader, type ReadPage } from './reader.js';
import { unnamedIn } from './sentence.js';
import { renderListPage } from './views/list.js';
import { statementItem, type StatementView } from './views/statement.js';

/** Dependencies of the statement browser. */
export interface StatementBrowserParts {
  readonly store: LrsStore;
  readonly access: Access;
  readonly people: Pick<PeopleStore, 'ensurePersons'>;
  readonly vocabulary: Vocabulary;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where browsers reach this server, without a slash at its end. */
  readonly publicUrl: string;
  /** Other names of courses; none unless given. */
  readonly courseNames?: CourseNames;
  /** All that the sign-in opens on this server, `browserArea` among it, in the order of the navigation; left out: the browser alone. */
  readonly areas?: readonly SignInArea[];
  readonly timing?: Partial<LiveTiming>;
}

/** Pages on which administrators inspect the stored statements of their organisation. */
export interface StatementBrowser {
  /** To be mounted at `/browser`. */
  readonly router: Router;
  /** Ends the live views, which would otherwise keep a closing server waiting. */
  close(): void;
}

/** Statements on one page. */
const pageSize = 50;

function queryOf(request: Request): BrowserQuery {
  const mark = request.originalUrl.indexOf('?');
  return parseBrowserQuery(mark < 0 ? '' : request.originalUrl.slice(mark + 1));
}

/** The part of the browser's address that shows a query. */
function addressTail(query: BrowserQuery): string {
  const text = queryText(query);
  return text === '' ? '' : `?${text}`;
}

class BrowserPages implements StatementBrowser {
  readonly #parts: StatementBrowserParts;
  readonly #page: ReadPage;
  readonly #live: LiveView;
  readonly #signIn: SignIn;
  readonly router = Router();

  constructor(parts: StatementBrowserParts) {
    this.#parts = parts;
    this.#page = pageReader(parts.store, parts.courseNames ?? ((_organisation, iri) => Promise.resolve([iri])));
    this.#live = createLiveView({
      page: this.#page,
      stream: parts.store.stream,
      logger: parts.logger,
      ...(parts.timing === undefined ? {} : { timing: parts.timing }),
    });
    this.#signIn = createSignIn({
      access: parts.access,
      people: parts.people,
      clock: parts.clock,
      areas: parts.areas ?? [browserArea],
      area: browserArea,
      publicUrl: parts.publicUrl,
    });
    this.router.use(this.#signIn.router);
    this.router.get('/', (request, response) => this.#showList(request, response));
    this.router.get('/live', (request, response) => this.#follow(request, response));
    this.router.use(() => {
      throw new LotseError('not-found', 'There is nothing at this address.');
    });
    this.router.use(createPageErrorHandler(parts.logger));
  }

  close(): void {
    this.#live.close();
  }

  #viewOf(request: Request, query: BrowserQuery): StatementView {
    return {
      language: languageOf(request),
      vocabulary: this.#parts.vocabulary,
      base: request.baseUrl,
      query,
    };
  }

  async #showList(request: Request, response: Response): Promise<void> {
    const query = queryOf(request);
    const session = await this.#signIn.sessionFrom(request);
    if (session === undefined) return this.#signIn.ask(request, response, addressTail(query));
    const { organisation } = session;
    const { filter, problems } = await resolveQuery(query, {
      store: this.#parts.store,
      vocabulary: this.#parts.vocabulary,
      organisation,
    });
    const requested = {
      organisation,
      filter,
      ascending: false,
      limit: pageSize,
      ...(query.after === undefined ? {} : { after: query.after }),
    };
    const found = problems.length > 0 ? undefined : await this.#page(requested);
    const name = (await this.#parts.store.access.findOrganisation(organisation))?.name ?? organisation;
    const view = this.#viewOf(request, query);
    const names = await namesFor(this.#parts.store, organisation, found?.statements ?? []);
    response.type('html').send(
      renderListPage({
        ...view,
        names,
        navigation: navigationThrough(session.opens, view.language, browserArea.address),
        organisation: name,
        problems,
        found,
      }),
    );
  }

  async #follow(request: Request, response: Response): Promise<void> {
    const session = await this.#signIn.sessionFrom(request);
    if (session === undefined) throw new LotseError('unauthorized', 'The sign-in to the statement browser has ended.');
    const { after = 0, ...query } = queryOf(request);
    const { organisation } = session;
    const { filter, problems } = await resolveQuery(query, {
      store: this.#parts.store,
      vocabulary: this.#parts.vocabulary,
      organisation,
    });
    if (problems[0] !== undefined)
      throw new LotseError('invalid-parameter', 'This cannot be filtered by.', { path: problems[0].field });
    const view = this.#viewOf(request, query);
    // After a lost connection the browser sends the id of the last statement it received.
    const seen = Number(/^\d{1,15}$/.exec(request.get('last-event-id') ?? '')?.[0] ?? 0);
    this.#live.follow(response, {
      organisation,
      filter,
      after: Math.max(after, seen),
      render: async (statements) => {
        const names = await namesFor(this.#parts.store, organisation, statements);
        return statements.map((statement) => statementItem(statement, { ...view, names }).text);
      },
      isAuthorised: () => this.#signIn.isValid(session),
    });
  }
}

/** The statement browser over a store. */
export function createStatementBrowser(parts: StatementBrowserParts): StatementBrowser {
  return new BrowserPages(parts);
}

/**
 * Names for activities that some statements leave unnamed, from other statements of the organisation: a part of a unit
 * names its whole by the IRI alone.
 * @returns names in their languages, by IRI; activities that nobody has named are left out
 */
async function namesFor(
  store: Pick<LrsStore, 'activities'>,
  organisation: OrganisationId,
  statements: readonly StoredStatement[],
): Promise<ReadonlyMap<string, LanguageMap>> {
  const iris = [...new Set(statements.flatMap(({ text }) => unnamedIn(JSON.parse(text) as Statement)))];
  if (iris.length === 0) return new Map();
  const definitions = await store.activities.findDefinitions(organisation, iris);
  return new Map(
    [...definitions].flatMap(([iri, definition]) => {
      const { name } = JSON.parse(definition) as { readonly name?: LanguageMap };
      return name === undefined ? [] : [[iri, name] as const];
    }),
  );
}
