import type { Response } from 'express';
import { html, type Language, sendInterstitialPage } from '../../../web/index.js';
import type { Login, Platform } from '../../store/index.js';
import { bindingName } from '../binding.js';
import { platformStorage, platformStorageScript } from '../platform-storage.js';
import { launchTexts } from '../texts.js';
import { storageAdvice, windowOffer } from '../window-offer.js';
import type { AuthenticationResponse } from './parse-response.js';

const script = `${platformStorageScript}
(function () {
  var data = JSON.parse(document.getElementById('data').textContent), kept = null;
  function prove(binding) {
    document.getElementById('binding').value = binding;
    document.getElementById('form').submit();
  }
  try { kept = JSON.parse(localStorage.getItem(data.name)); localStorage.removeItem(data.name); } catch (refused) {}
  if (kept && kept.binding) { prove(kept.binding); return; }
  askStorage(data.storage, { subject: 'lti.get_data', message_id: data.name, key: data.name }, function (answer) {
    if (answer && typeof answer.value === 'string') { prove(answer.value); return; }
    document.getElementById('checking').hidden = true;
    document.getElementById(window.top === window ? 'blocked' : 'window').hidden = false;
  });
})();`;

/** A launch that has not proved yet which browser began it. */
export interface BindingPage {
  readonly publicUrl: string;
  readonly language: Language;
  readonly posted: AuthenticationResponse;
  readonly login: Login;
  readonly platform: Platform;
}

/**
 * For a browser that sent no cookie: a page of our origin looks for the binding in localStorage, then in the LMS's own
 * storage, and posts it back. If it is in neither, the page offers to begin anew in a window of its own, or, where it
 * is in one, says what the browser would have to allow. Without scripts only the offer shows.
 */
export function sendBindingPage(
  response: Response,
  { publicUrl, language, posted, login, platform }: BindingPage,
): void {
  const text = launchTexts(language);
  const initiation = new URLSearchParams(login.initiation);
  const storage = platformStorage(platform, initiation.get('lti_storage_target') ?? undefined) ?? null;
  initiation.delete('lti_storage_target');
  sendInterstitialPage(response, {
    language,
    title: text('binding.title'),
    script,
    data: { name: bindingName(posted.state), storage },
    formAction: "'self'",
    tellsOrigin: true,
    body: html`<div class="card" id="checking">
        <h1>${text('binding.title')}</h1>
        <p>${text('binding.text')}</p>
        <form id="form" method="post" action="launch">
          <input type="hidden" name="id_token" value="${posted.id_token}" />
          <input type="hidden" name="state" value="${posted.state}" />
          <input type="hidden" name="binding" id="binding" value="" />
        </form>
      </div>
      ${windowOffer(language, initiation.toString(), true)} ${storageAdvice(language, publicUrl)}
      <noscript>${windowOffer(language, initiation.toString(), false)}</noscript>`,
  });
}
