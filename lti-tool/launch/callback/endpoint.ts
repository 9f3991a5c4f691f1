import type { Request, RequestHandler, Response } from 'express';
import { hashOfSecret, isoNow, LotseError } from '../../../base/index.js';
import { addressInVisit, type IssuedVisit } from '../../../people/index.js';
import { contentSecurityPolicy, frameAncestorsOf, languageOf, languageOfTag } from '../../../web/index.js';
import type { Login } from '../../store/index.js';
import { bindingFromCookie, clearBindingCookie } from '../binding.js';
import { chooseTarget, type LaunchTarget } from '../message/choose-target.js';
import { type LaunchMessage, parseLaunchMessage } from '../message/parse-launch-message.js';
import { parsePresentation } from '../message/parse-presentation.js';
import type { LaunchPages, LaunchParts } from '../parts.js';
import { sendProblem } from '../problem/send-problem.js';
import { openSession, platformAddresses, type ConsumeLogin, type VerifiedLaunch } from '../session/open-session.js';
import { createRunOnce } from './run-once.js';
import { sendBindingPage } from './binding-page.js';
import { checkBinding, findLogin } from './check-binding.js';
import { checkDeployment, findActivePlatform } from './check-deployment.js';
import {
  type AuthenticationErrorResponse,
  type AuthenticationResponse,
  parseErrorResponse,
  parseAuthenticationResponse,
} from './parse-response.js';
import { verifyToken } from './verify-token.js';

function pathOf(pages: LaunchPages, target: Exclude<LaunchTarget, { kind: 'nothing' }>): string {
  switch (target.kind) {
    case 'content':
      return pages.unit;
    case 'page':
      return pages[target.page];
    case 'person':
      return pages.learner(target.person);
    case 'attempt':
      return pages.attempt(target.content, target.person);
    case 'picker':
      return pages.picker;
  }
}

/** Links for a launch without a content: the pages that need none. */
function pageLinks(
  { publicUrl, pages }: LaunchParts,
  opened: IssuedVisit,
  message: LaunchMessage,
): readonly { readonly page: 'matrix' | 'team'; readonly href: string }[] {
  const names = message.roles.some((role) => role !== 'learner')
    ? (['team', 'matrix'] as const)
    : (['matrix'] as const);
  return names.map((page) => ({ page, href: addressInVisit(opened, { path: `${publicUrl}${pages[page]}` }) }));
}

/** A verified message, with its request. */
interface VerifiedMessage extends Omit<VerifiedLaunch, 'target'> {
  readonly request: Request;
  readonly response: Response;
  /** True if the browser keeps no cookies, but has proved otherwise that it began the login. */
  readonly carried: boolean;
}

/** Opens the target of a verified message. */
async function open(
  parts: LaunchParts,
  { request, response, carried, ...verified }: VerifiedMessage,
  consume: ConsumeLogin,
): Promise<void> {
  const { platform, message, presentation, language } = verified;
  const target = await chooseTarget(parts, platform, message);
  const opened = await openSession(parts, { ...verified, target }, consume);
  parts.logger.info({ organisation: platform.organisation, platform: platform.id, target: target.kind }, 'launched');
  if (target.kind === 'nothing') {
    const error = new LotseError('nothing-chosen', 'The link of the course has no learning content yet.', {
      detail: 'launch: the link names no content',
    });
    parts.visits.setVisit(request, response, opened, carried);
    sendProblem(response, parts.logger, {
      error,
      language,
      presentation,
      roles: message.roles,
      pageLinks: pageLinks(parts, opened, message),
      scripts: parts.visits.scriptsOf({ ...opened, carried }),
    });
    return;
  }
  const path = `${parts.publicUrl}${pathOf(parts.pages, target)}`;
  parts.visits.enterVisit(request, response, opened, { path, carried, language });
}

/** The response that the LMS posted through the browser, with the login it belongs to. */
interface Exchange {
  readonly request: Request;
  readonly response: Response;
  readonly posted: AuthenticationResponse;
  readonly login: Login;
}

/** Verifies the message of a login that this browser began, and opens its target. */
async function answerLogin(
  parts: LaunchParts,
  { request, response, posted, login }: Exchange,
  consume: ConsumeLogin,
): Promise<void> {
  clearBindingCookie(response, parts.publicUrl, posted.state);
  const carried = bindingFromCookie(request, parts.publicUrl, posted.state) === undefined;
  const platform = await findActivePlatform(parts, login);
  const claims = await verifyToken(parts.platforms.keySets, parts.clock, platform, login, posted.id_token);
  parts.platforms.launches.note(platform, 'confirmed');
  // From here on the LMS is known for certain: errors are shown in its language, with a way back to it.
  const presentation = parsePresentation(claims);
  const language = presentation.locale === undefined ? languageOf(request) : languageOfTag(presentation.locale);
  response.setHeader(
    'Content-Security-Policy',
    contentSecurityPolicy(frameAncestorsOf(platform.issuer, ...platformAddresses(platform, presentation))),
  );
  let message: LaunchMessage | undefined;
  try {
    message = parseLaunchMessage(claims, parts.platforms.adapterOf(platform), (identityClaims) =>
      parts.platforms.identify(platform, identityClaims),
    );
    await checkDeployment(parts, platform, login, message);
    await open(parts, { request, response, carried, platform, message, presentation, language }, consume);
  } catch (caught) {
    await consume();
    sendProblem(response, parts.logger, { error: caught, language, presentation, roles: message?.roles ?? [] });
  }
}

/** `/lti/launch`: the LMS's answer to a login, with the message in an id_token. */
export function launchEndpoint(parts: LaunchParts): RequestHandler {
  const runOnce = createRunOnce(parts);
  return async (request, response) => {
    const refusal = parseErrorResponse(request.body);
    if (refusal !== undefined) return sendAuthenticationError(parts, refusal);
    const posted = parseAuthenticationResponse(request.body);
    const login = await findLogin(parts, posted);
    const binding = checkBinding(request, parts.publicUrl, posted, login);
    parts.platforms.launches.note({ organisation: login.organisation, id: login.platform }, 'arrived');
    if (binding === 'bound') {
      await runOnce(login, (consume) => answerLogin(parts, { request, response, posted, login }, consume));
      return;
    }
    // The browser has proved nothing yet: it gets the page that looks for the binding.
    const platform = await findActivePlatform(parts, login);
    sendBindingPage(response, { publicUrl: parts.publicUrl, language: languageOf(request), posted, login, platform });
  };
}

/**
 * Ends a login that the LMS answers with an error, and records it for connection tests: the state tells which LMS
 * it is. The login stays, since nothing of it has been used.
 * @throws LotseError `login-required`
 */
async function sendAuthenticationError(
  { store, platforms, clock }: Pick<LaunchParts, 'store' | 'platforms' | 'clock'>,
  { error, errorCode, state }: AuthenticationErrorResponse,
): Promise<never> {
  const login = state === undefined ? undefined : await store.logins.findLogin(hashOfSecret(state), isoNow(clock));
  if (login !== undefined)
    platforms.launches.note({ organisation: login.organisation, id: login.platform }, { refused: error });
  throw new LotseError(
    'login-required',
    'The learning platform did not sign you in. Please sign in there and open the unit again.',
    { detail: `launch: the LMS answers with the error ${errorCode}` },
  );
}
