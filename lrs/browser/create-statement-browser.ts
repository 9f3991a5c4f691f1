import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { LotseError, type Clock, type Logger, type Vocabulary } from '../base/index.js';
import type { Access } from '../access/index.js';
import type { LrsStore } from '../store/index.js';
import { contentSecurityPolicy, isLanguage, languageOf, pageErrorHandler, type Language } from '../web/index.js';
import { createLive, type LiveTiming } from './live.js';
import { readQuery, resolveQuery, queryText, type BrowserQuery } from './query.js';
import { fromOwnPages } from './same-origin.js';
import { beginSession, cookieName, sessionOf, sessionSeconds, tokenOf, type BrowserSession } from './session.js';
import { listPage } from './views/list.js';
import { signInPage, type Refusal } from './views/sign-in.js';
import { statementItem, type StatementView } from './views/statement.js';

/** What the statement browser is made from. */
export interface StatementBrowserParts {
  readonly store: LrsStore;
  readonly access: Access;
  readonly vocabulary: Vocabulary;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where browsers reach this server, without a slash at its end. */
  readonly publicUrl: string;
  readonly timing?: Partial<LiveTiming>;
}

/** Pages on which administrators look at what is stored in their organisation. */
export interface StatementBrowser {
  /** To be mounted at `/browser`. */
  readonly router: Router;
  /** Ends the live views, which would otherwise keep a closing server waiting. */
  close(): void;
}

/** Statements on one page. */
const pageSize = 50;

/** These pages stand alone, and forms go nowhere else. The referrer is what tells us that a form is ours. */
const headers: RequestHandler = (_request, response, next) => {
  response.setHeader('Content-Security-Policy', contentSecurityPolicy("'none'"));
  response.setHeader('Referrer-Policy', 'same-origin');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cache-Control', 'no-store');
  next();
};

function queryOf(request: Request): BrowserQuery {
  const mark = request.originalUrl.indexOf('?');
  return readQuery(mark < 0 ? '' : request.originalUrl.slice(mark + 1));
}

function fieldOf(request: Request, name: string): string {
  const value: unknown = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

/** The statement browser over a store. */
export function createStatementBrowser({ store, access, vocabulary, clock, logger, publicUrl, timing }: StatementBrowserParts): StatementBrowser {
  const parts = { store, access, clock };
  const live = createLive({ store, logger, ...(timing === undefined ? {} : { timing }) });
  const cookie = (request: Request) => ({ path: request.baseUrl, httpOnly: true, sameSite: 'strict', secure: request.secure || publicUrl.startsWith('https:') }) as const;

  async function sessionFrom(request: Request): Promise<BrowserSession | undefined> {
    const token = tokenOf(request);
    return token === undefined ? undefined : sessionOf(parts, token);
  }

  const viewOf = (request: Request, query: BrowserQuery): StatementView => ({ language: languageOf(request), vocabulary, base: request.baseUrl, query });

  async function showList(request: Request, response: Response): Promise<void> {
    const query = queryOf(request);
    const session = await sessionFrom(request);
    if (session === undefined) {
      response.type('html').send(signInPage({ language: languageOf(request), base: request.baseUrl, wanted: queryText(query) }));
      return;
    }
    const { organisation } = session;
    const { filter, problems } = await resolveQuery(query, { store, vocabulary, organisation });
    const asked = { organisation, filter, ascending: false, limit: pageSize, ...(query.after === undefined ? {} : { after: query.after }) };
    const found = problems.length > 0 ? undefined : await store.statements.page(asked);
    const name = (await store.access.findOrganisation(organisation))?.name ?? organisation;
    response.type('html').send(listPage({ ...viewOf(request, query), organisation: name, problems, found }));
  }

  async function signIn(request: Request, response: Response): Promise<void> {
    const [key, secret, wanted, asked] = ['key', 'secret', 'wanted', 'language'].map((name) => fieldOf(request, name)) as [string, string, string, string];
    const language: Language = isLanguage(asked) ? asked : languageOf(request);
    const query = readQuery(wanted);
    const refuse = (status: number, refusal: Refusal): void => {
      response.status(status).type('html').send(signInPage({ language, base: request.baseUrl, wanted: queryText(query), key, refusal }));
    };
    const address = request.ip ?? '';
    try {
      const principal = await access.authenticate(`Basic ${Buffer.from(`${key.trim()}:${secret.trim()}`).toString('base64')}`, address);
      const token = await beginSession(parts, principal);
      response.cookie(cookieName, token, { ...cookie(request), maxAge: sessionSeconds * 1000 });
      response.redirect(303, `${request.baseUrl}?${queryText(query, { language })}`);
    } catch (caught) {
      if (!(caught instanceof LotseError)) throw caught;
      if (caught.code === 'unauthorized') return refuse(403, { kind: 'wrong' });
      if (caught.code === 'forbidden') return refuse(403, { kind: 'forbidden' });
      if (caught.code !== 'too-many-requests') throw caught;
      const seconds = caught.retryAfter ?? 60;
      response.setHeader('Retry-After', String(seconds));
      refuse(429, { kind: 'slow', seconds });
    }
  }

  async function signOut(request: Request, response: Response): Promise<void> {
    const session = await sessionFrom(request);
    if (session !== undefined) await access.revokeToken(session.token);
    const language = fieldOf(request, 'language');
    response.clearCookie(cookieName, cookie(request));
    response.redirect(303, `${request.baseUrl}?language=${isLanguage(language) ? language : 'de'}`);
  }

  async function follow(request: Request, response: Response): Promise<void> {
    const session = await sessionFrom(request);
    if (session === undefined) throw new LotseError('unauthorized', 'The sign-in to the statement browser has ended.');
    const { after = 0, ...query } = queryOf(request);
    const { organisation } = session;
    const { filter, problems } = await resolveQuery(query, { store, vocabulary, organisation });
    if (problems[0] !== undefined) throw new LotseError('invalid-parameter', 'This cannot be filtered by.', { path: problems[0].field });
    const view = viewOf(request, query);
    // A browser that lost the connection says which statement it saw last.
    const seen = Number(/^\d{1,15}$/.exec(request.get('last-event-id') ?? '')?.[0] ?? 0);
    live.follow(response, {
      organisation, filter, after: Math.max(after, seen),
      render: (statement) => statementItem(statement, view).text,
      stillAllowed: async () => (await sessionOf(parts, session.token)) !== undefined,
    });
  }

  const router = Router();
  const form = express.urlencoded({ extended: false, limit: '16kb' });
  router.use(headers);
  router.get('/', showList);
  router.get('/live', follow);
  router.post('/sign-in', fromOwnPages(publicUrl), form, signIn);
  router.post('/sign-out', fromOwnPages(publicUrl), form, signOut);
  router.use(() => {
    throw new LotseError('not-found', 'There is nothing at this address.');
  });
  router.use(pageErrorHandler(logger));
  return { router, close: () => live.close() };
}
