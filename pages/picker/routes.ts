import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import { type Logger, LotseError } from '../../base/index.js';
import type { CompetencyService } from '../../competency/index.js';
import { type H5pContent, readPlaySession } from '../../h5p-content/index.js';
import {
  ancestorsOf,
  type DeepLinkingForm,
  type DeepLinkingRequest,
  type DeepLinkingSettings,
  type Launch,
  type LaunchSession,
  launchUrl,
  type LaunchVisit,
  type Platforms,
  sendBridgePage,
} from '../../lti-tool/index.js';
import { contentSecurityPolicy, html, type Language, languageOf, logError, requestIdOf } from '../../web/index.js';
import { askedBy } from './asked.js';
import { linkFor } from './items.js';
import { type PickerNotice, pickerPage } from './picker-page.js';
import { contentChoice, pagesToPlace, type Placeable, placeableContent } from './placeables.js';
import { expiredPage, unsupportedPage } from './plain-pages.js';
import { previewPage } from './preview-page.js';
import { pickerAddress, type PickerQuery, readPickerQuery } from './query.js';
import { search } from './search.js';
import { pickerTexts } from './texts.js';

/** What the picker is made of. */
export interface DeepLinkingParts {
  readonly launch: Pick<Launch, 'sessionFrom' | 'preview'>;
  readonly platforms: Pick<Platforms, 'find' | 'deepLinkingForm'>;
  readonly content: {
    readonly catalogue: Pick<H5pContent['catalogue'], 'list'>;
    readonly play: Pick<H5pContent['play'], 'model'>;
  };
  readonly frameworks: CompetencyService['frameworks'];
  readonly logger: Logger;
  /** Without a slash at its end. */
  readonly publicUrl: string;
}

/** Somebody at the picker, with everything that can be placed. */
interface PickerVisit {
  readonly visit: LaunchVisit;
  readonly settings: DeepLinkingSettings;
  readonly query: PickerQuery;
  readonly language: Language;
  readonly contents: readonly Placeable[];
  readonly pages: readonly Placeable[];
  /** Those of the chosen that exist, in order. */
  readonly chosen: readonly Placeable[];
}

const submit = `document.getElementById('form').submit();`;

/** @throws LotseError `session-lost` where the launch was not for picking */
function settingsOf({ session: { deepLinking } }: LaunchVisit): DeepLinkingSettings {
  if (deepLinking !== undefined) return deepLinking as DeepLinkingSettings;
  throw new LotseError(
    'session-lost',
    'This launch is not for choosing contents. Please open the picker from your course.',
    { detail: 'deep linking: no deep linking launch' },
  );
}

function requestOf(
  { session }: LaunchVisit,
  { returnUrl, acceptTypes, acceptMultiple, data }: DeepLinkingSettings,
): DeepLinkingRequest {
  return {
    returnUrl,
    acceptTypes,
    acceptMultiple,
    deploymentId: session.deploymentId,
    ...(data === undefined ? {} : { data }),
  };
}

function sendHandOver(
  response: Response,
  language: Language,
  session: LaunchSession,
  said: 'hand-over' | 'cancelled',
  { action, jwt }: DeepLinkingForm,
): void {
  const text = pickerTexts(language);
  sendBridgePage(response, {
    language,
    title: text(`${said}.title`),
    script: submit,
    data: null,
    formAction: ancestorsOf({ ...session, platformAddresses: [action, ...(session.platformAddresses ?? [])] }),
    frameAncestors: ancestorsOf(session),
    body: html`<div class="card">
      <h1>${text(`${said}.title`)}</h1>
      <p>${text(`${said}.text`)}</p>
      <form id="form" method="post" action="${action}">
        <input type="hidden" name="JWT" value="${jwt}" />
        <p class="actions"><button class="button" type="submit">${text('hand-over.continue')}</button></p>
      </form>
    </div>`,
  });
}

function sendPage(response: Response, { session }: LaunchVisit, markup: string): void {
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(ancestorsOf(session)));
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cache-Control', 'no-store');
  response.type('html').send(markup);
}

/** The words for whoever comes back to a picker that has expired; nobody knows any more which LMS frames it. */
const expired =
  (logger: Logger): ErrorRequestHandler =>
  (caught: unknown, request, response, next) => {
    if (
      !(caught instanceof LotseError) ||
      caught.code !== 'session-lost' ||
      request.accepts(['json', 'html']) !== 'html'
    ) {
      next(caught);
      return;
    }
    const requestId = requestIdOf(response);
    logError(logger, caught, requestId);
    response.setHeader('Content-Security-Policy', contentSecurityPolicy('*'));
    response.setHeader('Cache-Control', 'no-store');
    response
      .status(caught.status)
      .type('html')
      .send(expiredPage(languageOf(request), requestId));
  };

