import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { makeFolder, systemClock } from '../../base/index.js';
import {
  agentKey,
  type AgentKey,
  exportedStatements,
  type ExportFormatName,
  exportFormats,
  fileCursor,
  fileSource,
  type ImportSource,
  importStatements,
  isIri,
  lrsSource,
  parseAgent,
  parseJson,
  type StatementFilter,
  type StoredStatement,
  withAttachments,
} from '../../lrs/index.js';
import { type CommonOptions, existingOrganisation, withLotse } from './context.js';
import { showProgress } from './progress.js';
import { both, common, noneOf, Refusal, wrongValue } from './words.js';

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
  if (!/^https?:\/\//i.test(from)) return fileSource(from, limit, attachments);
  return lrsSource({ url: from, ...(key === undefined ? {} : { key }), ...(secret === undefined ? {} : { secret }) });
}

function importFrom(options: ImportOptions): Promise<void> {
  return withLotse(options, async (lotse, output) => {
    const organisation = await existingOrganisation(lotse, options.organisation);
    const { publicUrl, bodyLimit, attachmentLimit, data } = lotse.configuration;
    const source = sourceOf(options, bodyLimit);
    const bar = showProgress('Import');
    const counts = await importStatements({
      store: lotse.store,
      organisation,
      source,
      clock: systemClock,
      attachmentLimit,
      authority: { objectType: 'Agent', account: { homePage: publicUrl, name: 'import' } },
      replaceAuthority: options.replaceAuthority === true,
      cursor: fileCursor(data, source.name, organisation),
      strict: options.strict === true,
      onRefused: ({ where, reason, path }) => {
        bar.end();
        process.stderr.write(`${where}: ${reason}${path === undefined ? '' : ` (${path})`}\n`);
      },
      onProgress: ({ read }, share) => bar.show(share, `${read} Statements`),
    }).finally(() => bar.end());
    output.result(counts, [
      both(
        `${counts.stored} neu gespeichert, ${counts.same} schon da, ${counts.refused} abgelehnt`,
        `${counts.stored} stored, ${counts.same} there already, ${counts.refused} refused`,
      ),
    ]);
    if (counts.refused > 0)
      throw new Refusal(
        `${counts.refused} von ${counts.read} Statements wurden abgelehnt; jedes ist oben genannt. Alle anderen sind gespeichert.`,
        `${counts.refused} of ${counts.read} statements were refused; each is named above. All others are stored.`,
      );
  });
}

/** `lotse import` */
export function importCommand(command: Command): void {
  command
    .requiredOption(...common.organisation)
    .requiredOption(
      '--from <file or address>',
      both(
        'eine Datei (.ndjson, oder .json mit einem Array), oder die xAPI-Adresse eines LRS',
        'a file (.ndjson, or .json with an array), or the xAPI address of an LRS',
      ),
    )
    .option('--key <key>', both('Schlüssel des anderen LRS', 'key of the other LRS'))
    .option('--secret <secret>', both('Geheimnis des anderen LRS', 'secret of the other LRS'))
    .option(
      '--attachments <folder>',
      both(
        'bei einer Datei: der Ordner mit ihren Anhängen, wie ein Export ihn schreibt',
        'beside a file: where the data of its attachments lies, as an export writes it',
      ),
    )
    .option(
      '--strict',
      both('beim ersten Statement aufhören, das abgelehnt wird', 'stop at the first statement that is refused'),
    )
    .option(
      '--replace-authority',
      both(
        'dieses LRS bürgt für die Statements, statt wer es bisher tat',
        'this LRS vouches for the statements, instead of whoever did',
      ),
    )
    .option(...common.json)
    .action(importFrom);
}

function readInstant(text: string): string {
  const value = /^\d{4}-\d\d-\d\d(T.+)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(value))
    throw wrongValue(
      'Gemeint ist ein Tag oder ein Zeitpunkt wie 2026-11-21 oder 2026-11-21T08:15:00Z.',
      'It must be a date or an instant such as 2026-11-21 or 2026-11-21T08:15:00Z.',
    );
  return new Date(value).toISOString();
}

function readIri(text: string): string {
  if (!isIri(text))
    throw wrongValue(
      'Gemeint ist eine IRI; sie beginnt zum Beispiel mit https://.',
      'It must be an IRI; it begins, for example, with https://.',
    );
  return text;
}

function readAgent(text: string): AgentKey {
  try {
    return agentKey(parseAgent(text.startsWith('mailto:') ? { mbox: text } : parseJson(text), 'agent'));
  } catch (caught) {
    throw wrongValue(
      'Gemeint ist mailto:… oder ein xAPI-Agent als JSON.',
      `It must be mailto:… or an xAPI Agent as JSON. ${(caught as Error).message}`,
    );
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
  await makeFolder(dirname(path)).catch((caught: NodeJS.ErrnoException) => {
    throw new Refusal(
      `Der Ordner ${dirname(path)} kann nicht angelegt werden (${caught.code ?? caught.message}).`,
      `The folder ${dirname(path)} cannot be made (${caught.code ?? caught.message}).`,
    );
  });
  const target = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
  try {
    await pipeline(source, target);
  } catch (caught) {
    const { code } = caught as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new Refusal(
        `${path} gibt es schon. Ein Export überschreibt nichts; wählen Sie einen anderen Namen.`,
        `${path} exists already. An export never overwrites anything; choose another name.`,
      );
    if (target.pending)
      throw code === undefined
        ? caught
        : new Refusal(`${path} kann nicht geschrieben werden (${code}).`, `${path} cannot be written (${code}).`);
    await rm(path, { force: true });
    throw caught;
  }
}

function exportTo(options: ExportOptions): Promise<void> {
  return withLotse(options, async (lotse, output) => {
    const organisation = await existingOrganisation(lotse, options.organisation);
    const bar = showProgress('Export');
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
            : [`${attachments} Anhänge / attachments: ${resolve(options.attachments)}`]),
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
    .requiredOption(
      '--to <file>',
      both(
        'eine Datei, die es noch nicht gibt, oder - für die Standardausgabe',
        'a file that does not exist yet, or - for standard output',
      ),
    )
    .option(
      '--format <format>',
      `${both('in welcher Form', 'in which form')}: ${names.join(', ')}`,
      (text) => {
        if (!names.includes(text)) throw noneOf(names);
        return text;
      },
      'ndjson',
    )
    .option('--since <instant>', both('danach gespeichert', 'stored after it'), readInstant)
    .option('--until <instant>', both('bis dahin gespeichert', 'stored at or before it'), readInstant)
    .option('--verb <iri>', both('nur dieses Verb', 'only this verb'), readIri)
    .option('--activity <iri>', both('nur über diese Aktivität', 'only about this activity'), readIri)
    .option(
      '--agent <agent>',
      both('nur von dieser Person: mailto:… oder JSON', 'only of this agent: mailto:… or JSON'),
      readAgent,
    )
    .option(
      '--related',
      both('Aktivität und Person irgendwo im Statement', 'activity and agent anywhere in the statement'),
    )
    .option(
      '--voided',
      both(
        'auch für ungültig erklärte, bezeichnet in der Spalte „voided“',
        'voided statements too, marked in the column "voided"',
      ),
    )
    .option(
      '--attachments <folder>',
      both(
        'auch die Anhänge, jeder in einer Datei, die nach seinem Hash heißt',
        'the data of attachments too, each in a file named by its hash',
      ),
    )
    .option(...common.json)
    .action(exportTo);
}
