import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { projectRoot } from '../support/project-root.js';

const rooms = ['adapters', 'app', 'base', 'competency', 'h5p-content', 'lrs', 'lti-tool', 'pages', 'people', 'web'];

const files: readonly string[] = rooms.flatMap((room) =>
  readdirSync(join(projectRoot, room), { recursive: true, encoding: 'utf8' }).map(
    (name) => `${room}/${name.split(sep).join('/')}`,
  ),
);

const read = (file: string): string => readFileSync(join(projectRoot, file), 'utf8');

/** Texts by key; those of a group have its name before their own. */
function textsOf(file: string): ReadonlyMap<string, string> {
  const parsed = JSON.parse(read(file)) as Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  return new Map(
    Object.entries(parsed).flatMap(([name, value]) =>
      typeof value === 'string'
        ? [[name, value] as const]
        : Object.entries(value).map(([key, text]) => [`${name}/${key}`, text] as const),
    ),
  );
}

const folders = files.filter((file) => file.endsWith('/locales/de.json')).map((file) => dirname(file));
const both = folders.map((folder) => ({
  folder,
  de: textsOf(`${folder}/de.json`),
  en: textsOf(`${folder}/en.json`),
}));

/** Every text with its place, for faults that are to name it. */
const all = both.flatMap(({ folder, de, en }) =>
  Object.entries({ de, en }).flatMap(([language, texts]) =>
    [...texts].map(([key, text]) => ({ place: `${folder}/${language}.json ${key}`, language, key, text })),
  ),
);

/** What is to be filled in: `{{name}}`, and in content types `@name`, as H5P has it. */
function gapsOf(text: string): readonly string[] {
  return [...new Set(text.match(/\{\{\w+\}\}|@[a-z]+/g) ?? [])].sort();
}

