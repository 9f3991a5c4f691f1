import { element } from '../shared/dom.js';
import { choiceGroup } from '../shared/fields.js';
import { harveyBallIcon, notRatedIcon } from '../shared/icons.js';
import { richText } from '../shared/rich-text.js';
import { fill } from '../shared/texts.js';
import { ratingLevels, type Case, type RatingItem } from './parameters.js';
import type { CaseTexts } from './texts.js';

/** The texts for the five levels of an item: the author's, else the scale's own. */
export function levelWords(item: RatingItem, texts: CaseTexts): string[] {
  const scale = [texts.level0, texts.level1, texts.level2, texts.level3, texts.level4];
  return ratingLevels.map((level) => item.levels[level] || scale[level]!);
}

export interface RatingContext {
  readonly texts: CaseTexts;
  readonly ratings: ReadonlyMap<string, number>;
  /** Once the case is finished, the ratings are final. */
  readonly locked: boolean;
  readonly onRate: (item: RatingItem, level: number) => void;
}

export function ratingBody(rating: Case['rating'], context: RatingContext): Node[] {
  const texts = context.texts;
  const intro = rating.intro === '' ? element('p', {}, texts.ratingHint) : richText(rating.intro, texts.newWindow);
  return [intro, ...rating.items.map((item) => ratingItemGroup(item, context))];
}

function ratingItemGroup(item: RatingItem, context: RatingContext): HTMLElement {
  const group = choiceGroup({
    legend: itemName(item),
    multiple: false,
    choices: levelWords(item, context.texts).map((words, level) => ({
      words: `${level} – ${words}`,
      checked: context.ratings.get(item.id) === level,
      disabled: context.locked,
      mark: harveyBallIcon(level),
      className: 'lh-choice--level',
    })),
    onChange: (picked) => context.onRate(item, picked[0]!),
  });
  group.classList.add('lh-choices--levels');
  return group;
}

/** The ratings in the summary: ball, number and words. */
export function ratingSummary(
  items: readonly RatingItem[],
  ratings: ReadonlyMap<string, number>,
  texts: CaseTexts,
): HTMLElement {
  return element(
    'ul',
    { class: 'lh-ratings' },
    ...items.map((item) => {
      const level = ratings.get(item.id);
      const words =
        level === undefined ? texts.notRated : `${fill(texts.level, { level })} – ${levelWords(item, texts)[level]!}`;
      return element(
        'li',
        {},
        level === undefined ? notRatedIcon() : harveyBallIcon(level),
        element('div', {}, itemName(item), element('p', {}, words)),
      );
    }),
  );
}

function itemName(item: RatingItem): HTMLElement {
  return element(
    'span',
    { class: 'lh-item' },
    item.competency !== '' && element('span', { class: 'lh-code' }, item.competency),
    ' ',
    item.label,
  );
}
