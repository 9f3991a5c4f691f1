import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { projectRoot } from '../../support/project-root.js';

interface Field {
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  readonly description?: string;
  readonly entity?: string;
  readonly default?: unknown;
  readonly optional?: boolean;
  readonly isSubContent?: boolean;
  readonly tags?: readonly string[];
  readonly widget?: string;
  readonly lotseVisibleWhen?: {
    readonly field: string;
    readonly equals: readonly string[];
    readonly required?: boolean;
  };
  readonly fields?: readonly Field[];
  readonly field?: Field;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

type Translation = Partial<Record<string, unknown>>;

const types = join(projectRoot, 'h5p-content', 'types');
const json = (...path: string[]): unknown => JSON.parse(readFileSync(join(types, ...path), 'utf8'));

/** If a translation lacks a text that the semantics show to authors, or has one too many. */
function gaps(field: Field, translated: Translation | undefined, path: string): string[] {
  const here = `${path}/${field.name}`;
  const missing = (['label', 'description', 'entity'] as const)
    .filter((key) => (field[key] === undefined) !== (translated?.[key] === undefined))
    .map((key) => `${here}: ${key}`);
  const fields = (translated?.['fields'] ?? []) as Translation[];
  const options = (translated?.['options'] ?? []) as Translation[];
  return [
    ...missing,
    ...(fields.length === (field.fields?.length ?? 0) ? [] : [`${here}: number of fields`]),
    ...(options.filter((option) => typeof option['label'] === 'string').length === (field.options?.length ?? 0)
      ? []
      : [`${here}: options`]),
    ...(field.fields ?? []).flatMap((inner, position) => gaps(inner, fields[position], here)),
    ...(field.field ? gaps(field.field, translated?.['field'] as Translation | undefined, here) : []),
  ];
}

const all = (fields: readonly Field[]): Field[] =>
  fields.flatMap((field) => [field, ...all(field.fields ?? []), ...(field.field ? all([field.field]) : [])]);

async function catalogue(folder: string, name: string): Promise<Record<'de' | 'en', Record<string, string>>> {
  const { outputFiles } = await build({
    entryPoints: [join(types, folder, 'texts.ts')],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const loaded = (await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0]!.contents).toString('base64')}`
  )) as Record<string, Record<'de' | 'en', Record<string, string>>>;
  return loaded[name]!;
}

describe.each([
  ['micro-unit', 'unitTexts'],
  ['case-exercise', 'caseTexts'],
] as const)('%s', (folder, texts) => {
  const semantics = json(folder, 'semantics.json') as readonly Field[];
  const german = (json(folder, 'language', 'de.json') as { semantics: Translation[] }).semantics;

  test('the German translation follows the semantics field by field', () => {
    expect(german).toHaveLength(semantics.length);
    expect(semantics.flatMap((field, position) => gaps(field, german[position], ''))).toEqual([]);
  });

  test('the defaults of l10n are the texts that the type itself speaks', async () => {
    const own = await catalogue(folder, texts);
    const l10n = semantics.find((field) => field.name === 'l10n')!;
    const translated = (german[semantics.indexOf(l10n)]!['fields'] as { default: string }[]).map(
      (field) => field.default,
    );
    expect(Object.fromEntries(l10n.fields!.map((field) => [field.name, field.default]))).toEqual(own.en);
    expect(Object.fromEntries(l10n.fields!.map((field, position) => [field.name, translated[position]]))).toEqual(
      own.de,
    );
    const holes = (text: string): string[] => (text.match(/@[a-z]+/g) ?? []).sort();
    for (const [key, text] of Object.entries(own.en)) expect([key, holes(text)]).toEqual([key, holes(own.de[key]!)]);
  });

  test('no group has a single field, which H5P would store without the group', () => {
    expect(
      all(semantics)
        .filter((field) => field.type === 'group' && field.fields!.length < 2)
        .map((field) => field.name),
    ).toEqual([]);
  });

  test('fields of one kind are shown with it alone, and hosts do not miss them elsewhere', () => {
    const kinds = all(semantics)
      .find((field) => field.name === 'kind')!
      .options!.map((option) => option.value);
    const ruled = all(semantics).filter((field) => field.lotseVisibleWhen);
    expect(ruled.length).toBeGreaterThan(3);
    for (const { name, optional, widget, lotseVisibleWhen } of ruled) {
      expect([name, optional, widget, lotseVisibleWhen!.field]).toEqual([name, true, 'lotseVisibleWhen', 'kind']);
      expect(kinds).toEqual(expect.arrayContaining([...lotseVisibleWhen!.equals]));
    }
  });

  test('library.json names files and libraries that exist', () => {
    const library = json(folder, 'library.json') as {
      preloadedJs: { path: string }[];
      preloadedCss: { path: string }[];
      editorDependencies: { machineName: string }[];
      machineName: string;
    };
    const built = join(projectRoot, 'dist', 'h5p-libraries', `${library.machineName}-1.0`);
    for (const { path } of [...library.preloadedJs, ...library.preloadedCss])
      expect([path, existsSync(join(built, path))]).toEqual([path, true]);
    for (const { machineName } of library.editorDependencies)
      expect(existsSync(join(projectRoot, 'dist', 'h5p-libraries', `${machineName}-1.0`, 'library.json'))).toBe(true);
  });
});
