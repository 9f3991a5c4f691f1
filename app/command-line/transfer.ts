import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { ensureFolder, systemClock } from '../../base/index.js';
import {
  agentKey,
  type AgentKey,
  exportedStatements,
  type ExportFormatName,
  exportFormats,
  openFileCursor,
  openFileSource,
  type ImportSource,
  importStatements,
  isIri,
  createLrsSource,
  parseAgent,
  parseJson,
  type StatementFilter,
  type StoredStatement,
  withAttachments,
} from '../../lrs/index.js';
import { type CommonOptions, existingOrganisation, withLotse } from './context.js';
import { openProgressBar } from './progress.js';
import { inBothLanguages, common, choiceError, CommandError, optionError } from './help-texts.js';

interface ImportOptions extends CommonOptions {
  readonly organisation: string;
  readonly from: string;
  readonly key?: string;
  readonly secret?: string;
  readonly strict?: boolean;
  readonly replaceAuthority?: boolean;
  /** A folder. */
  readonly attachments?: string;
}

function sourceOf({ from, key, secret, attachments }: ImportOptions, limit: number): ImportSource {
  if (!/^https?:\/\//i.test(from)) return openFileSource(from, limit, attachments);
  return createLrsSource({
    url: from,
    ...(key === undefined ? {} : { key }),
    ...(secret === undefined ? {} : { secret }),
  });
}

function importFrom(options: ImportOptions): Promise<void> {
  return withLotse(options, async (lotse, output) => {
    const organisation = await existingOrganisation(lotse, options.organisation);
    const { publicUrl, bodyLimit, attachmentLimit, data } = lotse.configuration;
    const source = sourceOf(options, bodyLimit);
    const bar = openProgressBar('Import');
    const counts = await importStatements({
      store: lotse.store,
      organisation,
      source,
      clock: systemClock,
      attachmentLimit,
      authority: { objectType: 'Agent', account: { homePage: publicUrl, name: 'import' } },
      replaceAuthority: options.replaceAuthority === true,
      cursor: openFileCursor(data, source.name, organisation),
      strict: options.strict === true,
      onRefused: ({ where, reason, path }) => {
        bar.end();
        process.stderr.write(`${where}: ${reason}${path === undefined ? '' : ` (${path})`}\n`);
      },
      onProgress: ({ read }, share) => bar.show(share, `${read} Statements`),
    }).finally(() => bar.end());
    output.result(counts, [
      inBothLanguages('import.done', { stored: counts.stored, same: counts.same, refused: counts.refused }),
    ]);
    if (counts.refused > 0)
      throw new CommandError('refused.statements', { refused: counts.refused, read: counts.read });
  });
}

/** `lotse import` */
export function importCommand(command: Command): void {
  command
    .requiredOption(...common.organisation)
    .requiredOption('--from <file or address>', inBothLanguages('import.option.from'))
    .option('--key <key>', inBothLanguages('import.option.key'))
    .option('--secret <secret>', inBothLanguages('import.option.secret'))
    .option('--attachments <folder>', inBothLanguages('import.option.attachments'))
    .option('--strict', inBothLanguages('import.option.strict'))
    .option('--replace-authority', inBothLanguages('import.option.replace-authority'))
    .option(...common.json)
    .action(importFrom);
}

function readInstant(text: string): string {
  const value = /^\d{4}-\d\d-\d\d(T.+)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(value)) throw optionError('wrong.instant');
  return new Date(value).toISOString();
}

function readIri(text: string): string {
  if (!isIri(text)) throw optionError('wrong.iri');
  return text;
}

function readAgent(text: string): AgentKey {
  try {
    return agentKey(parseAgent(text.startsWith('mailto:') ? { mbox: text } : parseJson(text), 'agent'));
  } catch (caught) {
    throw optionError('wrong.agent', {}, (caught as Error).message);
  }
}

interface ExportOptions extends CommonOptions {
  readonly organisation: string;
  readonly format: string;
  readonly to: string;
  readonly since?: string;
  readonly until?: string;
  readonly verb?: string;
  readonly activity?: string;
  readonly agent?: AgentKey;
  readonly related?: boolean;
  readonly voided?: boolean;
  readonly attachments?: string;
}

