type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
type Child = Node | string | false | undefined;

/**
 * Creates an element with attributes (`false` and `undefined` are left out, `true` is an empty attribute) and children.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag);
  setAttributes(created, attributes);
  created.append(...present(children));
  return created;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/** Creates an SVG element; decorative unless given a role. */
export function svgElement(tag: string, attributes: Attributes = {}, ...children: readonly SVGElement[]): SVGElement {
  const created = document.createElementNS(svgNamespace, tag);
  setAttributes(created, attributes);
  created.append(...children);
  return created;
}

/** Creates a button with one action. */
export function button(
  kind: 'primary' | 'secondary' | 'quiet',
  label: string,
  act: () => void,
  ...marks: readonly Node[]
): HTMLButtonElement {
  const created = element(
    'button',
    { type: 'button', class: `lh-button lh-button--${kind}` },
    ...marks,
    element('span', {}, label),
  );
  created.addEventListener('click', act);
  return created;
}

/** Text for screen readers alone. */
export function hidden(text: string): HTMLElement {
  return element('span', { class: 'lh-hidden' }, text);
}

let counter = 0;

/** An id that is unique on this page. */
export function uniqueId(stem: string): string {
  counter += 1;
  return `lotse-h5p-${stem}-${counter}`;
}

function setAttributes(target: Element, attributes: Attributes): void {
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (value === undefined || value === false) continue;
    target.setAttribute(name, value === true ? '' : String(value));
  }
}

function present(children: readonly Child[]): (Node | string)[] {
  return children.filter((child): child is Node | string => child !== undefined && child !== false);
}