/** The picker that an LMS opens in its course editor (Deep Linking 2.0). To be mounted at `/lti`: `/deep-link`. */
export function createDeepLinking({ launch, platforms, content, frameworks, logger, publicUrl }: DeepLinkingParts): {
  readonly router: Router;
} {
  async function visitOf(request: Request): Promise<PickerVisit> {
    const visit = await launch.sessionFrom(request);
    const settings = settingsOf(visit);
    const query = readPickerQuery(request, settings.acceptMultiple);
    const language = query.language ?? visit.session.language;
    const contents = (await content.catalogue.list(visit.grant.organisation)).map((each) =>
      placeableContent(each, language),
    );
    const pages = pagesToPlace(language, contents.length > 0);
    const known = new Map([...contents, ...pages].map((each) => [each.value, each]));
    return {
      visit,
      settings,
      query,
      language,
      contents,
      pages,
      chosen: query.chosen.flatMap((value) => known.get(value) ?? []),
    };
  }

  function sendPicker(response: Response, picker: PickerVisit, notice?: PickerNotice): void {
    const { visit, settings, query, language, contents, pages, chosen } = picker;
    const gone = query.chosen.length - chosen.length;
    const said =
      notice ?? (gone > 0 ? { kind: 'gone', count: gone } : query.tooMany ? { kind: 'too-many' } : undefined);
    sendPage(
      response,
      visit,
      pickerPage({
        language,
        launch: visit.token,
        query,
        found: search(contents, frameworks, query),
        hasContents: contents.length > 0,
        pages,
        chosen,
        frameworks,
        multiple: settings.acceptMultiple,
        autoCreate: settings.autoCreate,
        asked: askedBy(settings),
        ...(said === undefined ? {} : { notice: said }),
      }),
    );
  }

  async function sendPreview(response: Response, picker: PickerVisit, id: string): Promise<void> {
    const { visit, query, language, contents, settings } = picker;
    const placeable = contents.find((each) => each.content?.id === id);
    if (placeable?.content === undefined) {
      response.status(404);
      return sendPicker(response, picker, { kind: 'preview-gone' });
    }
    const { token, session } = await launch.preview(visit, placeable.content);
    const model = await content.play.model({
      session: { ...readPlaySession(session), language },
      principal: visit.grant,
      token,
      preview: true,
    });
    const value = contentChoice(id);
    sendPage(
      response,
      visit,
      previewPage({
        language,
        placeable,
        model,
        frameworks,
        chosen: query.chosen.includes(value),
        back: pickerAddress(query, visit.token),
        choose: pickerAddress(
          { ...query, chosen: settings.acceptMultiple ? [...query.chosen, value] : [value] },
          visit.token,
        ),
      }),
    );
  }

  const show: RequestHandler = async (request, response) => {
    const picker = await visitOf(request);
    const { settings, query, visit, language } = picker;
    if (!settings.acceptTypes.includes('ltiResourceLink'))
      return sendPage(response, visit, unsupportedPage(language, visit.token));
    if (query.preview !== undefined) return sendPreview(response, picker, query.preview);
    // Reloading the page must not move an entry once more.
    if (query.changed) return response.redirect(303, `${pickerAddress(query, visit.token)}#selection`);
    sendPicker(response, picker);
  };

  const handOver: RequestHandler = async (request, response) => {
    const picker = await visitOf(request);
    const { visit, settings, query, language, chosen } = picker;
    if (chosen.length === 0 || chosen.length < query.chosen.length || query.tooMany) {
      response.status(query.chosen.length === 0 ? 400 : 409);
      return sendPicker(response, picker, query.chosen.length === 0 ? { kind: 'empty' } : undefined);
    }
    const links = chosen.map((each) => linkFor(each, { launchUrl: launchUrl(publicUrl), publicUrl }, settings));
    const platform = await platforms.find(visit.grant.organisation, visit.session.platformId);
    const form = await platforms.deepLinkingForm(platform, requestOf(visit, settings), links);
    logger.info(
      { organisation: visit.grant.organisation, platform: platform.id, items: links.length },
      'contents picked',
    );
    sendHandOver(response, language, visit.session, 'hand-over', form);
  };

  const cancel: RequestHandler = async (request, response) => {
    const visit = await launch.sessionFrom(request);
    const settings = settingsOf(visit);
    const language = readPickerQuery(request, settings.acceptMultiple).language ?? visit.session.language;
    const platform = await platforms.find(visit.grant.organisation, visit.session.platformId);
    const message = pickerTexts(language)(
      settings.acceptTypes.includes('ltiResourceLink') ? 'cancelled.message' : 'unsupported.message',
    );
    const form = await platforms.deepLinkingForm(platform, requestOf(visit, settings), [], { message });
    logger.info({ organisation: visit.grant.organisation, platform: platform.id }, 'picking cancelled');
    sendHandOver(response, language, visit.session, 'cancelled', form);
  };

  const router = express.Router();
  const form = express.urlencoded({ extended: false, limit: '256kb' });
  router.route('/deep-link').get(show).post(form, handOver);
  router.post('/deep-link/cancel', form, cancel);
  router.use('/deep-link', expired(logger));
  return { router };
}