function filterOf({ since, until, verb, activity, agent, related }: ExportOptions): StatementFilter {
  const scope = related === true ? 'related' : 'direct';
  return {
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(verb === undefined ? {} : { verb }),
    ...(activity === undefined ? {} : { activity: { iri: activity, scope } }),
    ...(agent === undefined ? {} : { agent: { key: agent, scope } }),
  };
}

/** Writes to a file that must not exist, or to standard output (`-`); folders that are missing above it are made. What could not be written whole is removed. */
async function writeTo(to: string, content: AsyncIterable<string | Uint8Array>): Promise<void> {
  const source = Readable.from(content, { objectMode: true });
  if (to === '-') return pipeline(source, process.stdout, { end: false });
  const path = resolve(to);
  await ensureFolder(dirname(path)).catch((caught: NodeJS.ErrnoException) => {
    throw new CommandError('refused.export-folder', { folder: dirname(path), reason: caught.code ?? caught.message });
  });
  const target = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
  try {
    await pipeline(source, target);
  } catch (caught) {
    const { code } = caught as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new CommandError('refused.export-exists', { path });
    if (target.pending) throw code === undefined ? caught : new CommandError('refused.export-file', { path, code });
    await rm(path, { force: true });
    throw caught;
  }
}

function exportTo(options: ExportOptions): Promise<void> {
  return withLotse(options, async (lotse, output) => {
    const organisation = await existingOrganisation(lotse, options.organisation);
    const bar = openProgressBar('Export');
    let count = 0;
    async function* counted(
      pages: AsyncIterable<readonly StoredStatement[]>,
    ): AsyncGenerator<readonly StoredStatement[]> {
      for await (const page of pages) {
        yield page;
        count += page.length;
        bar.show(undefined, `${count} Statements`);
      }
    }
    let attachments = 0;
    const exported = exportedStatements({
      store: lotse.store,
      organisation,
      filter: filterOf(options),
      voided: options.voided === true,
    });
    const pages = counted(
      options.attachments === undefined
        ? exported
        : withAttachments(exported, {
            store: lotse.store,
            organisation,
            folder: options.attachments,
            onKept: () => void (attachments += 1),
          }),
    );
    await writeTo(options.to, exportFormats[options.format as ExportFormatName](pages)).finally(() => bar.end());
    if (options.to !== '-') {
      output.result(
        {
          path: resolve(options.to),
          statements: count,
          ...(options.attachments === undefined ? {} : { attachments }),
        },
        [
          `${count} Statements: ${resolve(options.to)}`,
          ...(options.attachments === undefined
            ? []
            : [`${attachments} ${inBothLanguages('word.attachments')}: ${resolve(options.attachments)}`]),
        ],
      );
    }
  });
}

/** `lotse export` */
export function exportCommand(command: Command): void {
  const names = Object.keys(exportFormats);
  command
    .requiredOption(...common.organisation)
    .requiredOption('--to <file>', inBothLanguages('export.option.to'))
    .option(
      '--format <format>',
      `${inBothLanguages('export.option.format')}: ${names.join(', ')}`,
      (text) => {
        if (!names.includes(text)) throw choiceError(names);
        return text;
      },
      'ndjson',
    )
    .option('--since <instant>', inBothLanguages('export.option.since'), readInstant)
    .option('--until <instant>', inBothLanguages('export.option.until'), readInstant)
    .option('--verb <iri>', inBothLanguages('export.option.verb'), readIri)
    .option('--activity <iri>', inBothLanguages('export.option.activity'), readIri)
    .option('--agent <agent>', inBothLanguages('export.option.agent'), readAgent)
    .option('--related', inBothLanguages('export.option.related'))
    .option('--voided', inBothLanguages('export.option.voided'))
    .option('--attachments <folder>', inBothLanguages('export.option.attachments'))
    .option(...common.json)
    .action(exportTo);
}
