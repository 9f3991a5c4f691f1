import express, { type RequestHandler, type Response, type Router } from 'express';
import type { H5pContent } from '../../h5p-content/index.js';
import { LotseError, type Logger } from '../../lrs/base/index.js';
import { ancestorsOf, launchUrl, sendBridgePage, type Launch, type LaunchSession, type LaunchVisit } from '../launch/index.js';
import type { DeepLinkingForm, DeepLinkingRequest, Platforms } from '../platform/index.js';
import { contentSecurityPolicy, html, isLanguage, type Language } from '../../lrs/web/index.js';
import { itemsFor, readChoice } from './items.js';
import { emptyChoicePage, pickerPage } from './picker-page.js';
import { pickerTexts } from './texts.js';

/** What the picker is made of. */
export interface DeepLinkingParts {
  readonly launch: Pick<Launch, 'sessionFrom'>;
  readonly platforms: Pick<Platforms, 'find' | 'deepLinkingForm'>;
  readonly content: { readonly catalogue: Pick<H5pContent['catalogue'], 'list'> };
  readonly logger: Logger;
  /** Without a slash at its end. */
  readonly publicUrl: string;
}

const submit = `document.getElementById('form').submit();`;

/** @throws LotseError `session-lost` where the launch was not for picking */
function requestOf(session: LaunchSession): DeepLinkingRequest {
  const { deepLinking } = session;
  if (deepLinking === undefined) {
    throw new LotseError('session-lost', 'This launch is not for choosing contents. Please open the picker from your course.', { detail: 'deep linking: no deep linking launch' });
  }
  const { data, ...rest } = deepLinking;
  return { ...rest, deploymentId: session.deploymentId, ...(data === undefined ? {} : { data }) };
}

function sendHandOver(response: Response, language: Language, session: LaunchSession, { action, jwt }: DeepLinkingForm): void {
  const text = pickerTexts(language);
  sendBridgePage(response, {
    language, title: text('hand-over.title'), script: submit, data: null, formAction: ancestorsOf({ ...session, platformAddresses: [action, ...(session.platformAddresses ?? [])] }), frameAncestors: ancestorsOf(session),
    body: html`<div class="card"><h1>${text('hand-over.title')}</h1><p>${text('hand-over.text')}</p>
<form id="form" method="post" action="${action}"><input type="hidden" name="JWT" value="${jwt}">
<p class="actions"><button class="button" type="submit">${text('hand-over.continue')}</button></p></form></div>`,
  });
}

function sendPage(response: Response, { session }: LaunchVisit, markup: string): void {
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(ancestorsOf(session)));
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cache-Control', 'no-store');
  response.type('html').send(markup);
}

/** The picker that an LMS opens in its course editor (Deep Linking 2.0). To be mounted at `/lti`: `/deep-link`. */
export function createDeepLinking({ launch, platforms, content, logger, publicUrl }: DeepLinkingParts): { readonly router: Router } {
  const show: RequestHandler = async (request, response) => {
    const visit = await launch.sessionFrom(request);
    const { acceptMultiple } = requestOf(visit.session);
    const contents = await content.catalogue.list(visit.grant.organisation);
    const wanted = request.query['language'];
    const language = isLanguage(wanted) ? wanted : visit.session.language;
    sendPage(response, visit, pickerPage({ language, contents, multiple: acceptMultiple, launch: visit.token }));
  };

  const handOver: RequestHandler = async (request, response) => {
    const visit = await launch.sessionFrom(request);
    const { session, grant } = visit;
    const asked = requestOf(session);
    const contents = await content.catalogue.list(grant.organisation);
    const items = itemsFor(readChoice(request.body), contents, launchUrl(publicUrl), session.language, asked.acceptMultiple);
    if (items.length === 0) {
      response.status(400);
      sendPage(response, visit, emptyChoicePage(session.language, visit.token));
      return;
    }
    const platform = await platforms.find(grant.organisation, session.platformId);
    const form = await platforms.deepLinkingForm(platform, asked, items);
    logger.info({ organisation: grant.organisation, platform: platform.id, items: items.length }, 'contents picked');
    sendHandOver(response, session.language, session, form);
  };

  const router = express.Router();
  router.route('/deep-link').get(show).post(express.urlencoded({ extended: false, limit: '256kb' }), handOver);
  return { router };
}
