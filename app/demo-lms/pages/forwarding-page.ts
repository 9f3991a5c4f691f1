import { html } from '../../../web/index.js';
import { type Language, texts } from '../texts.js';
import { layout } from './layout.js';

/** A form that sends itself; with a button for whoever has no JavaScript. */
export function forwardingPage(language: Language, action: string, fields: Readonly<Record<string, string>>): string {
  const t = texts[language];
  return layout(
    { language, title: t.forward, bare: true },
    html`<form class="forwarding" method="post" action="${action}" data-send-itself>
      ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <p role="status">${t.forwarding}</p>
      <button>${t.forward}</button>
    </form>`,
  );
}
