import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { type Clock, type Logger, LotseError } from '../../base/index.js';
import type { LrsStore, OrganisationId } from '../../lrs/index.js';
import {
  invite,
  type LtiStore,
  type PlatformKind,
  type Platforms,
  testConnection,
  toolAddresses,
} from '../../lti-tool/index.js';
import type { SignInSession, SignIn } from '../../people/index.js';
import { isLanguage, type Language, languageOf } from '../../web/index.js';
import { address } from './frame.js';
import { renderPlatformsPage } from './list-view.js';
import {
  type Entry,
  type EntryField,
  entryFields,
  invitedPage,
  newPlatformPage,
  type NewPlatformView,
  testedPage,
} from './other-views.js';
import { platformsTexts } from './texts.js';

/** Dependencies of the pages about LMSs. */
export interface PlatformsPageParts {
  readonly signIn: SignIn;
  readonly platforms: Platforms;
  readonly tool: Pick<LtiStore, 'invitations' | 'settings'>;
  readonly store: Pick<LrsStore, 'access'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Without a slash at its end. */
  readonly publicUrl: string;
}

type Fields = Readonly<Record<string, unknown>>;
type SessionHandler<P = object> = (
  request: Request<P>,
  response: Response,
  session: SignInSession,
  fields: Fields,
) => Promise<void>;

const longest = 2000;

function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value.trim().slice(0, longest) : '';
}

/** Not trimmed: an LMS's identifiers are taken literally. */
function deploymentOf({ deployment }: Fields): string {
  return typeof deployment === 'string' ? deployment : '';
}

function languageFor(request: Request<object>, fields: Fields): Language {
  return isLanguage(fields['language']) ? fields['language'] : languageOf(request as Request);
}

function kindOf(fields: Fields): PlatformKind {
  const kind = fields['kind'];
  return kind === 'moodle' || kind === 'ilias' ? kind : 'generic';
}

/** Initial values of the form: addresses derived from the LMS's own, if its kind determines them. */
function suggested(
  { platforms, publicUrl }: PlatformsPageParts,
  organisation: OrganisationId,
  language: Language,
  fields: Fields,
): NewPlatformView {
  const [kind, base] = [kindOf(fields), textOf(fields, 'base')];
  const layouts =
    /^https?:\/\//.test(base) && URL.canParse(base) ? platforms.adapters.of(kind).endpointsFrom(base) : [];
  const layout = Math.min(Number(/^\d$/.exec(textOf(fields, 'layout'))?.[0] ?? 0), Math.max(0, layouts.length - 1));
  const endpoints = layouts[layout];
  const host = URL.canParse(base) ? new URL(base).host : '';
  return {
    language,
    own: toolAddresses(publicUrl, organisation),
    kind,
    base,
    layouts,
    layout,
    entry: {
      name: host === '' ? '' : `${platforms.adapters.of(kind).product} (${host})`,
      issuer: endpoints?.issuer ?? base.replace(/\/+$/, ''),
      clientId: '',
      deploymentId: '',
      authenticationEndpoint: endpoints?.authenticationEndpoint ?? '',
      tokenEndpoint: endpoints?.tokenEndpoint ?? '',
      jwksUri: endpoints?.jwksUri ?? '',
    },
  };
}

/** Describes the invalid fields. */
function errorTextFor({ code, path }: LotseError, language: Language): string {
  const text = platformsTexts(language);
  const field = (path?.startsWith('deploymentIds') === true ? 'deploymentId' : path) as EntryField | undefined;
  return code === 'conflict' || field === undefined || !entryFields.includes(field)
    ? text('problem.conflict')
    : text('problem', { field: text(`field.${field}`) });
}

/** The routes of the pages. */
class PlatformsAdministration {
  readonly #parts: PlatformsPageParts;

  constructor(parts: PlatformsPageParts) {
    this.#parts = parts;
  }

