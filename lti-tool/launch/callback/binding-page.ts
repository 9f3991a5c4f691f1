import type { Response } from 'express';
import { html, type Language } from '../../../lrs/web/index.js';
import type { Login } from '../../store/index.js';
import { bindingName } from '../binding.js';
import { sendBridgePage } from '../bridge-page.js';
import { windowOffer } from '../login/login-page.js';
import { launchTexts } from '../texts.js';
import type { LoginResponse } from './read-response.js';

const script = `(function () {
  var data = JSON.parse(document.getElementById('data').textContent), kept = null;
  try { kept = JSON.parse(localStorage.getItem(data.name)); localStorage.removeItem(data.name); } catch (refused) {}
  if (kept && kept.binding) {
    document.getElementById('binding').value = kept.binding;
    document.getElementById('form').submit();
    return;
  }
  document.getElementById('checking').hidden = true;
  document.getElementById('window').hidden = false;
})();`;

/**
 * For a browser that sent no cookie: a page of our origin looks for the binding in localStorage and posts it back.
 * If it is not there either, the page offers to begin anew in a window of its own. Without scripts only the offer shows.
 */
export function sendBindingPage(response: Response, language: Language, posted: LoginResponse, login: Login): void {
  const text = launchTexts(language);
  sendBridgePage(response, {
    language, title: text('binding.title'), script, data: { name: bindingName(posted.state) },
    body: html`<div class="card" id="checking">
<h1>${text('binding.title')}</h1>
<p>${text('binding.text')}</p>
<form id="form" method="post" action="launch">
<input type="hidden" name="id_token" value="${posted.id_token}">
<input type="hidden" name="state" value="${posted.state}">
<input type="hidden" name="binding" id="binding" value="">
</form>
</div>
${windowOffer(language, login.initiation, true)}
<noscript>${windowOffer(language, login.initiation, false)}</noscript>`,
  });
}
