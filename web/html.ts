/** Markup that is safe to send: made only by `html` and `raw`. */
export class Html {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

/** A value in a template: text is escaped, markup is kept, lists are joined, `false` and `undefined` add nothing. */
export type HtmlValue = Html | string | number | false | null | undefined | readonly HtmlValue[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

function render(value: HtmlValue): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'string') return escape(value);
  if (typeof value === 'number') return String(value);
  if (value === false || value === null || value === undefined) return '';
  return value.map(render).join('');
}

const compacted = new WeakMap<TemplateStringsArray, readonly string[]>();

/** Stands for a template's placeholders while its text is processed; no source contains this character. */
const gap = '\u0000';

/** A void element of HTML: the slash that formatters like to put in it has no meaning. */
const voidElement = /^(<(?:br|col|hr|img|input|link|meta|source|track|wbr)\b.*?)\s*\/>$/is;

/**
 * Removes from a template's text the parts for readers of the source: indentation (a newline alone means the same
 * in HTML), line breaks inside tags, and meaningless slashes.
 */
function compact(template: TemplateStringsArray): readonly string[] {
  const cached = compacted.get(template);
  if (cached !== undefined) return cached;
  const strings = template
    .join(gap)
    .replace(/<[a-z/][^<>]*>/gi, (tag) =>
      tag
        .replace(/\s*\n\s*>$/, '>')
        .replace(/\s*\n\s*/g, ' ')
        .replace(voidElement, '$1>'),
    )
    .replace(/\n\s+/g, '\n')
    .split(gap);
  compacted.set(template, strings);
  return strings;
}

/**
 * A template for markup: every value is escaped unless it is itself markup. Attribute values must be quoted. Line
 * breaks between tags stay, indentation does not: content that must keep its spaces (`<pre>`, `<textarea>`) comes as a
 * value.
 */
export function html(template: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const strings = compact(template);
  let text = strings[0]!;
  for (const [index, value] of values.entries()) text += render(value) + strings[index + 1]!;
  return new Html(text);
}

/** Marks text as markup, from a source we wrote ourselves. */
export function raw(markup: string): Html {
  return new Html(markup);
}

/** A value as JSON inside a `<script type="application/json">` element, which no text in it can end. */
export function jsonScript(id: string, value: unknown): Html {
  const json = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return new Html(`<script type="application/json" id="${escape(id)}">${json}</script>`);
}
