import type { ErrorRequestHandler, Response } from 'express';
import type { Logger, LotseError } from '../../../base/index.js';
import {
  renderErrorPage,
  errorTitle,
  html,
  type Html,
  type Language,
  languageOf,
  logError,
  type PageScript,
  requestError,
  requestIdOf,
  setErrorHeaders,
} from '../../../web/index.js';
import type { LaunchRole } from '../../platform/index.js';
import type { Presentation } from '../message/parse-presentation.js';
import { type ExplainedProblem, explainedProblems, problemTexts } from './texts.js';

/** Why a launch led nowhere, and what is known about who launched. */
export interface LaunchProblem {
  /** The value that was thrown. */
  readonly error: unknown;
  readonly language: Language;
  /** As a verified message said it; left out before there was one, since nobody is sent to an address that nobody vouched for. */
  readonly presentation?: Presentation;
  /** Left out or empty: anybody. */
  readonly roles?: readonly LaunchRole[];
  /** Pages of ours that work all the same. */
  readonly pageLinks?: readonly { readonly page: 'matrix' | 'team'; readonly href: string }[];
  /** Scripts that these ways need. */
  readonly scripts?: readonly PageScript[];
}

const allRoles: readonly LaunchRole[] = ['learner', 'instructor', 'administrator'];

function advice({ code }: LotseError, { language, roles = [] }: LaunchProblem): Html | undefined {
  const explained = explainedProblems.find((each) => each === code) as ExplainedProblem | undefined;
  if (explained === undefined) return undefined;
  const text = problemTexts(language);
  const audience = roles.length === 0 ? allRoles : roles;
  return html`<h2>${text('what-to-do')}</h2>
    <dl class="advice">
      ${audience.map(
        (role) =>
          html`<dt>${text(`for.${role}`)}</dt>
            <dd>${text(`${explained}.${role}`)}</dd>`,
      )}
    </dl>`;
}

/** The way back leaves the frame: in it, another site's page is without its cookies, and Moodle shows its login there. */
function actions(
  error: LotseError,
  requestId: string,
  { language, presentation, pageLinks = [] }: LaunchProblem,
): Html | undefined {
  const text = problemTexts(language);
  const { returnUrl } = presentation ?? {};
  if (returnUrl === undefined && pageLinks.length === 0) return undefined;
  const message = {
    text: text('reference', { title: errorTitle(error, language), id: requestId }),
    log: `Lotse: ${error.code} (${requestId})`,
  };
  return html`<p class="actions">
    ${pageLinks.map(({ page, href }, index) => html`<a class="button${index === 0 ? '' : ' quiet'}" href="${href}">${text(`open.${page}`)}</a> `)}
    ${returnUrl !== undefined && html`<a class="button quiet" href="${returnAddress(returnUrl, message)}" target="_top">${text('back')}</a>`}
  </p>`;
}

/**
 * Answers with the page for a launch that led nowhere: what happened, what each of those concerned can do, the request
 * id that the log line bears, and a way back where the LMS named one.
 */
export function sendProblem(response: Response, logger: Logger, problem: LaunchProblem): void {
  const error = requestError(problem.error);
  const requestId = requestIdOf(response);
  logError(logger, error, requestId);
  setErrorHeaders(response, error);
  response
    .status(error.status)
    .type('html')
    .setHeader('Cache-Control', 'no-store')
    .send(
      renderErrorPage(
        error,
        requestId,
        problem.language,
        [advice(error, problem), actions(error, requestId, problem)],
        problem.scripts,
      ),
    );
}

/** A message for the LMS to show, and one for its log (LTI 1.3 §5.4.4). */
interface ReturnMessage {
  readonly text: string;
  readonly log: string;
}

/**
 * The return address of a launch, with what went wrong: LMSs show `lti_errormsg` on the page people come back to.
 * Whatever the address carries of its own stays, to the letter: an LMS may have signed it, or read it in a way of its
 * own.
 */
export function returnAddress(returnUrl: string, { text, log }: ReturnMessage): string {
  const url = new URL(returnUrl);
  const said = new URLSearchParams({ lti_errormsg: text, lti_errorlog: log }).toString();
  url.search = url.search === '' ? said : `${url.search}&${said}`;
  return url.href;
}

/** Errors of the handshake as pages for people; machines are left to the application's own handler. */
export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (caught: unknown, request, response, next) => {
    if (response.headersSent || request.accepts(['json', 'html']) !== 'html') next(caught);
    else sendProblem(response, logger, { error: caught, language: languageOf(request) });
  };
}
