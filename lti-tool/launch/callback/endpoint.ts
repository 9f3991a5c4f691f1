import type { RequestHandler, Response } from 'express';
import { languageOf, languageOfTag } from '../../../lrs/web/index.js';
import { clearBindingCookie } from '../binding.js';
import type { LaunchParts } from '../parts.js';
import { openSession } from '../session/open-session.js';
import { sendBindingPage } from './binding-page.js';
import { checkBinding, consumeLogin, findLogin } from './check-binding.js';
import { checkDeployment, findActivePlatform } from './check-deployment.js';
import { chooseTarget, type LaunchTarget } from './choose-target.js';
import { readMessage } from './read-message.js';
import { readResponse } from './read-response.js';
import { verifyToken } from './verify-token.js';

function addressOf(target: LaunchTarget): string {
  switch (target.kind) {
    case 'content': return '/play';
    case 'page': return `/${target.page}`;
    case 'picker': return '/lti/deep-link';
  }
}

function redirect(response: Response, publicUrl: string, target: LaunchTarget, token: string): void {
  response.setHeader('Cache-Control', 'no-store');
  response.redirect(303, `${publicUrl}${addressOf(target)}?launch=${encodeURIComponent(token)}`);
}

/** `/lti/launch`: the LMS's answer to a login, with the message in an id_token. */
export function launchEndpoint(parts: LaunchParts): RequestHandler {
  return async (request, response) => {
    const posted = readResponse(request.body);
    const begun = await findLogin(parts, posted);
    if (checkBinding(request, posted, begun) === 'unproven') {
      sendBindingPage(response, languageOf(request), posted, begun);
      return;
    }
    const login = await consumeLogin(parts, posted);
    clearBindingCookie(response, parts.publicUrl, posted.state);
    const platform = await findActivePlatform(parts, login);
    const claims = await verifyToken(parts.platforms.keySets, parts.clock, platform, login, posted.id_token);
    const message = readMessage(claims, parts.platforms.adapterOf(platform), (said) => parts.platforms.identify(platform, said));
    await checkDeployment(parts, platform, login, message);
    const target = await chooseTarget(parts, platform, message);
    const language = message.locale === undefined ? languageOf(request) : languageOfTag(message.locale);
    const token = await openSession(parts, { platform, message, target, language });
    parts.logger.info({ organisation: platform.organisation, platform: platform.id, target: target.kind }, 'launched');
    redirect(response, parts.publicUrl, target, token);
  };
}
