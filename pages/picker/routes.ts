import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express';
import { type Logger, LotseError } from '../../base/index.js';
import type { CompetencyService } from '../../competency/index.js';
import type { H5pContent } from '../../h5p-content/index.js';
import type { DeepLinking, DeepLinkingForm, DeepLinkingSettings } from '../../lti-tool/index.js';
import { ancestorsOf, canPlaceContents, parsePlayedUnit, type Visit, type Visits } from '../../people/index.js';
import {
  contentSecurityPolicy,
  frameAncestorsOf,
  html,
  type Language,
  languageOf,
  logError,
  requestIdOf,
  sendInterstitialPage,
} from '../../web/index.js';
import { pageAddresses, previewUnit } from '../shared/index.js';
import { type PickerNotice, renderPickerPage } from './picker-page.js';
import { chosenItem, contentChoice, pagesToPlace, type Placeable, placeableContent } from './placeables.js';
import { expiredPage, unsupportedPage } from './plain-pages.js';
import { renderPreviewPage } from './preview-page.js';
import { parametersOf, type PickerQuery, parsePickerQuery } from './query.js';
import { searchContents } from './search.js';
import { pickerTexts } from './texts.js';

/** Dependencies of the picker. */
export interface PickerParts {
  readonly visits: Visits;
  readonly deepLinking: DeepLinking;
  readonly content: {
    readonly catalogue: Pick<H5pContent['catalogue'], 'list'>;
    readonly play: Pick<H5pContent['play'], 'model'>;
  };
  readonly frameworks: CompetencyService['frameworks'];
  readonly logger: Logger;
}

/** A visit to the picker, with everything that can be placed. */
interface PickerVisit {
  readonly visit: Visit;
  readonly settings: DeepLinkingSettings;
  readonly query: PickerQuery;
  readonly language: Language;
  readonly contents: readonly Placeable[];
  readonly pages: readonly Placeable[];
  /** The chosen items that exist, in order. */
  readonly chosen: readonly Placeable[];
}

const submit = `document.getElementById('form').submit();`;

/** The address of the picker that repeats the query. */
function pickerAddress(visit: Pick<Visit, 'handle'>, query: PickerQuery): string {
  return `${pageAddresses.picker}?${parametersOf(visit.handle, query)}`;
}

