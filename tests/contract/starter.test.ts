import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { H5PConfig, fs as editorOnFiles, fsImplementations, type H5PEditor } from '@lumieducation/h5p-server';
import { complaintsAbout, type SemanticsField } from '../support/h5p-semantics.js';
import { projectRoot } from '../support/project-root.js';
import { readZip } from '../support/zip.js';

type Json = Readonly<Record<string, unknown>>;

interface Option {
  readonly text: string;
  readonly correct: boolean;
  readonly feedback?: string;
}
interface Choice {
  readonly text: string;
  readonly consequence: string;
  readonly score: number | string;
}
interface Card {
  readonly kind: string;
  readonly subContentId?: string;
  readonly options?: readonly Option[];
}
interface Step {
  readonly kind: string;
  readonly subContentId?: string;
  readonly options?: readonly Choice[];
  readonly modelSolution?: string;
}
interface RatingItem {
  readonly subContentId?: string;
  readonly competency: string;
  readonly levels: readonly string[];
}
interface Parameters {
  readonly cards?: readonly Card[];
  readonly steps?: readonly Step[];
  readonly selfRating?: { readonly items: readonly RatingItem[] };
}
interface Tag {
  readonly framework: string;
  readonly code: string;
  readonly level: number;
}
interface Description {
  readonly kind: string;
  readonly minutes: number;
  readonly summary: string;
  readonly summaryEn: string;
  readonly titleEn: string;
  readonly competencies: readonly Tag[];
  readonly version: number;
}

const starter = join(projectRoot, 'h5p-content', 'starter');
const types = join(projectRoot, 'h5p-content', 'types');
const ids = readdirSync(starter)
  .filter((id) => existsSync(join(starter, id, 'h5p.json')))
  .sort();

/** The codes of the starter framework. */
const codes = ['A1', 'A2', 'A3', 'A4', 'B1', 'B2', 'B3', 'C1', 'C2', 'C3', 'D1', 'D2', 'D3', 'E1', 'E2'];

function readJson<Shape>(...path: string[]): Shape {
  return JSON.parse(readFileSync(join(...path), 'utf8')) as Shape;
}

function semanticsOf(machineName: string): readonly SemanticsField[] {
  const folder = readdirSync(types).find((name) => {
    const library = join(types, name, 'library.json');
    return existsSync(library) && readJson<Json>(library)['machineName'] === machineName;
  });
  if (folder === undefined) throw new Error(`no content type ${machineName}`);
  return readJson(types, folder, 'semantics.json');
}

const parametersOf = (id: string): Parameters => readJson(starter, id, 'content.json');
const descriptionOf = (id: string): Description => readJson(starter, id, 'lotse.json');
const metadataOf = (id: string): Json => readJson(starter, id, 'h5p.json');
const complaintsOf = (id: string, parameters: unknown): string[] =>
  complaintsAbout(parameters, semanticsOf(String(metadataOf(id)['mainLibrary'])));

/** Everything in the parameters that is an image file. */
function imagesIn(value: unknown): Json[] {
  if (typeof value !== 'object' || value === null) return [];
  const here = value as Json;
  return typeof here['path'] === 'string' ? [here] : Object.values(here).flatMap(imagesIn);
}

/** Every text of the parameters that a learner reads. */
function textsIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string')
    return ['path', 'mime', 'kind', 'subContentId', 'competency'].includes(key) ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => textsIn(part, Array.isArray(value) ? key : name));
}

test('the starter content is there', () => {
  expect(ids).toEqual([
    'case-ausbildung-stockt',
    'd1-entwicklungsgespraech',
    'd2-lernen-begleiten',
    'e1-kollegiale-beratung',
  ]);
});

