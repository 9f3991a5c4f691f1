import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ESLint } from 'eslint';
import ts from 'typescript';
import tseslint from 'typescript-eslint';
import { projectRoot } from '../support/project-root.js';

// Files that are not there have no types.
const eslint = new ESLint({ cwd: projectRoot, overrideConfig: tseslint.configs.disableTypeChecked });

async function faults(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(projectRoot, file) });
  return result!.messages.filter((message) => message.ruleId?.startsWith('house/')).map((message) => message.message);
}

describe("the house's import rules", () => {
  test.each([
    ['base/x.ts', "import '../web/index.js';"],
    ['web/x.ts', "import '../lrs/index.js';"],
    ['lrs/statement/x.ts', "import '../resources/index.js';"],
    ['lrs/resources/x.ts', "import '../../competency/index.js';"],
    ['competency/matrix/x.ts', "import '../../lrs/statement/index.js';"],
    ['competency/rules/x.ts', "import '../matrix/index.js';"],
    ['lrs/resources/x.ts', "import '../store/statements.js';"],
    ['lrs/resources/x.ts', "import '../../adapters/sqlite/index.js';"],
    ['h5p-content/play/x.ts', "import '../../lti-tool/launch/index.js';"],
    ['h5p-content/types/x.ts', "import '../play/index.js';"],
    ['lti-tool/launch/session/x.ts', "import '../callback/endpoint.js';"],
    ['pages/start/x.ts', "export * from '../../lrs/access/index.js';"],
    ['pages/matrix/x.ts', "import '../attempt/index.js';"],
    ['pages/matrix/x.ts', "import '../shared/attempts.js';"],
    ['app/x.ts', "import '../adapters/sqlite/statements.js';"],
    ['app/x.ts', "import '../lrs/access/index.js';"],
    ['adapters/sqlite/x.ts', "import '../../lrs/resources/index.js';"],
    ['adapters/sqlite/x.ts', "import '../../pages/index.js';"],
    ['lrs/nowhere/x.ts', "import '../store/index.js';"],
    ['lrs/store/index.ts', 'export const held = 1;'],
    ['pages/matrix/x.ts', "import de from '../path/locales/de.json' with { type: 'json' };"],
    ['web/server/x.ts', "import de from '../locales/de.json' with { type: 'json' };"],
    ['tests/unit/x.test.ts', "import '../../lrs/statement/agent.js';"],
    ['base/CamelCase.ts', 'export {};'],
  ])('%s may not say: %s', async (file, code) => {
    expect(await faults(file, code)).toHaveLength(1);
  });

  test.each([
    ['lrs/resources/x.ts', "import '../store/index.js';"],
    ['app/x.ts', "import '../adapters/sqlite/index.js';"],
    ['adapters/sqlite/x.ts', "import '../../competency/store/index.js';"],
    ['app/x.ts', "import '../lrs/store/index.js';"],
    ['pages/start/x.ts', "import '../../web/index.js';"],
    ['pages/start/x.ts', "import '../../competency/index.js';"],
    ['pages/matrix/x.ts', "import '../shared/index.js';"],
    ['web/x.ts', "import de from './locales/de.json' with { type: 'json' };"],
    ['h5p-content/play/x.ts', "import '../../lrs/index.js'; import '../store/index.js';"],
    ['tests/unit/x.test.ts', "import '../../lrs/statement/index.js';"],
  ])('%s may say: %s', async (file, code) => {
    expect(await faults(file, code)).toEqual([]);
  });
});

/** An import between two files of the repository, by their paths from its root. */
interface Arrow {
  readonly from: string;
  readonly to: string;
}

interface House {
  readonly rooms: Readonly<Record<string, readonly string[]>>;
  readonly folders: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  roomOf(path: string): string | undefined;
}

async function readHouse(): Promise<House> {
  return (await import(join(projectRoot, 'scripts', 'lint-house.mjs'))) as House;
}

