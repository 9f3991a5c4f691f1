import type { RoleProfile } from '../../competency/index.js';
import { html, type Html, type Language, raw } from '../../web/index.js';
import { visitTexts } from './texts.js';

/** Data of the role selection. */
export interface ProfileForm {
  readonly language: Language;
  readonly action: string;
  /** Fields that keep the form inside the launch. */
  readonly hidden: Readonly<Record<string, string>>;
  readonly profiles: readonly RoleProfile[];
  /** Id of the profile that is shown. */
  readonly chosen: string;
}

/** The choice of the role to compare with, and a button to print the page. */
export function profileForm({ language, action, hidden, profiles, chosen }: ProfileForm): Html {
  const text = visitTexts(language);
  return html`<form class="row no-print" method="get" action="${action}">
    ${Object.entries(hidden).map(([field, value]) => html`<input type="hidden" name="${field}" value="${value}" />`)}
    <div class="field">
      <label for="profile">${text('profile')}</label>
      <select id="profile" name="profile">
        ${profiles.map((each) => html`<option value="${each.id}" ${each.id === chosen && raw(' selected')}>${each.name[language]}</option>`)}
      </select>
    </div>
    <button class="button small">${text('show')}</button>
    <button class="button small quiet" type="button" data-print hidden>${text('print')}</button>
  </form>`;
}
