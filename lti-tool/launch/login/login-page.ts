import type { Response } from 'express';
import { html, type Language, sendInterstitialPage } from '../../../web/index.js';
import type { Platform } from '../../store/index.js';
import { bindingName, loginSeconds, setBindingCookie } from '../binding.js';
import { platformStorage, platformStorageScript } from '../platform-storage.js';
import { launchTexts } from '../texts.js';
import { windowOffer } from '../window-offer.js';
import type { StartedLogin } from './begin-login.js';
import { type Initiation, windowInitiation } from './parse-initiation.js';

/**
 * Keeps the binding in localStorage beside the cookie and goes on. Where neither is allowed in this frame, the LMS's
 * own storage serves, if it has one. If nothing does, it stops before the LMS is asked (its message hint may be good
 * for one use) and offers a window instead.
 */
const script = `${platformStorageScript}
(function () {
  var data = JSON.parse(document.getElementById('data').textContent), kept = false;
  try {
    for (var index = localStorage.length - 1; index >= 0; index -= 1) {
      var key = localStorage.key(index);
      if (key.indexOf('lotse_login_') === 0 && !(JSON.parse(localStorage.getItem(key)).expires > Date.now())) localStorage.removeItem(key);
    }
    localStorage.setItem(data.name, JSON.stringify({ binding: data.binding, expires: Date.now() + data.seconds * 1000 }));
    kept = true;
  } catch (refused) {}
  if (!kept) {
    try {
      document.cookie = 'lotse_probe=1; Max-Age=60; SameSite=None; Secure; Partitioned';
      kept = document.cookie.indexOf('lotse_probe=1') >= 0;
    } catch (refused) {}
  }
  function go() { location.replace(data.next); }
  if (kept) { go(); return; }
  askStorage(data.storage, { subject: 'lti.put_data', message_id: data.name, key: data.name, value: data.binding }, function (answer) {
    if (answer || window.top === window) { go(); return; }
    document.getElementById('continue').hidden = true;
    document.getElementById('window').hidden = false;
  });
})();`;

/** The page that answers a login. */
export interface LoginPage {
  readonly publicUrl: string;
  readonly language: Language;
  readonly platform: Platform;
  readonly login: StartedLogin;
  readonly initiation: Initiation;
}

/** Answers a login: binds it to this browser and sends the browser on to the LMS. */
export function sendLoginPage(
  response: Response,
  { publicUrl, language, platform, login, initiation }: LoginPage,
): void {
  const text = launchTexts(language);
  setBindingCookie(response, publicUrl, login.state, login.binding);
  sendInterstitialPage(response, {
    language,
    title: text('login.title'),
    script,
    data: {
      name: bindingName(login.state),
      binding: login.binding,
      seconds: loginSeconds,
      next: login.authenticationUrl,
      storage: platformStorage(platform, initiation.lti_storage_target) ?? null,
    },
    body: html`<div class="card" id="continue">
        <h1>${text('login.title')}</h1>
        <p>${text('login.text')}</p>
        <p class="actions"><a class="button" href="${login.authenticationUrl}">${text('login.continue')}</a></p>
      </div>
      ${windowOffer(language, windowInitiation(initiation), true)}`,
  });
}
