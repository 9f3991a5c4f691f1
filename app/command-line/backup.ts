import { resolve } from 'node:path';
import type { Command } from 'commander';
import { openBlobs } from '../../adapters/s3/index.js';
import { readConfiguration, systemClock } from '../../base/index.js';
import { backUp, type Manifest, type MissingBlob, restore } from '../../lrs/index.js';
import { openConfiguredBackup } from '../stores.js';
import type { CommonOptions } from './context.js';
import { standardOutput } from './output.js';
import { openProgressBar } from './progress.js';
import { inBothLanguages, common } from './help-texts.js';

function megabytes({ files }: Manifest): string {
  return (files.reduce((sum, { size }) => sum + size, 0) / 1e6).toFixed(1);
}

/** Number of missing attachments that are listed; the others are only counted. */
const maxMissingShown = 20;

/** Lines about the attachments and files of a backup. */
function blobLines({ attachments, blobs }: Manifest): readonly string[] {
  if (attachments === undefined) return [];
  const { inside, named, missing } = attachments;
  return [
    ...(inside ? [] : [`  ${inBothLanguages('backup.bucket', { attachments: named, files: blobs?.named ?? 0 })}`]),
    ...(missing === 0 ? [] : [`  ${inBothLanguages('backup.attachments-gone', { count: missing })}`]),
    ...(blobs === undefined || blobs.missing === 0
      ? []
      : [`  ${inBothLanguages('backup.files-gone', { count: blobs.missing })}`]),
  ];
}

async function backUpEverything({ to, json }: CommonOptions & { to: string }): Promise<void> {
  const configuration = readConfiguration(process.env);
  const missing: MissingBlob[] = [];
  const blobs = await openBlobs(configuration);
  const bar = openProgressBar(inBothLanguages('backup.progress'));
  const manifest = await backUp({
    dataFolder: configuration.data,
    store: await openConfiguredBackup(configuration),
    to,
    clock: systemClock,
    progress: (share) => bar.show(share),
    blobs,
    blobsInside: configuration.attachments === 'directory',
    onMissing: (each) => {
      if (missing.length < maxMissingShown) missing.push(each);
    },
  }).finally(() => bar.end());
  const { created, statements, files } = manifest;
  for (const { place, owner, sha2 } of missing)
    process.stderr.write(
      `${inBothLanguages(place === 'attachments' ? 'backup.attachment-missing' : 'backup.file-missing')}: ${owner} ${sha2}\n`,
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
      `${inBothLanguages('backup.done')}: ${resolve(to)}`,
      `  ${statements} Statements, ${files.length} ${inBothLanguages('word.files')}, ${megabytes(manifest)} MB`,
      ...blobLines(manifest),
      `  ${inBothLanguages('backup.keys')}`,
    ],
  );
}

/** `lotse backup`: does not open the store for writing, so that Lotse may run meanwhile. */
export function backupCommand(command: Command): void {
  command
    .requiredOption('--to <path>', inBothLanguages('backup.option.to'))
    .option(...common.json)
    .action(backUpEverything);
}

/** `lotse restore` */
export function restoreCommand(command: Command): void {
  command
    .requiredOption('--from <path>', inBothLanguages('restore.option.from'))
    .option(...common.json)
    .action(async ({ from, json }: CommonOptions & { from: string }) => {
      const configuration = readConfiguration(process.env);
      const manifest = await restore({
        from,
        dataFolder: configuration.data,
        store: await openConfiguredBackup(configuration),
      });
      const { created, statements, files } = manifest;
      standardOutput(json === true).result({ path: configuration.data, created, statements, files: files.length }, [
        `${inBothLanguages('restore.done')}: ${configuration.data}`,
        `  ${inBothLanguages('restore.as-of')} ${created}, ${statements} Statements, ${files.length} ${inBothLanguages('word.files')}`,
        ...blobLines(manifest),
      ]);
    });
}
