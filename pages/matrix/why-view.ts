import type { ExplainedStatement, Explanation } from '../../competency/index.js';
import {
  formatDay,
  html,
  type Html,
  type Language,
  formatMoment,
  type NavigationLink,
  renderPage,
  raw,
  formatShare,
} from '../../web/index.js';
import { renderHarveyBall, type PageFrame } from '../shared/index.js';
import { matrixTexts } from './texts.js';

/** Data of the page behind "Warum?". */
export interface WhyView {
  readonly language: Language;
  readonly explanation: Explanation;
  /** The stored statements, by id: JSON text. */
  readonly recorded: ReadonlyMap<string, string>;
  /** Links to the attempts of statements, by the statement's id; not every statement has one. */
  readonly attempts: ReadonlyMap<string, string>;
  readonly navigation: readonly NavigationLink[];
  readonly frame: PageFrame;
  readonly back: string;
  /** The person's name, if it is not the reader's own rating. */
  readonly name?: string;
}

type Text = ReturnType<typeof matrixTexts>;

const verbPattern = /\/(passed|failed|completed)$/;

function activityName({ activity, activityName: names }: ExplainedStatement, language: Language): string {
  const name =
    names?.[language] ?? names?.['de'] ?? (names === undefined ? undefined : Object.values(names)[0]) ?? activity;
  return matrixTexts(language)('quoted', { name });
}

function sentence(statement: ExplainedStatement, text: Text, language: Language): string {
  const activity = activityName(statement, language);
  const verb = verbPattern.exec(statement.verb)?.[1];
  const said =
    verb === undefined
      ? text('verb.other', { activity, verb: statement.verb.split('/').at(-1) ?? statement.verb })
      : text(`verb.${verb as 'passed' | 'failed' | 'completed'}`, { activity });
  if (statement.scaled === undefined) return `${said}.`;
  const score = formatShare(statement.scaled, language);
  return `${said}, ${text('score', { score })}.`;
}

function pretty(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}

function statementItem(statement: ExplainedStatement, view: WhyView, text: Text): Html {
  const { language, recorded, attempts } = view;
  const json = recorded.get(statement.id);
  const attempt = attempts.get(statement.id);
  return html`<li class="${statement.counted ? 'counted' : ''}">
    <p>
      <strong>${sentence(statement, text, language)}</strong>
      <time datetime="${statement.timestamp}">${formatMoment(statement.timestamp, language)}</time>
    </p>
    <p class="${statement.counted ? '' : 'why-not'}">${statement.because[language]}</p>
    ${attempt !== undefined && html`<p class="no-print"><a href="${attempt}" aria-label="${text('attemptFor', { activity: activityName(statement, language), moment: formatMoment(statement.timestamp, language) })}">${text('attempt')}</a></p>`}
    ${
      json !== undefined &&
      html`<details class="more no-print">
        <summary>${text('raw')}</summary>
        <p>
          <small>${text('id')}: <code>${statement.id}</code></small>
        </p>
        <pre tabindex="0" aria-label="${text('raw')}"><code>${pretty(json)}</code></pre>
      </details>`
    }
  </li>`;
}

/** The answer to "Warum?": the rule in words, every statement, and the unmet requirements. */
export function renderWhyPage(view: WhyView): string {
  const { language, explanation } = view;
  const { competency, level, rule, expired, proposal, validUntil } = explanation;
  const text = matrixTexts(language);
  const title = level === null ? text('whyUnratedTitle') : text('whyTitle', { level: text('level', { level }) });
  const given = rule ?? expired?.rule;
  return renderPage({
    language,
    title: `${competency.code} ${competency.name[language]}: ${title}`,
    embedded: view.frame.embedded,
    navigation: view.navigation,
    scripts: view.frame.scripts,
    body: html`<p class="no-print"><a href="${view.back}">← ${text('backToMatrix')}</a></p>
      <p class="kicker">
        ${competency.code} ${competency.name[language]}${view.name !== undefined && html` · ${view.name}`}
      </p>
      <h1>${title}</h1>
      <p class="lead matrix-level">
        ${renderHarveyBall(level)}
        ${explanation.levelText[language]}${validUntil !== undefined && html`, ${text('validUntil', { day: formatDay(validUntil, language) })}`}
      </p>
      ${expired !== undefined && html`<p class="notice warm">${text('expired', { level: expired.level, day: formatDay(expired.on, language) })}.</p>`}
      ${proposal !== undefined && html`<p class="notice">${text('proposal', { level: proposal.level })}. ${proposal.rule.words[language]}</p>`}
      <h2>${text('rule')}</h2>
      ${
        given === undefined
          ? html`<p>${text('noRule')}</p>`
          : html`<p>${given.words[language]}</p>
              <p><small>${text('ruleVersion', { title: given.title[language], version: given.version })}</small></p>`
      }
      <h2>${text('statements')}</h2>
      ${
        explanation.statements.length === 0
          ? html`<p>${text('noStatements')}</p>`
          : html`<ul class="journal">
              ${explanation.statements.map((each) => statementItem(each, view, text))}
            </ul>`
      }
      ${
        explanation.missing.length > 0 &&
        html`<h2>${text('missing')}</h2>
          <ul>
            ${explanation.missing.map((each) => html`<li>${each[language]}</li>`)}
          </ul>`
      }
      <h2>${text('levels')}</h2>
      <ol class="levels" start="0">
        ${competency.levels.map((each, index) => html`<li${index === level && raw(' class="here" aria-current="true"')}>${renderHarveyBall(index as 0)}<span><strong>${index}</strong> ${each[language]}${index === level && html` <span class="tag">${text('current')}</span>`}</span></li>`)}
      </ol>`,
  });
}
