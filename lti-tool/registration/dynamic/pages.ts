import { html, type Language, renderPage, requestLine } from '../../../web/index.js';
import type { Platform } from '../../store/index.js';
import type { RegistrationError } from '../registration-error.js';
import { registrationTexts } from '../texts.js';
import type { RegistrationRequest } from './read-request.js';
import { proposalDigest, firstDeploymentDays, type Proposal } from './register.js';

/** The next step in the LMS: the sentence for its kind. */
function nextStep(language: Language, kind: Platform['kind']): string {
  const text = registrationTexts(language);
  return kind === 'moodle'
    ? text('confirm.after.moodle')
    : kind === 'ilias'
      ? text('confirm.after.ilias')
      : text('confirm.after.other');
}

/** Asks for confirmation of the connection, with one button. */
export function confirmPage(
  language: Language,
  action: string,
  request: RegistrationRequest,
  { organisation, configuration, nameClaims }: Proposal,
): string {
  const text = registrationTexts(language);
  const { product, host, issuer, kind } = configuration;
  const hidden = { ...request, seen: proposalDigest({ configuration, nameClaims }), language };
  return renderPage({
    language,
    title: text('confirm.title'),
    embedded: true,
    width: 'narrow',
    body: html`<h1>${text('confirm.title')}</h1>
      <p class="lead">${text('confirm.lead', { product, host, organisation })}</p>
      <dl class="facts card">
        <div>
          <dt>${text('confirm.product')}</dt>
          <dd>${product}</dd>
        </div>
        <div>
          <dt>${text('confirm.issuer')}</dt>
          <dd>${issuer}</dd>
        </div>
        <div>
          <dt>${text('confirm.organisation')}</dt>
          <dd>${organisation}</dd>
        </div>
        <div>
          <dt>${text('confirm.names')}</dt>
          <dd>${text(nameClaims ? 'confirm.names.on' : 'confirm.names.off')}</dd>
        </div>
      </dl>
      ${issuer.startsWith('http:') && html`<p class="notice warm">${text('confirm.insecure')}</p>`}
      <p>${nextStep(language, kind)}</p>
      <form method="post" action="${action}">
        ${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <p class="actions"><button class="button" type="submit">${text('confirm.submit')}</button></p>
      </form>`,
  });
}

/** Success; the LMS is asked to close the window, and anybody who still sees it reads the next step. */
export function donePage(language: Language, platform: Platform, organisation: string): string {
  const text = registrationTexts(language);
  return renderPage({
    language,
    title: text('done.title'),
    embedded: true,
    width: 'narrow',
    scripts: ['/assets/registration-done.js'],
    body: html`<div class="card" role="status">
      <h1>${text('done.title')}</h1>
      <p>${text('done.text', { name: platform.name, organisation })}</p>
      <p>${nextStep(language, platform.kind)}</p>
      ${platform.firstDeploymentUntil !== undefined && html`<p>${text('done.deployment', { days: firstDeploymentDays })}</p>`}
    </div>`,
  });
}

/** The LMS was registered already, and has updated its entry; its window stays open until the advice has been read. */
export function renewedPage(language: Language, { name, kind, active }: Platform, organisation: string): string {
  const text = registrationTexts(language);
  return renderPage({
    language,
    title: text('renewed.title'),
    embedded: true,
    width: 'narrow',
    scripts: ['/assets/registration-done.js'],
    body: html`<div class="card" role="status">
      <h1>${text('renewed.title')}</h1>
      <p>${text('renewed.text', { name, organisation })}</p>
      ${kind === 'moodle' && html`<p>${text('renewed.moodle')}</p>`}
      ${!active && html`<p class="notice warm">${text('renewed.inactive')}</p>`}
      <p class="actions"><button class="button" type="button" id="close">${text('renewed.close')}</button></p>
    </div>`,
  });
}

/** The reason for a refusal, with advice. */
export function refusedPage(language: Language, { reason }: RegistrationError, requestId: string): string {
  const text = registrationTexts(language);
  return renderPage({
    language,
    title: text('refused.title'),
    embedded: true,
    width: 'narrow',
    body: html`<div class="card" role="alert">
      <h1>${text('refused.title')}</h1>
      <p>${text(reason)}</p>
      ${requestLine(requestId, language)}
    </div>`,
  });
}
