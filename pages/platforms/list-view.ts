import type { EpochMilliseconds } from '../../base/index.js';
import {
  findingSentences,
  launchFinding,
  type LaunchTrace,
  type Platform,
  type ToolSettings,
} from '../../lti-tool/index.js';
import { html, type Html, type Language } from '../../web/index.js';
import { address, copyField, copyScript, framed, languageField } from './frame.js';
import { platformsTexts } from './texts.js';

/** Data of the list. */
export interface PlatformsView {
  readonly language: Language;
  /** Its name for people. */
  readonly organisation: string;
  readonly platforms: readonly Platform[];
  /** Progress of their launches, by platform. */
  readonly launches: ReadonlyMap<string, LaunchTrace>;
  readonly settings: ToolSettings;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly now: EpochMilliseconds;
  /** Confirms the last action. */
  readonly done?: string;
}

function button(
  view: Pick<PlatformsView, 'language'>,
  action: string,
  label: string,
  {
    accessibleName = label,
    fields = {},
    quiet = true,
  }: {
    readonly accessibleName?: string;
    readonly fields?: Readonly<Record<string, string>>;
    readonly quiet?: boolean;
  } = {},
): Html {
  return html`<form method="post" action="${address}${action}">
    ${languageField(view.language)}${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}<button
      class="button small${quiet ? ' quiet' : ''}"
      type="submit"
      aria-label="${accessibleName}"
    >
      ${label}
    </button>
  </form>`;
}

function request(view: PlatformsView, { id }: Platform, deployment: string): Html {
  const text = platformsTexts(view.language);
  const decision = (decided: 'accept' | 'decline'): Html =>
    button(view, `/${id}/deployment`, text(decided), {
      accessibleName: text(`${decided}.label`, { deployment }),
      fields: { deployment, decision: decided },
    });
  return html`<div class="notice warm">
    <p>${text('requested', { deployment })}</p>
    <div class="actions">${decision('accept')}${decision('decline')}</div>
  </div>`;
}

/** The state of an LMS's launches, with advice if something is wrong. */
function launches(
  { language, launches: traces, now, publicUrl }: PlatformsView,
  { id }: Platform,
): { readonly fact: Html; readonly advice: Html | false } {
  const text = platformsTexts(language);
  const finding = launchFinding(traces.get(id) ?? {}, { now, publicUrl });
  const { what, todo } = findingSentences(language, finding);
  const isFine = finding.code === 'launch-confirmed';
  return {
    fact: html`<div>
      <dt>${text('launches')}</dt>
      <dd>${what}</dd>
    </div>`,
    advice:
      !isFine &&
      html`<div class="notice${finding.severity === 'note' ? '' : ' warm'}">
        <p>${todo}</p>
        ${finding.copy !== undefined && copyField(language, `copy-${id}`, text('copy.launch'), finding.copy)}
      </div>`,
  };
}

function entry(view: PlatformsView, platform: Platform): Html {
  const text = platformsTexts(view.language);
  const { fact, advice } = launches(view, platform);
  const { id, name, active, issuer, clientId, deploymentIds, requestedDeploymentIds = [] } = platform;
  return html`<li class="card">
    <h3>${name} <span class="tag">${text(active ? 'active' : 'inactive')}</span></h3>
    <dl class="facts">
      <div>
        <dt>${text('issuer')}</dt>
        <dd>${issuer}</dd>
      </div>
      <div>
        <dt>${text('client')}</dt>
        <dd>${clientId}</dd>
      </div>
      <div>
        <dt>${text('deployments')}</dt>
        <dd>${deploymentIds.length === 0 ? text('deployments.none') : deploymentIds.join(', ')}</dd>
      </div>
      ${fact}
    </dl>
    ${advice} ${requestedDeploymentIds.map((each) => request(view, platform, each))}
    <div class="actions">
      ${button(view, `/${id}/test`, text('test'), { accessibleName: text('test.label', { name }) })}
      ${button(view, `/${id}/active`, text(active ? 'off' : 'on'), { accessibleName: text(active ? 'off.label' : 'on.label', { name }), fields: { active: active ? 'off' : 'on' } })}
    </div>
  </li>`;
}

function manualForm(language: Language): Html {
  const text = platformsTexts(language);
  return html`<form method="get" action="${address}/new">
    ${languageField(language)}
    <div class="row top">
      <div class="field">
        <label for="kind">${text('manual.kind')}</label
        ><select id="kind" name="kind">
          ${(['moodle', 'ilias', 'generic'] as const).map((kind) => html`<option value="${kind}">${text(`kind.${kind}`)}</option>`)}
        </select>
      </div>
      <div class="field">
        <label for="base">${text('manual.base')}</label
        ><input
          type="url"
          id="base"
          name="base"
          required
          maxlength="500"
          pattern="https?://.*"
          placeholder="https://"
          aria-describedby="base-hint"
        /><small id="base-hint">${text('manual.base.hint')}</small>
      </div>
    </div>
    <button class="button quiet small" type="submit">${text('manual.next')}</button>
  </form>`;
}

/** The organisation's LMSs, and the ways to register another. */
export function renderPlatformsPage(view: PlatformsView): string {
  const { language, organisation, platforms, settings, done } = view;
  const text = platformsTexts(language);
  const names = settings.nameClaims ? 'on' : 'off';
  return framed(language, {
    title: text('title'),
    lead: text('lead', { organisation }),
    scripts: [copyScript],
    body: html`${done !== undefined && html`<div class="notice" role="status"><p>${done}</p></div>`}
      ${
        platforms.length === 0
          ? html`<p>${text('none')}</p>`
          : html`<h2 class="visually-hidden">${text('title')}</h2>
              <ul class="cards platforms">
                ${platforms.map((each) => entry(view, each))}
              </ul>`
      }
      <section aria-labelledby="auto">
        <h2 id="auto">${text('auto.title')}</h2>
        <p>${text('auto.text')}</p>
        ${button(view, '/invite', text('auto.submit'), { quiet: false })}
      </section>
      <section aria-labelledby="manual">
        <h2 id="manual">${text('manual.title')}</h2>
        ${manualForm(language)}
      </section>
      <section aria-labelledby="names">
        <h2 id="names">${text('names.title')}</h2>
        <p>${text(`names.${names}`)}</p>
        ${button(view, '/names', text(settings.nameClaims ? 'names.switch.off' : 'names.switch.on'), { fields: { names: settings.nameClaims ? 'off' : 'on' } })}
      </section>`,
  });
}