function sourceFiles(house: House): readonly string[] {
  const roots = new Set(Object.keys(house.rooms).map((room) => room.split('/')[0]!));
  return [...roots].flatMap((room) =>
    readdirSync(join(projectRoot, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${room}/${name.split(sep).join('/')}`),
  );
}

function arrowsOf(files: readonly string[]): readonly Arrow[] {
  return files.flatMap((from) =>
    ts
      .preProcessFile(readFileSync(join(projectRoot, from), 'utf8'), true, true)
      .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
      .map(({ fileName }) => ({
        from,
        to: relative(projectRoot, join(projectRoot, dirname(from), fileName))
          .split(sep)
          .join('/')
          .replace(/\.js$/, '.ts'),
      })),
  );
}

/** By folder: which of the entries in it, files and folders, import which others. */
function levelsOf(arrows: readonly Arrow[]): ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>> {
  const levels = new Map<string, Map<string, Set<string>>>();
  for (const { from, to } of arrows) {
    const [one, other] = [from.split('/'), to.split('/')];
    let depth = 0;
    while (one[depth] === other[depth] && depth < Math.min(one.length, other.length) - 1) depth += 1;
    const [source, target] = [one[depth]!, other[depth]!];
    if (source === target || source === 'index.ts') continue;
    const folder = one.slice(0, depth).join('/');
    const level = levels.get(folder) ?? new Map<string, Set<string>>();
    levels.set(folder, level.set(source, (level.get(source) ?? new Set()).add(target)));
  }
  return levels;
}

/** Entries that reach themselves. */
function onCircles(level: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const reachedFrom = (start: string): ReadonlySet<string> => {
    const reached = new Set<string>();
    const next = [...(level.get(start) ?? [])];
    for (let entry = next.pop(); entry !== undefined; entry = next.pop()) {
      if (reached.has(entry)) continue;
      reached.add(entry);
      next.push(...(level.get(entry) ?? []));
    }
    return reached;
  };
  return [...level.keys()].filter((entry) => reachedFrom(entry).has(entry));
}

describe('the house as it stands', () => {
  test('has no circle at any level', async () => {
    const arrows = arrowsOf(sourceFiles(await readHouse()));
    expect(arrows.length).toBeGreaterThan(1_000);
    const circles = [...levelsOf(arrows)].flatMap(([folder, level]) =>
      onCircles(level).map((entry) => `${folder}/${entry}`),
    );
    expect(circles).toEqual([]);
  });

  test('finds a circle where there is one', () => {
    const arrows = [
      { from: 'a/one/x.ts', to: 'a/two/y.ts' },
      { from: 'a/two/z.ts', to: 'a/one/x.ts' },
      { from: 'a/two/z.ts', to: 'b/x.ts' },
    ];
    expect(onCircles(levelsOf(arrows).get('a')!)).toEqual(['one', 'two']);
    expect(onCircles(levelsOf(arrows).get('')!)).toEqual([]);
  });

  test('uses every arrow that the lint allows', async () => {
    const house = await readHouse();
    const arrows = arrowsOf(sourceFiles(house));
    const used = new Set(arrows.map(({ from, to }) => `${house.roomOf(from)} → ${house.roomOf(to)}`));
    const unused = Object.entries(house.rooms).flatMap(([from, allowed]) =>
      allowed.map((to) => `${from} → ${to}`).filter((arrow) => !used.has(arrow)),
    );
    const within = Object.entries(house.folders).flatMap(([parent, folders]) =>
      Object.entries(folders).flatMap(([from, allowed]) =>
        allowed
          .filter(
            (to) =>
              !arrows.some(
                (arrow) => arrow.from.startsWith(`${parent}/${from}/`) && arrow.to.startsWith(`${parent}/${to}/`),
              ),
          )
          .map((to) => `${parent}: ${from} → ${to}`),
      ),
    );
    expect([...unused, ...within]).toEqual([]);
  });

  test('has no room of more than a quarter of the code', async () => {
    const house = await readHouse();
    const lines = new Map<string, number>();
    for (const file of sourceFiles(house)) {
      const room = file.split('/')[0]!;
      const count = readFileSync(join(projectRoot, file), 'utf8').split('\n').length;
      lines.set(room, (lines.get(room) ?? 0) + count);
    }
    const all = [...lines.values()].reduce((sum, count) => sum + count, 0);
    expect([...lines].filter(([, count]) => count / all > 0.25)).toEqual([]);
  });
});
