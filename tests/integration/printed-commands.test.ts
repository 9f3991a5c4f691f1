import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { projectRoot } from '../support/project-root.js';

const runUrl = pathToFileURL(join(projectRoot, 'dist', 'app', 'command-line', 'run.js')).href;
const { createProgram } = (await import(runUrl)) as {
  createProgram(parameters: readonly string[]): Promise<Command>;
};

const documents = [
  'README.md',
  'README.de.md',
  ...['docs', 'docs/de'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
];

/** The words of a line as a shell splits them: up to a pipe, a comment, or the end of the code it stands in. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|([^\s'"]+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain!,
  );
}

/** Every `npx lotse …` that a document prints. What stands for something else (NOUN, …) is no command. */
function printedIn(document: string): readonly string[] {
  return readFileSync(join(projectRoot, document), 'utf8')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap((line) => [...line.matchAll(/npx lotse ([^`|#)]+)/g)].map(([, words]) => words!.trim()))
    .filter((words) => !/…|NOUN|NOMEN/.test(words));
}

/** Takes the place of what a command does. */
function disarm(command: Command): void {
  command.action(() => undefined);
  command.commands.forEach(disarm);
}

describe('every command that a document prints is one that there is, with the options that it requires', () => {
  test.each(documents.flatMap((document) => printedIn(document).map((words) => [document, words])))(
    '%s: lotse %s',
    async (_document, line) => {
      const words = wordsOf(line!).filter((word) => word !== '--help');
      const program = await createProgram(words);
      for (const command of program.commands) command.commands.forEach(disarm);
      const verb = program.commands.find((each) => each.name() === words[0]);
      if (verb?.commands.length === 0) disarm(verb);
      if (words.length > 0) await expect(program.parseAsync(words, { from: 'user' })).resolves.toBe(program);
    },
  );
});