function sendHandOver(
  response: Response,
  language: Language,
  visit: Visit,
  said: 'hand-over' | 'cancelled',
  { action, jwt }: DeepLinkingForm,
): void {
  const text = pickerTexts(language);
  sendInterstitialPage(response, {
    language,
    title: text(`${said}.title`),
    script: submit,
    data: null,
    formAction: frameAncestorsOf(action, ...(visit.frame?.addresses ?? [])),
    frameAncestors: ancestorsOf(visit),
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

function sendPage(response: Response, visit: Visit, markup: string): void {
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(ancestorsOf(visit)));
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cache-Control', 'no-store');
  response.type('html').send(markup);
}

/** The page for an expired picker; it is not known any more which LMS frames it. */
const expired =
  (logger: Logger, visits: Visits): ErrorRequestHandler =>
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
      .send(expiredPage(languageOf(request), requestId, visits.scriptsOfError(caught, request)));
  };

/** The responses of the picker. */
class Picker {
  readonly #parts: PickerParts;

  constructor(parts: PickerParts) {
    this.#parts = parts;
  }

  /** @throws LotseError `session-lost` if the visit is not for choosing */
  async #choosing(request: Request): Promise<{ readonly visit: Visit; readonly settings: DeepLinkingSettings }> {
    const visit = await this.#parts.visits.findVisit(request);
    const settings = this.#parts.deepLinking.settingsOf(visit);
    if (!canPlaceContents(visit.roles))
      throw new LotseError('session-lost', 'This launch is not for choosing contents.', { detail: 'visit: no author' });
    return { visit, settings };
  }

  async #visitOf(request: Request): Promise<PickerVisit> {
    const { visit, settings } = await this.#choosing(request);
    const query = parsePickerQuery(request, settings.acceptMultiple);
    const language = query.language ?? visit.language;
    const contents = (await this.#parts.content.catalogue.list(visit.organisation)).map((each) =>
      placeableContent(each, language),
    );
    const pages = pagesToPlace(language, contents.length > 0);
    const placeables = new Map([...contents, ...pages].map((each) => [each.value, each]));
    return {
      visit,
      settings,
      query,
      language,
      contents,
      pages,
      chosen: query.chosen.flatMap((value) => placeables.get(value) ?? []),
    };
  }

  #sendPicker(response: Response, picker: PickerVisit, notice?: PickerNotice): void {
    const { visit, settings, query, language, contents, pages, chosen } = picker;
    const gone = query.chosen.length - chosen.length;
    const said =
      notice ?? (gone > 0 ? { kind: 'gone', count: gone } : query.tooMany ? { kind: 'too-many' } : undefined);
    sendPage(
      response,
      visit,
      renderPickerPage({
        language,
        visit: visit.handle,
        scripts: this.#parts.visits.scriptsOf(visit),
        query,
        found: searchContents(contents, this.#parts.frameworks, query),
        hasContents: contents.length > 0,
        pages,
        chosen,
        frameworks: this.#parts.frameworks,
        multiple: settings.acceptMultiple,
        autoCreate: settings.autoCreate,
        promptLines: requestedBy(settings),
        ...(said === undefined ? {} : { notice: said }),
      }),
    );
  }

  async #sendPreview(response: Response, picker: PickerVisit, id: string): Promise<void> {
    const { visit, query, language, contents, settings } = picker;
    const placeable = contents.find((each) => each.content?.id === id);
    if (placeable?.content === undefined) {
      response.status(404);
      return this.#sendPicker(response, picker, { kind: 'preview-gone' });
    }
    const { token, session } = await previewUnit(this.#parts, visit, placeable.content);
    const model = await this.#parts.content.play.model({
      session: { ...parsePlayedUnit(session), language },
      principal: visit,
      token,
      preview: true,
    });
    const value = contentChoice(id);
    sendPage(
      response,
      visit,
      renderPreviewPage({
        language,
        placeable,
        model,
        frameworks: this.#parts.frameworks,
        chosen: query.chosen.includes(value),
        scripts: this.#parts.visits.scriptsOf(visit),
        back: pickerAddress(visit, query),
        choose: pickerAddress(visit, {
          ...query,
          chosen: settings.acceptMultiple ? [...query.chosen, value] : [value],
        }),
      }),
    );
  }

  async show(request: Request, response: Response): Promise<void> {
    const picker = await this.#visitOf(request);
    const { settings, query, visit, language } = picker;
    if (!settings.acceptTypes.includes('ltiResourceLink'))
      return sendPage(response, visit, unsupportedPage(language, visit.handle, this.#parts.visits.scriptsOf(visit)));
    if (query.preview !== undefined) return this.#sendPreview(response, picker, query.preview);
    // Reloading the page must not move an item once more.
    if (query.changed)
      return this.#parts.visits.redirectInVisit(response, visit, `${pickerAddress(visit, query)}#selection`);
    this.#sendPicker(response, picker);
  }

  async sendResponse(request: Request, response: Response): Promise<void> {
    const picker = await this.#visitOf(request);
    const { visit, query, language, chosen } = picker;
    if (chosen.length === 0 || chosen.length < query.chosen.length || query.tooMany) {
      response.status(query.chosen.length === 0 ? 400 : 409);
      return this.#sendPicker(response, picker, query.chosen.length === 0 ? { kind: 'empty' } : undefined);
    }
    const form = await this.#parts.deepLinking.createResponse(visit, chosen.map(chosenItem));
    sendHandOver(response, language, visit, 'hand-over', form);
  }

  async cancel(request: Request, response: Response): Promise<void> {
    const { visit, settings } = await this.#choosing(request);
    const language = parsePickerQuery(request, settings.acceptMultiple).language ?? visit.language;
    const message = pickerTexts(language)(
      settings.acceptTypes.includes('ltiResourceLink') ? 'cancelled.message' : 'unsupported.message',
    );
    sendHandOver(response, language, visit, 'cancelled', await this.#parts.deepLinking.cancel(visit, message));
  }
}

/** The picker that an LMS opens in its course editor (Deep Linking 2.0). To be mounted at `/lti`: `/deep-link`. */
export function pickerPages(parts: PickerParts): Router {
  const picker = new Picker(parts);
  const router = express.Router();
  const form = express.urlencoded({ extended: false, limit: '256kb' });
  router
    .route('/deep-link')
    .get((request, response) => picker.show(request, response))
    .post(form, (request, response) => picker.sendResponse(request, response));
  router.post('/deep-link/cancel', form, (request, response) => picker.cancel(request, response));
  router.use('/deep-link', expired(parts.logger, parts.visits));
  return router;
}

/**
 * Names of Lotse, now and in earlier registrations: Moodle sends the tool's name if the trainer has written no title.
 */
const ownNames = ['Lotse', 'Lotse – Lernen im Betrieb', 'Lotse – learning at work'];

/** The LMS's own words about what to choose (Deep Linking 2.0 §3.4.1 `title`, `text`); none of them only says our name back to us. */
function requestedBy({ title, text }: Pick<DeepLinkingSettings, 'title' | 'text'>): readonly string[] {
  return [title, text].map((each) => each?.trim() ?? '').filter((each) => each !== '' && !ownNames.includes(each));
}
