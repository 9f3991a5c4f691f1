import {
  html,
  type Html,
  type Language,
  formatMoment,
  type NavigationLink,
  formatNumber,
  renderPage,
  formatShare,
} from '../../web/index.js';
import type { PageFrame } from '../shared/index.js';
import { itemView, formatItemPoints, pathItemView } from './item-view.js';
import type { AttemptRecord } from './record.js';
import type { ResponseView } from './response-view.js';
import { type AttemptTexts, attemptTexts } from './texts.js';

/** One of the attempts at a content. */
export interface AttemptLink {
  readonly href: string;
  readonly started: string;
  readonly finished?: string;
  /** True if the grade in the LMS comes from it. */
  readonly graded: boolean;
  readonly shown: boolean;
}

/** Data of the page of an attempt. */
export interface AttemptView {
  readonly language: Language;
  readonly title: string;
  /** The language of the content. */
  readonly written: string;
  /** A case, whose decisions form a sequence. */
  readonly isCase: boolean;
  /** The learner's name, if it is not the reader's own attempt. */
  readonly name?: string;
  readonly navigation: readonly NavigationLink[];
  readonly frame: PageFrame;
  readonly back: { readonly href: string; readonly to: 'unit' | 'matrix' };
  /** Missing if there is no attempt yet. */
  readonly attempt?: {
    readonly started: string;
    readonly finished?: string;
    readonly record: AttemptRecord;
    /** Number of learning steps shown, if there are more. */
    readonly truncated?: number;
    /** The grade that comes from this attempt. */
    readonly grade?: {
      readonly given: number;
      readonly maximum: number;
      readonly platform: string;
      readonly waiting: boolean;
    };
  };
  /** All attempts, the latest first. */
  readonly others: readonly AttemptLink[];
  /** True if there are more. */
  readonly moreOthers: boolean;
  readonly competencies: readonly { readonly code: string; readonly name: string; readonly why: string }[];
}

/** Formats a duration in words: its two largest units. */
function spentText(seconds: number, text: AttemptTexts): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60), whole % 60];
  const parts = [
    hours > 0 && text('hours', { count: hours }),
    minutes > 0 && text('minutes', { count: minutes }),
    rest > 0 && text('seconds', { count: rest }),
  ].filter((part) => part !== false);
  return parts.slice(0, 2).join(' ') || text('seconds', { count: 0 });
}

function resultText({ outcome, completed }: AttemptRecord, text: AttemptTexts, language: Language): string {
  const share = outcome.share === undefined ? undefined : formatShare(outcome.share, language);
  const points = outcome.points === undefined ? undefined : formatItemPoints(outcome.points, text, language);
  if (points !== undefined && share !== undefined) return `${points} (${share})`;
  return points ?? share ?? text(completed ? 'noScore' : 'noResult');
}

function facts(
  { started, finished, record }: NonNullable<AttemptView['attempt']>,
  text: AttemptTexts,
  language: Language,
): Html {
  const { outcome, last } = record;
  const done = record.completed || finished !== undefined;
  const state = !done ? 'begun' : outcome.success === undefined ? 'finished' : outcome.success ? 'passed' : 'failed';
  const fact = (label: string, value: Html | string): Html =>
    html`<div>
      <dt>${label}</dt>
      <dd>${value}</dd>
    </div>`;
  const moment = (instant: string): Html => html`<time datetime="${instant}">${formatMoment(instant, language)}</time>`;
  return html`<dl class="facts attempt-facts">
    ${fact(text('state'), html`<strong>${text(state)}</strong>`)}
    ${fact(text('result'), html`<strong>${resultText(record, text, language)}</strong>`)}
    ${fact(text('startedOn'), moment(started))}
    ${finished !== undefined ? fact(text('finishedOn'), moment(finished)) : last !== undefined && fact(text('lastOn'), moment(last))}
    ${outcome.seconds !== undefined && fact(text('duration'), spentText(outcome.seconds, text))}
  </dl>`;
}

