import type { Response } from 'express';
import { html, type Html, type Language } from '../../../lrs/web/index.js';
import { bindingName, loginSeconds, setBindingCookie } from '../binding.js';
import { sendBridgePage } from '../bridge-page.js';
import { launchTexts } from '../texts.js';
import { initiationQuery, type Initiation } from './read-initiation.js';
import type { BegunLogin } from './begin-login.js';

/**
 * Keeps the binding in localStorage beside the cookie and goes on. Where neither is allowed in this frame it stops
 * before the LMS is asked (its message hint may be good for one use) and offers a window instead.
 */
const script = `(function () {
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
  if (kept || window.top === window) { location.replace(data.next); return; }
  document.getElementById('continue').hidden = true;
  document.getElementById('window').hidden = false;
})();`;

/** The offer to begin the same login in a window of its own, where our cookies are first-party. */
export function windowOffer(language: Language, initiation: string, hidden: boolean): Html {
  const text = launchTexts(language);
  const href = `login?${initiation}`;
  const offer = html`<h1>${text('window.title')}</h1>
<p>${text('window.text')}</p>
<p class="actions"><a class="button" href="${href}" target="_blank" rel="noopener">${text('window.open')}</a></p>
<p><small>${text('window.hint')}</small></p>`;
  return hidden ? html`<div class="card" id="window" hidden>${offer}</div>` : html`<div class="card" id="window">${offer}</div>`;
}

/** Answers a login: binds it to this browser and sends the browser on to the LMS. */
export function sendLoginPage(response: Response, publicUrl: string, language: Language, login: BegunLogin, initiation: Initiation): void {
  const text = launchTexts(language);
  setBindingCookie(response, publicUrl, login.state, login.binding);
  sendBridgePage(response, {
    language, title: text('login.title'), script,
    data: { name: bindingName(login.state), binding: login.binding, seconds: loginSeconds, next: login.authenticationUrl },
    body: html`<div class="card" id="continue">
<h1>${text('login.title')}</h1>
<p>${text('login.text')}</p>
<p class="actions"><a class="button" href="${login.authenticationUrl}">${text('login.continue')}</a></p>
</div>
${windowOffer(language, initiationQuery(initiation), true)}`,
  });
}
