import { html, type Html, type Language, formatNumber } from '../../web/index.js';
import type { AnsweredItem, GivenAnswer, ItemPoints } from './record.js';
import { responseLine, responseView, type ResponseView } from './response-view.js';
import type { AttemptTexts } from './texts.js';

/** Formats points. */
export function formatItemPoints({ raw, max }: ItemPoints, text: AttemptTexts, language: Language): string {
  return text('points', { count: max, raw: formatNumber(raw, language), max: formatNumber(max, language) });
}

type Verdict = 'right' | 'partly' | 'wrong' | 'unjudged';

/** Some points, but not all, are different from none. */
function classifyFailure({ success, points }: GivenAnswer): Verdict {
  if (success === undefined) return 'unjudged';
  return success ? 'right' : (points?.raw ?? 0) > 0 ? 'partly' : 'wrong';
}

function mark(answer: GivenAnswer, { text, language }: ResponseView): Html {
  const verdict = classifyFailure(answer);
  return html`<span class="tag verdict-${verdict}">${text(verdict)}</span
    >${answer.points !== undefined && html` <span class="quiet">${formatItemPoints(answer.points, text, language)}</span>`}`;
}

function answerView(
  answer: GivenAnswer,
  number: number | undefined,
  type: AnsweredItem['type'],
  view: ResponseView,
): Html {
  const { text } = view;
  const body =
    answer.response.kind === 'unrecorded' && type === 'long-fill-in'
      ? html`<p class="quiet">${text('unrecordedText')}</p>`
      : responseView(answer.response, view);
  return html`<div>
    <dt>${number === undefined ? text('answer') : text('nthAnswer', { number })} ${mark(answer, view)}</dt>
    <dd>${body}</dd>
  </div>`;
}

function solution({ solutions, moreSolutions }: AnsweredItem, view: ResponseView): Html {
  const { text } = view;
  const [only] = solutions;
  const body =
    solutions.length === 1
      ? responseView(only!, view)
      : html`<ul>
          ${solutions.map((each) => html`<li lang="${view.written}">${responseLine(each, view)}</li>`)}${moreSolutions && html`<li>${text('moreSolutions')}</li>`}
        </ul>`;
  return html`<div>
    <dt>${text(solutions.length === 1 ? 'solution' : 'solutions')}</dt>
    <dd>${body}</dd>
  </div>`;
}

/** One card or question: the question, the answers, and, if they were not right, the solution. */
export function itemView(item: AnsweredItem, view: ResponseView): Html {
  const { answers, moreAnswers, solutions, name, question, type } = item;
  const { text, written } = view;
  const solved = answers.some(({ success }) => success === true);
  return html`<li>
<h3${name !== undefined && html` lang="${written}"`}>${name ?? text('unnamed')}</h3>
${question !== undefined && html`<p lang="${written}">${question}</p>`}
${moreAnswers > 0 && html`<p class="quiet">${text('moreAnswers', { count: moreAnswers })}</p>`}
<dl>${answers.map((each, index) => answerView(each, answers.length + moreAnswers === 1 ? undefined : moreAnswers + index + 1, type, view))}
${!solved && solutions.length > 0 && solution(item, view)}</dl>
</li>`;
}

/** One decision in a case: the options that were chosen, beginning with the first answer. */
export function pathItemView({ name, answers: [first] }: AnsweredItem, view: ResponseView): Html {
  return html`<li>
    <strong lang="${view.written}">${name ?? view.text('unnamed')}:</strong>
    <span lang="${view.written}">${responseLine(first.response, view)}</span> ${mark(first, view)}
  </li>`;
}