function shown(
  { attempt, isCase, written, language }: AttemptView & { readonly attempt: NonNullable<AttemptView['attempt']> },
  text: AttemptTexts,
): Html {
  const { record, grade, truncated } = attempt;
  const view: ResponseView = { language, text, written };
  const decisions = isCase ? record.items.filter(({ type }) => type === 'choice') : [];
  return html`${facts(attempt, text, language)}
    ${grade !== undefined && html`<p class="notice">${text('grade', { platform: grade.platform, given: formatNumber(grade.given, language), maximum: formatNumber(grade.maximum, language) })}${grade.waiting && html` ${text('gradeWaiting')}`}</p>`}
    ${truncated !== undefined && html`<p class="notice warm">${text('truncated', { count: truncated })}</p>`}
    ${
      decisions.length > 0 &&
      html`<h2>${text('way')}</h2>
        <ol class="way">
          ${decisions.map((each) => pathItemView(each, view))}
        </ol>`
    }
    <h2>${text('answers')}</h2>
    ${!record.completed && record.items.length > 0 && html`<p>${text('open')}</p>`}
    ${
      record.items.length === 0
        ? html`<p>${text('noAnswers')}</p>`
        : html`<ol class="answers">
            ${record.items.map((each) => itemView(each, view))}
          </ol>`
    }`;
}

function otherAttempts({ others, moreOthers, language }: AttemptView, text: AttemptTexts): Html | false {
  if (others.length < 2) return false;
  return html`<section class="no-print" aria-labelledby="others">
    <h2 id="others">${text('others')}</h2>
    <ul class="attempts">
      ${others.map((each) => {
        const label = text('attempt', { moment: formatMoment(each.started, language) });
        return html`<li>
          ${each.shown ? html`<strong>${label}</strong> <span class="tag">${text('shown')}</span>` : html`<a href="${each.href}">${label}</a>`}
          <span class="tag">${text(each.finished === undefined ? 'begun' : 'finished')}</span
          >${each.graded && html` <span class="tag">${text('graded')}</span>`}
        </li>`;
      })}
    </ul>
    ${moreOthers && html`<p>${text('moreAttempts', { count: others.length })}</p>`}
  </section>`;
}

function counted({ competencies }: AttemptView, text: AttemptTexts): Html | false {
  return (
    competencies.length > 0 &&
    html`<h2>${text('competencies')}</h2>
      <ul class="attempts">
        ${competencies.map(({ code, name, why }) => html`<li><span class="code">${code}</span> ${name} <a class="no-print" href="${why}" aria-label="${text('whyFor', { code, name })}">${text('why')}</a></li>`)}
      </ul>`
  );
}

/** The page of one attempt: state and result, answer by answer, and the competencies it counted for. */
export function renderAttemptPage(view: AttemptView): string {
  const { language, title, written, name, attempt, back } = view;
  const text = attemptTexts(language);
  return renderPage({
    language,
    title: name === undefined ? title : `${title}: ${name}`,
    embedded: view.frame.embedded,
    width: 'narrow',
    navigation: view.navigation,
    scripts: [...view.frame.scripts, '/assets/print.js'],
    body: html`<p class="no-print">
        <a href="${back.href}">← ${text(back.to === 'unit' ? 'backToUnit' : 'backToMatrix')}</a>
      </p>
      <p class="kicker">${text('kicker')}${name !== undefined && html` · ${name}`}</p>
      <h1 lang="${written}">${title}</h1>
      <p class="lead">${text(name === undefined ? 'lead' : 'leadOther')}</p>
      ${name !== undefined && html`<p class="notice no-print">${text('purpose')}</p>`}
      ${
        attempt === undefined
          ? html`<p>${text(name === undefined ? 'none' : 'noneOther')}</p>`
          : html`<p class="no-print">
                <button class="button small quiet" type="button" data-print hidden>${text('print')}</button>
              </p>
              ${shown({ ...view, attempt }, text)}`
      }
      ${counted(view, text)} ${otherAttempts(view, text)}`,
  });
}
