import { element, uniqueId } from './dom.js';
import type { Host } from './content-type.js';
import { icon, type IconName } from './icons.js';
import { fill } from './texts.js';

/** The current view: one card with its position in the content and the buttons below it. */
export interface Scene {
  /** Part of the CSS class, e.g. `question`. */
  readonly kind: string;
  readonly icon?: IconName;
  readonly eyebrow?: string;
  readonly heading: string;
  /**
   * Makes this an opening page: the heading is on a coloured background with this below it, the buttons in the card.
   */
  readonly banner?: readonly Node[];
  readonly body: readonly Node[];
  /** Buttons in the order of reading: back first. */
  readonly navigation: readonly HTMLElement[];
  /** Position in the content, from 1; left out on the first and last page. */
  readonly place?: StagePosition;
}

export interface StagePosition {
  readonly at: number;
  readonly of: number;
  /** Text for the position, e.g. "Karte 3 von 8". */
  readonly words: string;
}

export interface StageSetting {
  /** Part of the CSS class, e.g. `micro-unit`. */
  readonly type: string;
  readonly title: string;
  readonly language: string;
  readonly words: { readonly progress: string; readonly navigation: string };
}

/**
 * The frame that both content types share: title, progress, one card, buttons, and a live region for screen readers.
 */
export class Stage {
  private readonly root: HTMLElement;
  private readonly bar = element('header', { class: 'lh-bar' });
  private readonly aside = element('div', { class: 'lh-aside' });
  private readonly card = element('div', { class: 'lh-slot' });
  private readonly voice = element('p', { class: 'lh-hidden', role: 'status', 'aria-live': 'polite' });

  constructor(
    private readonly host: Host,
    container: HTMLElement,
    private readonly setting: StageSetting,
  ) {
    this.root = element(
      'div',
      { class: `lotse-h5p lotse-h5p--${setting.type}`, lang: setting.language },
      this.bar,
      this.aside,
      this.card,
      this.voice,
    );
    container.replaceChildren(this.root);
    this.root.addEventListener('toggle', () => this.resize(), true);
    this.root.addEventListener('load', () => this.resize(), true);
  }

  /** Shows a scene; the focus goes to its heading unless the content has only just been opened. */
  show(scene: Scene, moveFocus: boolean): void {
    const id = uniqueId('heading');
    const heading = element('h2', { id, class: 'lh-heading', tabindex: '-1' }, scene.heading);
    const eyebrow =
      scene.eyebrow === undefined
        ? undefined
        : element('p', { class: 'lh-eyebrow' }, ...(scene.icon ? [icon(scene.icon)] : []), scene.eyebrow);
    const top =
      scene.banner === undefined
        ? [eyebrow, heading]
        : [element('div', { class: 'lh-banner' }, eyebrow, heading, ...scene.banner)];
    const card = element(
      'section',
      { class: `lh-card lh-card--${scene.kind}`, 'aria-labelledby': id },
      ...top,
      ...scene.body,
    );
    const navigation = element(
      'nav',
      { class: 'lh-navigation', 'aria-label': this.setting.words.navigation },
      ...scene.navigation,
    );
    this.bar.replaceChildren(...this.barFor(scene.place));
    this.bar.hidden = scene.place === undefined;
    this.voice.textContent = '';
    this.card.replaceChildren(card);
    if (scene.navigation.length > 0) (scene.banner === undefined ? this.card : card).append(navigation);
    if (moveFocus) heading.focus();
    this.resize();
  }

  /** Keeps nodes visible on every scene, above the card. */
  keep(...nodes: readonly Node[]): void {
    this.aside.replaceChildren(...nodes);
  }

  /** Announces a text to screen readers without moving the focus. */
  say(words: string): void {
    this.voice.textContent = words;
  }

  /** Reports to the host that the height may have changed. */
  resize(): void {
    this.host.trigger('resize');
  }

  private barFor(place: StagePosition | undefined): Node[] {
    if (place === undefined) return [];
    const steps = Array.from({ length: place.of }, (_, position) =>
      element('span', { class: position < place.at ? 'lh-step lh-step--done' : 'lh-step' }),
    );
    return [
      element('p', { class: 'lh-title' }, this.setting.title),
      element('p', { class: 'lh-place' }, place.words),
      element(
        'div',
        {
          class: 'lh-progress',
          role: 'progressbar',
          'aria-label': this.setting.words.progress,
          'aria-valuemin': 0,
          'aria-valuemax': place.of,
          'aria-valuenow': place.at,
          'aria-valuetext': place.words,
        },
        ...steps,
      ),
    ];
  }
}

/** Text for the position. */
export function placeOf(pattern: string, current: number, total: number): StagePosition {
  return { at: current, of: total, words: fill(pattern, { current, total }) };
}