  async #list(response: Response, organisation: OrganisationId, language: Language, done?: string): Promise<void> {
    const [existing, launches, settings, named] = await Promise.all([
      this.#parts.platforms.list(organisation),
      this.#parts.platforms.launches.list(organisation),
      this.#parts.tool.settings.findSettings(organisation),
      this.#parts.store.access.findOrganisation(organisation),
    ]);
    response.type('html').send(
      renderPlatformsPage({
        language,
        organisation: named?.name ?? organisation,
        platforms: existing,
        launches,
        settings,
        publicUrl: this.#parts.publicUrl,
        now: this.#parts.clock.now(),
        ...(done === undefined ? {} : { done }),
      }),
    );
  }

  async showList(
    request: Request<object>,
    response: Response,
    { organisation }: SignInSession,
    fields: Fields,
  ): Promise<void> {
    const language = languageFor(request, fields);
    const text = platformsTexts(language);
    const added =
      textOf(fields, 'added') === ''
        ? undefined
        : (await this.#parts.platforms.list(organisation)).find(({ id }) => id === fields['added']);
    const said = fields['changed'] === '1' ? text('changed') : fields['late'] === '1' ? text('late') : undefined;
    await this.#list(
      response,
      organisation,
      language,
      added !== undefined ? text('added', { name: added.name }) : said,
    );
  }

  async showNew(
    request: Request<object>,
    response: Response,
    { organisation }: SignInSession,
    fields: Fields,
  ): Promise<void> {
    response
      .type('html')
      .send(newPlatformPage(suggested(this.#parts, organisation, languageFor(request, fields), fields)));
  }

  async add(
    request: Request<object>,
    response: Response,
    { organisation }: SignInSession,
    fields: Fields,
  ): Promise<void> {
    const language = languageFor(request, fields);
    const entry = Object.fromEntries(entryFields.map((name) => [name, textOf(fields, name)])) as Entry;
    const { deploymentId, ...rest } = entry;
    try {
      const platform = await this.#parts.platforms.register(organisation, {
        ...rest,
        deploymentIds: [deploymentId],
        kind: kindOf(fields),
      });
      this.#parts.logger.info({ organisation, platform: platform.id, kind: platform.kind }, 'platform registered');
      response.redirect(303, `${address}?language=${language}&added=${platform.id}`);
    } catch (caught) {
      if (!(caught instanceof LotseError) || (caught.code !== 'bad-request' && caught.code !== 'conflict'))
        throw caught;
      const errorText = errorTextFor(caught, language);
      response
        .status(caught.status)
        .type('html')
        .send(newPlatformPage({ ...suggested(this.#parts, organisation, language, fields), entry, errorText }));
    }
  }

  async invite(
    request: Request<object>,
    response: Response,
    { organisation }: SignInSession,
    fields: Fields,
  ): Promise<void> {
    const link = await invite({ ...this.#parts, store: this.#parts.tool }, organisation);
    this.#parts.logger.info({ organisation }, 'invitation made');
    response.type('html').send(invitedPage(languageFor(request, fields), link));
  }

  async changeNames(
    request: Request<object>,
    response: Response,
    { organisation }: SignInSession,
    fields: Fields,
  ): Promise<void> {
    await this.#parts.tool.settings.changeSettings(organisation, { nameClaims: fields['names'] === 'on' });
    this.#parts.logger.info({ organisation, nameClaims: fields['names'] === 'on' }, 'tool settings changed');
    response.redirect(303, `${address}?language=${languageFor(request, fields)}&changed=1`);
  }

  async setActive(
    request: Request<{ id: string }>,
    response: Response,
    { organisation }: SignInSession,
    fields: Fields,
  ): Promise<void> {
    const { id } = await this.#parts.platforms.find(organisation, request.params.id);
    const active = fields['active'] === 'on';
    await this.#parts.platforms.change(organisation, id, { active });
    this.#parts.logger.info({ organisation, platform: id, active }, 'platform switched');
    response.redirect(303, `${address}?language=${languageFor(request, fields)}&changed=1`);
  }

  async decideDeployment(
    request: Request<{ id: string }>,
    response: Response,
    { organisation }: SignInSession,
    fields: Fields,
  ): Promise<void> {
    const { id } = await this.#parts.platforms.find(organisation, request.params.id);
    const decision = fields['decision'] === 'accept' ? 'accept' : 'decline';
    const decided = await this.#parts.platforms.decideDeployment(organisation, id, deploymentOf(fields), decision);
    if (decided)
      this.#parts.logger.info({ organisation, platform: id, accepted: decision === 'accept' }, 'deployment decided');
    response.redirect(303, `${address}?language=${languageFor(request, fields)}&${decided ? 'changed=1' : 'late=1'}`);
  }

  async test(
    request: Request<{ id: string }>,
    response: Response,
    { organisation }: SignInSession,
    fields: Fields,
  ): Promise<void> {
    const platform = await this.#parts.platforms.find(organisation, request.params.id);
    const outcome = await testConnection(this.#parts, platform);
    this.#parts.logger.info(
      { organisation, platform: platform.id, findings: outcome.findings.map(({ code }) => code) },
      'connection tested',
    );
    response.type('html').send(testedPage(languageFor(request, fields), platform, outcome));
  }
}

/**
 * `/platforms` and the pages below it, and `/`, which redirects there; to be mounted at `adminBase` behind its sign-in.
 */
export function platformsPages(parts: PlatformsPageParts): Router {
  const { signIn } = parts;
  const administration = new PlatformsAdministration(parts);
  const router = Router();
  const form = express.urlencoded({ extended: false, limit: '32kb', parameterLimit: 20 });

  /** Pages require the sign-in. */
  function page(show: SessionHandler): RequestHandler {
    return async (request, response) => {
      const session = await signIn.sessionFrom(request);
      const query = request.originalUrl.includes('?')
        ? request.originalUrl.slice(request.originalUrl.indexOf('?'))
        : '';
      if (session === undefined) return signIn.ask(request, response, `${request.path}${query}`);
      return show(request, response, session, request.query as Fields);
    };
  }

  /** Forms come from our own pages, and lead to the list if the sign-in has ended. */
  function action<P extends object>(path: string, act: SessionHandler<P>): void {
    router.post(path, signIn.fromOwnPages, form, async (request, response) => {
      const session = await signIn.sessionFrom(request);
      const fields = (request.body ?? {}) as Fields;
      if (session === undefined) return response.redirect(303, `${address}?language=${languageFor(request, fields)}`);
      return act(request as unknown as Request<P>, response, session, fields);
    });
  }

  router.get('/', (request, response) => response.redirect(303, `${address}?language=${languageOf(request)}`));
  router.get(
    '/platforms',
    page((...requested) => administration.showList(...requested)),
  );
  router.get(
    '/platforms/new',
    page((...requested) => administration.showNew(...requested)),
  );
  action('/platforms/add', (...requested) => administration.add(...requested));
  action('/platforms/invite', (...requested) => administration.invite(...requested));
  action('/platforms/names', (...requested) => administration.changeNames(...requested));
  action<{ id: string }>('/platforms/:id/active', (...requested) => administration.setActive(...requested));
  action<{ id: string }>('/platforms/:id/deployment', (...requested) => administration.decideDeployment(...requested));
  action<{ id: string }>('/platforms/:id/test', (...requested) => administration.test(...requested));
  return router;
}
