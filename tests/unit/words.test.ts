import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
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
    const documents = readdirSync(join(projectRoot, 'docs'))
      .filter((name) => name.endsWith('.md'))
      .map((name) => join('docs', name));
    expect(
      ['README.md', ...documents].filter((name) => /lernsystem/i.test(readFileSync(join(projectRoot, name), 'utf8'))),
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
