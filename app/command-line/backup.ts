import { resolve } from 'node:path';
import type { Command } from 'commander';
import { openBlobs } from '../../adapters/s3/index.js';
import { readConfiguration, systemClock } from '../../base/index.js';
import { backUp, type Manifest, type MissingBlob, restore } from '../../lrs/index.js';
import { storeFileOf } from '../lotse.js';
import type { CommonOptions } from './context.js';
import { standardOutput } from './output.js';
import { showProgress } from './progress.js';
import { both, common } from './words.js';

function megabytes({ files }: Manifest): string {
  return (files.reduce((sum, { size }) => sum + size, 0) / 1e6).toFixed(1);
}

/** Number of missing attachments that are listed; the others are only counted. */
const mostNamed = 20;

/** Lines about the attachments and files of a backup. */
function blobLines({ attachments, blobs }: Manifest): readonly string[] {
  if (attachments === undefined) return [];
  const { inside, named, missing } = attachments;
  return [
    ...(inside
      ? []
      : [
          `  Die ${named} Anhänge und die ${blobs?.named ?? 0} Dateien der Lerninhalte liegen in Ihrem S3-Speicher und gehören nicht zur Sicherung: sichern Sie ihn mit seinen eigenen Mitteln. / The ${named} attachments and the ${blobs?.named ?? 0} files of contents are in your bucket and not part of the backup: back it up by its own means.`,
        ]),
    ...(missing === 0
      ? []
      : [
          `  ${missing} Anhänge, die Statements nennen, gibt es nicht (mehr). / ${missing} attachments that statements name are not there.`,
        ]),
    ...(blobs === undefined || blobs.missing === 0
      ? []
      : [
          `  ${blobs.missing} Dateien von Lerninhalten gibt es nicht (mehr). / ${blobs.missing} files of contents are not there.`,
        ]),
  ];
}

async function backUpEverything({ to, json }: CommonOptions & { to: string }): Promise<void> {
  const configuration = readConfiguration(process.env);
  const missing: MissingBlob[] = [];
  const blobs = await openBlobs(configuration);
  const bar = showProgress('Sicherung / backup');
  const manifest = await backUp({
    dataFolder: configuration.data,
    store: storeFileOf(configuration),
    to,
    clock: systemClock,
    progress: (share) => bar.show(share),
    blobs,
    blobsInside: configuration.attachments === 'directory',
    onMissing: (each) => {
      if (missing.length < mostNamed) missing.push(each);
    },
  }).finally(() => bar.end());
  const { created, statements, files } = manifest;
  for (const { place, owner, sha2 } of missing)
    process.stderr.write(
      `${place === 'attachments' ? 'Anhang fehlt / attachment missing' : 'Datei fehlt / file missing'}: ${owner} ${sha2}\n`,
    );
  standardOutput(json === true).result(
    {
      path: resolve(to),
      created,
      statements,
      files: files.length,
      attachments: manifest.attachments,
      blobs: manifest.blobs,
    },
    [
      `Gesichert und geprüft / backed up and verified: ${resolve(to)}`,
      `  ${statements} Statements, ${files.length} Dateien / files, ${megabytes(manifest)} MB`,
      ...blobLines(manifest),
      '  Die Sicherung enthält alle Schlüssel: bewahren Sie sie so sicher auf wie die Installation selbst. / It holds every key: keep it as safe as the installation itself.',
    ],
  );
}

/** `lotse backup`: does not open the store for writing, so that Lotse may run meanwhile. */
export function backupCommand(command: Command): void {
  command
    .requiredOption(
      '--to <path>',
      both(
        'ein Ordner, oder eine Datei, die auf .tar endet; darf es noch nicht geben',
        'a folder, or a file that ends in .tar; must not exist',
      ),
    )
    .option(...common.json)
    .action(backUpEverything);
}

/** `lotse restore` */
export function restoreCommand(command: Command): void {
  command
    .requiredOption('--from <path>', both('was lotse backup geschrieben hat', 'what lotse backup has written'))
    .option(...common.json)
    .action(async ({ from, json }: CommonOptions & { from: string }) => {
      const configuration = readConfiguration(process.env);
      const manifest = await restore({ from, dataFolder: configuration.data, store: storeFileOf(configuration) });
      const { created, statements, files } = manifest;
      standardOutput(json === true).result({ path: configuration.data, created, statements, files: files.length }, [
        `Geprüft und eingespielt / verified and restored: ${configuration.data}`,
        `  Stand / as of ${created}, ${statements} Statements, ${files.length} Dateien / files`,
        ...blobLines(manifest),
      ]);
    });
}
