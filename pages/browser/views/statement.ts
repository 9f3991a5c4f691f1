import { type Activity, actorKey, isActivity, type Statement, type StoredStatement } from '../../../lrs/index.js';
import { html, type Html, formatMoment } from '../../../web/index.js';
import { type BrowserQuery, queryText } from '../query.js';
import { sentenceOf, type SentenceContext } from '../sentence.js';
import { pageTexts } from '../texts/pages.js';

/** Options for rendering a statement: the language, and the active filter. */
export interface StatementView extends SentenceContext {
  readonly base: string;
  readonly query: BrowserQuery;
}

/** Types of courses in activity definitions: Lotse's and others', and those of Moodle's plugin, now and formerly. */
const courseTypes = new Set([
  'http://adlnet.gov/expapi/activities/course',
  'https://w3id.org/xapi/cmi5/activitytype/course',
  'http://id.tincanapi.com/activitytype/lms/course',
]);

/** The course of a statement: an activity declared as one, else its grouping. */
function courseOf({ context, object }: Statement): string | undefined {
  const { grouping, parent } = context?.contextActivities ?? {};
  const around = [grouping, parent].flat().filter((each) => each !== undefined) as readonly Activity[];
  const all = isActivity(object) ? [...around, object] : around;
  return (
    all.find(({ definition }) => courseTypes.has(definition?.type ?? '')) ??
    ([grouping].flat()[0] as Activity | undefined)
  )?.id;
}

/** Links that filter the list by values of this statement. */
function likeness(statement: Statement): BrowserQuery {
  const { actor, verb, object } = statement;
  const person = actorKey(actor);
  const activity = isActivity(object) ? object.id : undefined;
  const course = courseOf(statement);
  return {
    ...(person === undefined ? {} : { person }),
    verb: verb.id,
    ...(activity === undefined ? {} : { activity }),
    ...(course === undefined ? {} : { course }),
  };
}

function narrowing(statement: Statement, { base, query: { after: _, ...query }, language }: StatementView): Html {
  const text = pageTexts(language);
  const like = likeness(statement);
  const links = (['person', 'verb', 'activity', 'course'] as const).flatMap((field) => {
    const value = like[field];
    if (value === undefined || query[field] !== undefined) return [];
    return [
      html` <a href="${base}?${queryText({ ...query, [field]: value }, { language })}">${text(`only.${field}`)}</a>`,
    ];
  });
  return html`${links.length > 0 && html`<p class="only"><span>${text('only')}</span>${links}</p>`}`;
}

/** One statement as an item of the list: the sentence, links to more like it, and its JSON as stored. */
export function statementItem({ id, position, stored, text: json }: StoredStatement, view: StatementView): Html {
  const text = pageTexts(view.language);
  const statement = JSON.parse(json) as Statement;
  const when = statement.timestamp ?? stored;
  return html`<li data-position="${position}">
    <div class="said">
      <p class="sentence">
        ${sentenceOf(statement, view)}<span class="pause">, </span
        ><time datetime="${when}">${formatMoment(when, view.language)}</time>
      </p>
      ${narrowing(statement, view)}
    </div>
    <details class="more">
      <summary>${text('raw')}</summary>
      <p class="stored">${text('stored', { time: formatMoment(stored, view.language) })}</p>
      <pre
        tabindex="0"
        role="region"
        aria-label="${text('raw.label', { id })}"
      ><code>${JSON.stringify(statement, null, 2)}</code></pre>
    </details>
  </li>`;
}
