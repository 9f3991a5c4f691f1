import { element } from './dom.js';

const allowed: ReadonlySet<string> = new Set([
  'P',
  'UL',
  'OL',
  'LI',
  'STRONG',
  'B',
  'EM',
  'I',
  'H3',
  'BLOCKQUOTE',
  'A',
  'BR',
  'SUB',
  'SUP',
]);
const dropped: ReadonlySet<string> = new Set([
  'SCRIPT',
  'STYLE',
  'IFRAME',
  'OBJECT',
  'EMBED',
  'TEMPLATE',
  'NOSCRIPT',
  'TEXTAREA',
  'SELECT',
  'SVG',
  'MATH',
  'TITLE',
  'HEAD',
]);

/**
 * The author's HTML as elements, reduced to the few tags that the editor offers and to links with a safe address.
 * Hosts filter on saving; an imported package may have passed none of them.
 *
 * @param newWindow words for screen readers behind each link, e.g. "opens in a new window"
 */
export function richText(html: string, newWindow: string): HTMLElement {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const target = element('div', { class: 'lh-prose' });
  copyChildren(parsed.body, target, newWindow);
  wrapLooseText(target);
  return target;
}

/** The words of the HTML, for descriptions in statements. */
export function wordsOf(html: string): string {
  const text = new DOMParser().parseFromString(html, 'text/html').body.textContent;
  return text.replace(/\s+/g, ' ').trim();
}

function copyChildren(from: Node, to: Node, newWindow: string): void {
  for (const child of Array.from(from.childNodes)) {
    if (child.nodeType === Node.TEXT_NODE) to.appendChild(document.createTextNode(child.nodeValue ?? ''));
    else if (child instanceof Element || child.nodeType === Node.ELEMENT_NODE)
      copyElement(child as Element, to, newWindow);
  }
}

function copyElement(from: Element, to: Node, newWindow: string): void {
  const tag = from.tagName.toUpperCase();
  if (dropped.has(tag)) return;
  if (!allowed.has(tag)) return copyChildren(from, to, newWindow);
  const copy = document.createElement(tag.toLowerCase());
  copyChildren(from, copy, newWindow);
  if (tag === 'A' && !makeLink(copy, from.getAttribute('href') ?? '', newWindow)) {
    to.appendChild(document.createTextNode(copy.textContent));
    return;
  }
  to.appendChild(copy);
}

function makeLink(link: HTMLElement, address: string, newWindow: string): boolean {
  if (!/^(https?:|mailto:)/i.test(address.trim())) return false;
  link.setAttribute('href', address.trim());
  link.setAttribute('target', '_blank');
  link.setAttribute('rel', 'noopener noreferrer');
  link.append(element('span', { class: 'lh-hidden' }, ` (${newWindow})`));
  return true;
}

const block: ReadonlySet<string> = new Set(['P', 'UL', 'OL', 'H3', 'BLOCKQUOTE']);

/** Text outside any block becomes a paragraph, so that it is spaced like the rest. */
function wrapLooseText(target: HTMLElement): void {
  let paragraph: HTMLElement | undefined;
  for (const child of Array.from(target.childNodes)) {
    if (child instanceof HTMLElement && block.has(child.tagName)) {
      paragraph = undefined;
    } else if (paragraph !== undefined) {
      paragraph.append(child);
    } else if (child instanceof HTMLElement || (child.nodeValue ?? '').trim() !== '') {
      paragraph = element('p');
      child.replaceWith(paragraph);
      paragraph.append(child);
    } else {
      child.remove();
    }
  }
}
