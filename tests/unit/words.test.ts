import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { errorTable } from '../../base/index.js';
import { projectRoot } from '../support/project-root.js';

/** Lines of our own sources below a folder that hold words for people or for machines: comments are left out. */
function lines(folder: string): readonly { readonly file: string; readonly line: string }[] {
  const files = readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.ts$|\/locales\/[a-z]{2}\.json$/.test(name),
  );
  return files.flatMap((file) =>
    readFileSync(join(projectRoot, folder, file), 'utf8')
      .split('\n')
      .filter((line) => !/^\s*(\/\/|\/?\*)/.test(line))
      .map((line) => ({ file: join(folder, file), line })),
  );
}

const { sourceFolders } = (await import(join(projectRoot, 'scripts', 'prepare.mjs'))) as {
  readonly sourceFolders: readonly string[];
};
const sources = sourceFolders.filter((folder) => folder !== 'scripts').flatMap(lines);

/** People meet one word for the Moodle or ILIAS they come from. */
describe("the word for the customer's LMS", () => {
  test('in German it is Lernplattform: the Lernsystem is how a company learns, which is a competency', () => {
    expect(sources.filter(({ line }) => /lernsystem/i.test(line))).toEqual([]);
    const documents = ['docs', 'docs/de'].flatMap((folder) =>
      readdirSync(join(projectRoot, folder))
        .filter((name) => name.endsWith('.md'))
        .map((name) => join(folder, name)),
    );
    expect(
      ['README.md', 'README.de.md', ...documents].filter((name) =>
        /lernsystem/i.test(readFileSync(join(projectRoot, name), 'utf8')),
      ),
    ).toEqual([]);
  });

  test('in English it is learning platform: on pages, in errors and on the command line', () => {
    const spoken = sources.filter(({ file }) => file.endsWith('/locales/en.json'));
    expect(spoken.length).toBeGreaterThan(100);
    expect(spoken.filter(({ line }) => /\bLMS/.test(line))).toEqual([]);
    // The demo LMS is a thing of ours that is called so.
    expect(
      sources.filter(({ line }) => !line.includes('demo LMS') && /LotseError\('[^']+', ['`][^'`]*\bLMS/.test(line)),
    ).toEqual([]);
    expect(Object.values(errorTable).filter(([, meaning]) => /\bLMS/.test(meaning))).toEqual([]);
  });
});

/** Words that a native engineer of the field would not use; docs/glossary.md has the field's own. */
const oddNames =
  /^#?(?:most[A-Z]\w*|longest[A-Z]\w*|largest[A-Z]\w*|founded|founding|Founded\w*|takeTurns|TurnsByName|footing|\w*Footing|bury|tend|setFree|believedFor|learn|learnt|Learnt|spoken|\w*[wW]ish|waysOn|WaysOn|WayOn|Told|told|hear|troubleOf|dues|kept|Kept\w*|may[A-Z]\w*)$/;

/** The addresses and stored forms that keep an older word: their names are fixed. */
const fixedNames: ReadonlySet<string> = new Set([
  'h5p-content/play/routes/user-data.ts footing',
  'h5p-content/play/client/state-saver.ts footing',
]);

const productFolders = sourceFolders.filter((folder) => folder !== 'scripts');

function productFiles(): readonly string[] {
  return productFolders.flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
}

/** The names that a file declares. */
function declaredNames(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(join(projectRoot, file), 'utf8'), ts.ScriptTarget.ES2023, true);
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const { name } = node as ts.Node & { readonly name?: ts.Node };
    const isDeclaration = !ts.isPropertyAccessExpression(node) && !ts.isImportSpecifier(node);
    if (isDeclaration && name !== undefined && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)))
      names.push(name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

describe('the words of the code', () => {
  test('are those of the field, not prose', () => {
    const odd = productFiles().flatMap((file) =>
      [...new Set(declaredNames(file).filter((name) => oddNames.test(name)))].map((name) => `${file} ${name}`),
    );
    expect(odd.filter((each) => !fixedNames.has(each))).toEqual([]);
  });

  test('open no doc comment with a question word that repeats the name below it', () => {
    const opening = /\/\*\*\s*(?:\n\s*\* )?(?:Whether|What|Who|Whom|Whose|Whoever|Whatever|How|Which)\b[^\n]*/g;
    const odd = productFiles().flatMap((file) =>
      (readFileSync(join(projectRoot, file), 'utf8').match(opening) ?? []).map((text) => `${file}: ${text}`),
    );
    expect(odd).toEqual([]);
  });

  test('an exported name is declared in one file alone', () => {
    const places = new Map<string, Set<string>>();
    for (const file of productFiles().filter((name) => !name.endsWith('index.ts'))) {
      const text = readFileSync(join(projectRoot, file), 'utf8');
      for (const [, name] of text.matchAll(
        /^export (?:async |abstract )*(?:function\*?|const|class|interface|type) (\w+)/gm,
      ))
        places.set(name!, (places.get(name!) ?? new Set()).add(file));
    }
    expect([...places].filter(([, files]) => files.size > 1).map(([name, files]) => [name, ...files])).toEqual([]);
  });
});
