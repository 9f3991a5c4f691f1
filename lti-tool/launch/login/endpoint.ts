import type { RequestHandler } from 'express';
import { languageOf } from '../../../web/index.js';
import type { LaunchLimits } from '../launch-limits.js';
import type { LaunchParts } from '../parts.js';
import { beginLogin } from './begin-login.js';
import { choosePlatform } from './choose-platform.js';
import { sendLoginPage } from './login-page.js';
import { parseInitiation } from './parse-initiation.js';

/** `/lti/login`: an LMS begins a login. */
export function loginEndpoint(parts: LaunchParts, limits: LaunchLimits): RequestHandler {
  return async (request, response) => {
    const initiation = parseInitiation(request, parts.publicUrl);
    const platform = await choosePlatform(parts.platforms, initiation);
    limits.platform(platform.id);
    const login = await beginLogin(parts, platform, initiation);
    sendLoginPage(response, { publicUrl: parts.publicUrl, language: languageOf(request), platform, login, initiation });
  };
}
