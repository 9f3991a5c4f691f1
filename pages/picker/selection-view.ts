import { html, type Html, type Language, raw } from '../../web/index.js';
import type { Placeable } from './placeables.js';
import { pickerTexts } from './texts.js';

/** Data of the selection. */
export interface SelectionView {
  readonly language: Language;
  readonly multiple: boolean;
  /** The chosen items, in order. */
  readonly chosen: readonly Placeable[];
}

interface Row {
  readonly value: string;
  readonly title: string;
  readonly written: string;
}

function row({ language, multiple }: SelectionView, { value, title, written }: Row): Html {
  const text = pickerTexts(language);
  const button = (name: 'up' | 'down' | 'remove', sign: string): Html =>
    html`<button
      class="button quiet small"
      type="submit"
      name="${name}"
      value="${value}"
      aria-label="${text(`${name}.label`, { title })}"
    >
      <span aria-hidden="true">${sign}</span>
    </button>`;
  return html`<li>
    <input type="hidden" name="item" value="${value}" /><span class="chosen-title" lang="${written}">${title}</span>
    <span class="chosen-actions"
      >${multiple && html`${button('up', '↑')}${button('down', '↓')}`}${button('remove', '×')}</span
    >
  </li>`;
}

/** The chosen items, in the order in which they will be placed; every line can be moved and removed. */
export function selectionList(view: SelectionView): Html {
  const text = pickerTexts(view.language);
  const { chosen, multiple } = view;
  return html`<section aria-labelledby="selection-title" id="selection" class="selection" tabindex="-1">
    <h2 id="selection-title">${text('selection')}</h2>
    <p id="selection-empty" ${chosen.length > 0 && raw(' hidden')}>${text('selection.empty')}</p>
    ${multiple && html`<p id="selection-order" ${chosen.length < 2 && raw(' hidden')}>${text('selection.order')}</p>`}
    <ol id="chosen">
      ${chosen.map((each) => row(view, each))}
    </ol>
    <template id="chosen-row">${row(view, { value: '', title: '', written: view.language })}</template>
  </section>`;
}