describe('texts for people', () => {
  test('are many, and each folder has them in both languages and in no other', () => {
    expect(all.length).toBeGreaterThan(1_500);
    for (const folder of folders)
      expect(files.filter((file) => dirname(file) === folder).sort()).toEqual([
        `${folder}/de.json`,
        `${folder}/en.json`,
      ]);
  });

  test.each(both)('$folder: the same keys in both languages, in the same order', ({ de, en }) => {
    expect([...en.keys()]).toEqual([...de.keys()]);
  });

  test.each(both)('$folder: the same gaps in both languages', ({ de, en }) => {
    // "One" may be a word where "many" is a number.
    const counted = (key: string, text: string): readonly string[] =>
      gapsOf(text).filter((gap) => gap !== '{{count}}' || !/_(?:zero|one)$/.test(key));
    for (const [key, text] of de) expect([key, counted(key, en.get(key)!)]).toEqual([key, counted(key, text)]);
  });

  test('none is empty, and none has space around it', () => {
    expect(all.filter(({ text }) => text === '' || text.trim() !== text)).toEqual([]);
  });

  test('whoever speaks of one speaks of many too', () => {
    const lacking = both.flatMap(({ folder, de }) =>
      [...de.keys()]
        .filter((key) => key.endsWith('_one') && !de.has(key.replace(/_one$/, '_other')))
        .map((key) => `${folder} ${key}`),
    );
    expect(lacking).toEqual([]);
  });

  test('German says Sie, and neither language has words of the other', () => {
    const german = all.filter(({ language }) => language === 'de');
    const english = all.filter(({ language }) => language === 'en');
    // What is quoted is the name of something in the other language, and so are the names of the languages.
    const unquoted = (text: string): string => text.replace(/„[^“]*“|“[^”]*”|\([^)]*\)|`[^`]*`/g, '');
    const isName = ({ key }: { readonly key: string }): boolean =>
      /(?:^|\/)(?:german|english|otherLanguage)$/.test(key);
    expect(german.filter(({ text }) => /\b(?:du|dich|dir|dein\w*|euch|euer\w*)\b/i.test(unquoted(text)))).toEqual([]);
    expect(
      german.filter(
        (each) => !isName(each) && /\b(?:the|and|not|is|are|with|your|please)\b/i.test(unquoted(each.text)),
      ),
    ).toEqual([]);
    expect(
      english.filter(
        (each) =>
          !isName(each) && /[äöüßÄÖÜ„]|\b(?:und|oder|nicht|der|das|ist|mit|neuer|bitte)\b/i.test(unquoted(each.text)),
      ),
    ).toEqual([]);
  });
});

const sources = files
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, root: ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true) }));

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

/** Strings and names of properties in the code, templates as patterns, and the folders that join keys of two words. */
function wordsOfCode(): {
  readonly words: ReadonlySet<string>;
  readonly patterns: readonly RegExp[];
  readonly joining: ReadonlySet<string>;
} {
  const words = new Set<string>();
  const patterns = new Set<string>();
  const joining = new Set<string>();
  const see = (file: string, node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isIdentifier(node)) words.add(node.text);
    if (!ts.isTemplateExpression(node)) return;
    const parts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
    if (parts.join('') === '.') joining.add(dirname(file));
    else if (/^[\w.-]*$/.test(parts.join('')) && /[a-z]{2}/i.test(parts.join('')))
      patterns.add(`^${parts.join('.+')}$`);
  };
  for (const { file, root } of sources) visit(root, (node) => see(file, node));
  return { words, patterns: [...patterns].map((pattern) => new RegExp(pattern)), joining };
}

/** What a page says in the midst of its markup, without what is filled in. */
function wordsOfMarkup(template: ts.TemplateLiteral): string {
  const parts = ts.isNoSubstitutionTemplateLiteral(template)
    ? [template.text]
    : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)];
  const markup = parts.join('\u0000');
  const spoken = [...markup.matchAll(/\b(?:aria-label|title|alt|placeholder)="([^"]*)"/g)].map(([, value]) => value);
  const between = markup
    .replace(/<(code|svg|style|script)\b.*?<\/\1>/gs, '')
    .replace(/<[^>]*>?/g, ' ')
    // Attributes that are put into a tag elsewhere.
    .replace(/\b[a-z-]+="[^"]*"|\bdata-[a-z-]*|\ballowfullscreen\b/g, '');
  return [...spoken, between].join(' ').replace(/https:\/\/|\bLotse\b/g, '');
}

describe('the code', () => {
  test('uses every text', () => {
    const { words, patterns, joining } = wordsOfCode();
    const unused = all.filter(({ place, key }) => {
      const asked = key.slice(key.indexOf('/') + 1).replace(/_(?:zero|one|other)$/, '');
      if (words.has(asked) || patterns.some((pattern) => pattern.test(asked))) return false;
      return (
        !joining.has(place.slice(0, place.indexOf('/locales/'))) || !asked.split('.').every((part) => words.has(part))
      );
    });
    // Authors find it in the form of the content type, so that it can leave only with a new version of the type.
    expect(unused.map(({ place }) => place).filter((place) => !/micro-unit.* yourChoice$/.test(place))).toEqual([]);
  });

  test('holds no German: what people read in two languages is in the locale files', () => {
    const german: string[] = [];
    for (const { file, root } of sources)
      visit(root, (node) => {
        if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return;
        if (/[äöüßÄÖÜ„]|\b(?:und|oder|nicht|Sie|ist|wird|keine?|für)\b/.test(node.getText()))
          german.push(`${file}: ${node.getText()}`);
      });
    // The names by which the command line knows the versions of an LMS.
    expect([...new Set(german)].filter((each) => !/: 'ILIAS (?:10 und neuer|8 und 9)'$/.test(each))).toEqual([]);
  });

  test('holds no pair of a German and an English text', () => {
    const pairs: string[] = [];
    for (const { file, root } of sources)
      visit(root, (node) => {
        if (!ts.isPropertyAssignment(node) || !['de', 'en'].includes(node.name.getText())) return;
        const { initializer } = node;
        // A tag of a language, such as `en-GB`, is no text.
        const isText =
          ts.isTemplateExpression(initializer) ||
          (ts.isStringLiteralLike(initializer) && !/^[a-z]{2}(?:-[A-Z]{2})?$/.test(initializer.text));
        if (isText) pairs.push(`${file}: ${node.getText()}`);
      });
    expect(pairs).toEqual([]);
  });

  test('writes no words into its pages', () => {
    const written: string[] = [];
    for (const { file, root } of sources)
      visit(root, (node) => {
        if (!ts.isTaggedTemplateExpression(node) || node.tag.getText() !== 'html') return;
        const words = wordsOfMarkup(node.template).match(/\p{L}{2,}/gu) ?? [];
        if (words.length > 0) written.push(`${file}: ${words.join(' ')}`);
      });
    expect(written).toEqual([]);
  });
});
