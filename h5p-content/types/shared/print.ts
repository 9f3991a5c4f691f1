import { element } from './dom.js';

/** Prints only the sheet: it is added to the page until the print dialogue is closed. */
export function printSheet(title: string, content: readonly Node[], language: string): void {
  const sheet = element(
    'div',
    { class: 'lotse-h5p-sheet', lang: language },
    element('h1', {}, title),
    ...content.map((node) => node.cloneNode(true)),
  );
  document.body.append(sheet);
  document.documentElement.classList.add('lotse-h5p-printing');
  const clear = (): void => {
    sheet.remove();
    document.documentElement.classList.remove('lotse-h5p-printing');
    window.removeEventListener('afterprint', clear);
  };
  window.addEventListener('afterprint', clear);
  window.print();
}
