import {
  type ConnectionTest,
  findingSentences,
  type InvitationLink,
  type Platform,
  type PlatformEndpoints,
  type PlatformKind,
  type ToolAddresses,
} from '../../lti-tool/index.js';
import { html, type Html, type Language, formatMoment } from '../../web/index.js';
import { address, backLink, copyField, copyScript, framed, languageField } from './frame.js';
import { platformsTexts, type PlatformsTextKey } from './texts.js';
import { toolForm } from './tool-form.js';

/** The fields of the form for registering an LMS by hand. */
export const entryFields = [
  'name',
  'issuer',
  'clientId',
  'deploymentId',
  'authenticationEndpoint',
  'tokenEndpoint',
  'jwksUri',
] as const;
export type EntryField = (typeof entryFields)[number];
export type Entry = Readonly<Record<EntryField, string>>;

/** The link, shown this once. */
export function invitedPage(language: Language, { url, expires }: InvitationLink): string {
  const text = platformsTexts(language);
  return framed(language, {
    title: text('invited.title'),
    scripts: [copyScript],
    body: html`<div class="card">
        <p>${text('invited.text', { moment: formatMoment(expires, language) })}</p>
        ${copyField(language, 'link', text('invited.link'), url)}
        <ul>
          <li>${text('invited.moodle')}</li>
          <li>${text('invited.ilias')}</li>
        </ul>
      </div>
      <p class="actions">${backLink(language)}</p>`,
  });
}

/** Data of the page for connecting an LMS by hand. */
export interface NewPlatformView {
  readonly language: Language;
  /** The addresses to enter in the LMS. */
  readonly own: ToolAddresses;
  readonly kind: PlatformKind;
  /** The LMS's own address. */
  readonly base: string;
  /** The addresses of its versions; empty if they cannot be derived. */
  readonly layouts: readonly PlatformEndpoints[];
  /** Index of the layout in the form. */
  readonly layout: number;
  readonly entry: Entry;
  /** The error in the submitted form. */
  readonly errorText?: string;
}

function field({ language, entry }: NewPlatformView, name: EntryField): Html {
  const kind = /Endpoint|Uri/.test(name) ? 'url' : 'text';
  return html`<div class="field">
    <label for="${name}">${platformsTexts(language)(`field.${name}`)}</label
    ><input
      type="${kind}"
      id="${name}"
      name="${name}"
      value="${entry[name]}"
      required
      maxlength="2000"
      autocapitalize="off"
      spellcheck="false"
    />
  </div>`;
}

/** The adapter's name for the addresses of some versions, also used by the command line. */
const layoutNames: Readonly<Record<string, PlatformsTextKey>> = {
  'ILIAS 10 und neuer': 'layout.ilias-10',
  'ILIAS 8 und 9': 'layout.ilias-8',
};

function nameOf({ layout }: PlatformEndpoints, language: Language): string {
  const key = layoutNames[layout];
  return key === undefined ? layout : platformsTexts(language)(key);
}

function otherLayouts({ language, kind, base, layouts, layout }: NewPlatformView): Html {
  const text = platformsTexts(language);
  if (layouts.length < 2) return html``;
  return html`<p>
    ${text('new.layout', { layout: nameOf(layouts[layout]!, language) })}.
    ${layouts.map((each, index) => index !== layout && html`<a href="${address}/new?${new URLSearchParams({ kind, base, layout: String(index), language }).toString()}">${text('new.layout.other', { layout: nameOf(each, language) })}</a> `)}
  </p>`;
}

/** Our values for the LMS's form, and the form for the LMS's own. */
export function newPlatformPage(view: NewPlatformView): string {
  const { language, kind, base, own, errorText } = view;
  const text = platformsTexts(language);
  const product = text(kind === 'moodle' || kind === 'ilias' ? `kind.${kind}` : 'kind.generic');
  return framed(language, {
    title: text('new.title', { kind: product }),
    here: `${address}/new?${new URLSearchParams({ kind, base }).toString()}`,
    scripts: [copyScript],
    body: html`${errorText !== undefined && html`<div class="notice warm" role="alert"><p>${errorText}</p></div>`}
      <section aria-labelledby="first">
        <h2 id="first">${text('new.first')}</h2>
        <p>${text('new.first.text')}</p>
        <div class="card copy-list">
          ${toolForm(kind, own, language).map(({ label, value }, index) => copyField(language, `own-${index}`, label, value))}
        </div>
      </section>
      <section aria-labelledby="second">
        <h2 id="second">${text('new.second')}</h2>
        <p>${text('new.second.text')}</p>
        ${otherLayouts(view)}
        <form class="card platform-form" method="post" action="${address}/add">
          ${languageField(language)}<input type="hidden" name="kind" value="${kind}" /><input
            type="hidden"
            name="base"
            value="${base}"
          />
          ${entryFields.map((name) => field(view, name))}
          <button class="button" type="submit">${text('new.submit')}</button>
        </form>
      </section>
      <p class="actions">${backLink(language)}</p>`,
  });
}

/** The findings of a connection test, in words. */
export function testedPage(language: Language, { id, name }: Platform, { works, findings }: ConnectionTest): string {
  const text = platformsTexts(language);
  return framed(language, {
    title: text('tested.title', { name }),
    scripts: [copyScript],
    body: html`<div class="notice${works ? '' : ' warm'}" role="status">
        <p><strong>${text(works ? 'tested.works' : 'tested.fails')}</strong></p>
      </div>
      ${
        findings.length > 0 &&
        html`<ul class="findings">
          ${findings.map((finding, index) => {
            const { what, todo } = findingSentences(language, finding);
            return html`<li class="card">
              <p>
                <span class="tag ${finding.severity}">${text(`severity.${finding.severity}`)}</span>
                <strong>${what}</strong>
              </p>
              <p>${todo}</p>
              ${finding.copy !== undefined && copyField(language, `copy-${index}`, text('copy.launch'), finding.copy)}
              <p>
                <small><code>${finding.code}</code></small>
              </p>
            </li>`;
          })}
        </ul>`
      }
      <div class="actions">
        <form method="post" action="${address}/${id}/test">
          ${languageField(language)}<button class="button small" type="submit">${text('again')}</button>
        </form>
        ${backLink(language)}
      </div>`,
  });
}
