import { formatDay, type Html, html, type Language } from '../../web/index.js';
import type { RecentContent } from './attempts.js';
import { localisedContent } from './localised-content.js';
import { visitTexts } from './texts.js';

/** The recent contents of a person, with links to their answers. Nothing if there are none. */
export function recentContentsSection(
  language: Language,
  contents: readonly RecentContent[],
  own: boolean,
): Html | false {
  const text = visitTexts(language);
  return (
    contents.length > 0 &&
    html`<section class="no-print" aria-labelledby="worked-on">
      <h2 id="worked-on">${text('workedOn')}</h2>
      <p>${text(own ? 'workedOnLead' : 'workedOnLeadOther')}</p>
      <ul class="attempts">
        ${contents.map(({ href, content, started, finished }) => {
          const { title, written } = localisedContent(content, language);
          return html`<li>
            <a href="${href}" lang="${written}">${title}</a>
            <span class="quiet"
              >${finished === undefined ? text('begunOn', { day: formatDay(started, language) }) : text('doneOn', { day: formatDay(finished, language) })}</span
            >
          </li>`;
        })}
      </ul>
    </section>`
  );
}