describe.each(ids)('%s', (id) => {
  const parameters = parametersOf(id);

  test('conforms to its content type', () => {
    expect(complaintsOf(id, parameters)).toEqual([]);
  });

  test('teaches with every option', () => {
    for (const { options = [] } of (parameters.cards ?? []).filter((card) => card.kind === 'question')) {
      expect(options.filter((option) => option.correct).length).toBeGreaterThan(0);
      expect(options.filter((option) => !option.correct).length).toBeGreaterThan(0);
      expect(options.filter((option) => (option.feedback ?? '').length < 30).map((option) => option.text)).toEqual([]);
    }
    for (const { options = [] } of (parameters.steps ?? []).filter((step) => step.kind === 'decision')) {
      const scores = options.map((option) => Number(option.score));
      expect([Math.min(...scores), Math.max(...scores)]).toEqual([0, 2]);
      expect(options.filter((option) => option.consequence.length < 80).map((option) => option.text)).toEqual([]);
    }
  });

  test('has the parts that make it worth its minutes', () => {
    const count = (items: readonly { readonly kind: string }[], kind: string): number =>
      items.filter((item) => item.kind === kind).length;
    const { kind, minutes } = descriptionOf(id);
    expect(minutes).toBeGreaterThanOrEqual(3);
    expect(minutes).toBeLessThanOrEqual(kind === 'case' ? 10 : 7);
    if (kind === 'case') {
      const steps = parameters.steps ?? [];
      expect([count(steps, 'decision'), count(steps, 'writing')]).toEqual([3, 2]);
      expect(
        steps.filter((step) => step.kind === 'writing').every((step) => (step.modelSolution ?? '').length > 200),
      ).toBe(true);
    } else {
      const cards = parameters.cards ?? [];
      expect(cards.length).toBeGreaterThanOrEqual(7);
      expect(cards.length).toBeLessThanOrEqual(10);
      expect(count(cards, 'question')).toBeGreaterThanOrEqual(3);
      expect([count(cards, 'reflection'), count(cards, 'transfer')]).toEqual([1, 1]);
    }
  });

  test('says the same minutes in the picker and in the content', () => {
    const shown =
      'intro' in parameters
        ? (parameters as { intro: { minutes: number } }).intro.minutes
        : (parameters as { minutes?: number }).minutes;
    expect(shown).toBe(descriptionOf(id).minutes);
  });

  test('is tagged with competencies of the framework, at most at level 2', () => {
    const { competencies, kind, version, summary, summaryEn, titleEn } = descriptionOf(id);
    expect(competencies.length).toBeGreaterThan(0);
    for (const tag of competencies) {
      expect(tag).toEqual({
        framework: 'lotse',
        code: expect.stringMatching(new RegExp(`^(${codes.join('|')})$`)),
        level: expect.any(Number),
      });
      expect([1, 2]).toContain(tag.level);
    }
    expect(['unit', 'case', 'card']).toContain(kind);
    expect(version).toBe(1);
    for (const words of [summary, summaryEn, titleEn]) expect(words.trim().length).toBeGreaterThan(5);
  });

  test('lets people rate themselves on its own competencies, one text per level', () => {
    const items = parameters.selfRating?.items ?? [];
    const tagged = new Set(descriptionOf(id).competencies.map((tag) => tag.code));
    for (const item of items) {
      expect(tagged).toContain(item.competency);
      expect(new Set(item.levels).size).toBe(5);
    }
    expect(items.length).toBe(descriptionOf(id).kind === 'case' ? tagged.size : 0);
  });

  test('names pictures that are there, in their true size and under 40 kB', () => {
    for (const image of imagesIn(parameters)) {
      const file = readFileSync(join(starter, id, String(image['path'])));
      expect(file.subarray(1, 4).toString('latin1')).toBe('PNG');
      expect({ width: file.readUInt32BE(16), height: file.readUInt32BE(20) }).toEqual({
        width: image['width'],
        height: image['height'],
      });
      expect(file.length).toBeLessThan(40 * 1024);
    }
    const named = imagesIn(parameters)
      .map((image) => String(image['path']))
      .sort();
    const folder = join(starter, id, 'images');
    expect(
      existsSync(folder)
        ? readdirSync(folder)
            .map((name) => `images/${name}`)
            .sort()
        : [],
    ).toEqual(named);
  });

  test('speaks calmly: no exclamation marks, German quotation marks, "Sie"', () => {
    const prose = textsIn(parameters)
      .map((text) => text.replace(/<[^>]+>/g, ' '))
      .join('\n');
    expect(prose.match(/.{0,30}[!"'].{0,30}/g) ?? []).toEqual([]);
    expect(prose.match(/.{0,30}\.\.\..{0,30}/g) ?? []).toEqual([]);
    expect(prose.match(/\b(du|dich|dir|deine?[mnrs]?|euch|eure?[mnrs]?)\b/gi) ?? []).toEqual([]);
    expect((prose.match(/„/g) ?? []).length).toBe((prose.match(/“/g) ?? []).length);
  });
});

test('sub-content has ids of its own, each used once', () => {
  const all = ids.flatMap((id) => {
    const { cards = [], steps = [], selfRating } = parametersOf(id);
    const judged = [...cards.filter((card) => card.kind === 'question'), ...steps, ...(selfRating?.items ?? [])];
    return judged.map((item) => item.subContentId);
  });
  expect(all).not.toContain(undefined);
  expect(new Set(all).size).toBe(all.length);
});

describe('the check itself', () => {
  const unit = 'd1-entwicklungsgespraech';
  const card = {
    subContentId: '0b0f7c6e-3d0a-4b7e-9a55-6a5a3e0f2d11',
    kind: 'text',
    title: 'Titel',
    body: '<p>Text</p>',
  };
  const broken = (
    change: (parameters: { intro: Record<string, unknown>; cards: unknown[] } & Record<string, unknown>) => void,
  ): string[] => {
    const parameters = structuredClone(parametersOf(unit)) as never;
    change(parameters);
    return complaintsOf(unit, parameters);
  };

  test.each([
    [
      'a missing title',
      'intro.title: is missing',
      (p: { intro: Record<string, unknown> }) => {
        delete p.intro['title'];
      },
    ],
    [
      'an unknown field',
      'surprise: is unknown',
      (p: Record<string, unknown>) => {
        p['surprise'] = 1;
      },
    ],
    [
      'words for a number',
      'intro.minutes: must be a number',
      (p: { intro: Record<string, unknown> }) => {
        p.intro['minutes'] = 'sechs';
      },
    ],
    [
      'an unknown kind of card',
      'cards[10].kind: video is not among',
      (p: { cards: unknown[] }) => {
        p.cards.push({ kind: 'video' });
      },
    ],
    [
      'a tag that is not allowed',
      'the tag <iframe> is not allowed',
      (p: { cards: unknown[] }) => {
        p.cards.push({ ...card, body: '<p>Text <iframe></iframe></p>' });
      },
    ],
    [
      'an attribute',
      'must have no attributes',
      (p: { cards: unknown[] }) => {
        p.cards.push({ ...card, body: '<p style="color:red">Rot</p>' });
      },
    ],
    [
      'a tag left open',
      '<strong> is not closed',
      (p: { cards: unknown[] }) => {
        p.cards.push({ ...card, body: '<strong>' });
      },
    ],
    [
      'tags in plain text',
      'plain text must have no tags',
      (p: { cards: unknown[] }) => {
        p.cards.push({ ...card, title: '<b>Titel</b>' });
      },
    ],
    [
      'a text card without its text',
      'cards[10].body: is missing',
      (p: { cards: unknown[] }) => {
        p.cards.push({ kind: 'text', title: 'Titel' });
      },
    ],
    [
      'a field of another kind',
      'cards[10].task: is not for this kind',
      (p: { cards: unknown[] }) => {
        p.cards.push({ ...card, task: 'Aufgabe' });
      },
    ],
    [
      'a question with one answer',
      'cards[10].options: needs at least 2',
      (p: { cards: unknown[] }) => {
        p.cards.push({ kind: 'question', question: 'Frage?', options: [{ text: 'Ja', correct: true }] });
      },
    ],
    [
      'an id that is no random UUID',
      'cards[10].subContentId: is no random UUID',
      (p: { cards: unknown[] }) => {
        p.cards.push({ ...card, subContentId: '4c6f7473-6500-8000-8000-00000000000a' });
      },
    ],
    [
      'no list of cards',
      'cards: must be a list',
      (p: Record<string, unknown>) => {
        p['cards'] = {};
      },
    ],
  ])('finds %s', (_, complaint, change) => {
    expect(broken(change as never)).toEqual([expect.stringContaining(complaint)]);
  });
});

describe('packages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lotse-packages-'));
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  let editor: H5PEditor;

  function pack(out: string, zone: string): void {
    const run = spawnSync(process.execPath, [join(projectRoot, 'scripts', 'pack.mjs'), '--out', out], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', TZ: zone },
    });
    expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: '' });
  }

  beforeAll(async () => {
    pack(first, 'Europe/Berlin');
    pack(second, 'America/New_York');
    for (const name of ['libraries', 'temporary', 'content']) await mkdir(join(folder, name));
    editor = editorOnFiles(
      new H5PConfig(new fsImplementations.InMemoryStorage()),
      join(folder, 'libraries'),
      join(folder, 'temporary'),
      join(folder, 'content'),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('are one per content', () => {
    expect(readdirSync(first).sort()).toEqual(ids.map((id) => `${id}.h5p`));
  });

  test.each(ids)('%s: same input, same bytes, wherever it is packed', (id) => {
    expect(readFileSync(join(first, `${id}.h5p`)).equals(readFileSync(join(second, `${id}.h5p`)))).toBe(true);
  });

  test.each(ids)('%s: holds what it names, and no entry for a folder', (id) => {
    const files = readZip(readFileSync(join(first, `${id}.h5p`)));
    const names = [...files.keys()];
    expect(names.slice(0, 2)).toEqual(['h5p.json', 'content/content.json']);
    expect(names.filter((name) => name.endsWith('/'))).toEqual([]);
    const { l10n, ...parameters } = JSON.parse(files.get('content/content.json')!.toString('utf8')) as Json & {
      readonly l10n: Json;
    };
    expect(parameters).toEqual(parametersOf(id));
    expect(complaintsOf(id, { ...parameters, l10n })).toEqual([]);
    expect(l10n).toMatchObject({ next: 'Weiter', finish: 'Abschließen' });
    expect(Object.keys(l10n)).toEqual(
      semanticsOf(String(metadataOf(id)['mainLibrary']))
        .find((field) => field.name === 'l10n')!
        .fields!.map((field) => field.name),
    );
    for (const image of imagesIn(parametersOf(id))) expect(names).toContain(`content/${String(image['path'])}`);
    const libraries = names.filter((name) => /^[^/]+\/library\.json$/.test(name));
    const main = metadataOf(id)['mainLibrary'];
    expect(libraries).toContain(`${String(main)}-1.0/library.json`);
    for (const path of libraries) {
      const library = JSON.parse(files.get(path)!.toString('utf8')) as Record<
        string,
        { path: string; machineName: string; majorVersion: number; minorVersion: number }[] | undefined
      >;
      const preloaded = [...(library['preloadedJs'] ?? []), ...(library['preloadedCss'] ?? [])].map((file) =>
        path.replace('library.json', file.path),
      );
      expect(names).toEqual(expect.arrayContaining(preloaded));
      const needed = [...(library['preloadedDependencies'] ?? []), ...(library['editorDependencies'] ?? [])];
      expect(libraries).toEqual(
        expect.arrayContaining(
          needed.map((each) => `${each.machineName}-${each.majorVersion}.${each.minorVersion}/library.json`),
        ),
      );
    }
  });

  test.each(ids)('%s: an H5P server takes it in as it is', async (id) => {
    const user = { id: 'author', name: 'Author', email: 'author@example.org', type: 'local' };
    const { metadata, parameters } = await editor.uploadPackage(join(first, `${id}.h5p`), user);
    const { title, mainLibrary, language, license } = metadataOf(id);
    expect(metadata).toMatchObject({ title, mainLibrary, language, license });
    const withoutFiles = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value, (key, part: unknown) => (key === 'path' ? undefined : part)));
    expect(withoutFiles(parameters)).toMatchObject(withoutFiles(parametersOf(id)) as Json);
  });
});
