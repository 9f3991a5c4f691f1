import { resolve } from 'node:path';
import type { Command } from 'commander';
import { backUp, readConfiguration, restore, systemClock, type Manifest } from '../../lrs/index.js';
import { storeFileOf } from '../main.js';
import type { CommonOptions } from './context.js';
import { standardOutput } from './output.js';
import { showProgress } from './progress.js';

function megabytes({ files }: Manifest): string {
  return (files.reduce((sum, { size }) => sum + size, 0) / 1e6).toFixed(1);
}

/** `lotse backup`, `lotse restore`: neither opens the store for writing, so that Lotse may run meanwhile. */
export function backupCommands(program: Command): void {
  program.command('backup')
    .description('Sicherung, auch im laufenden Betrieb / backs everything up, while Lotse runs too')
    .requiredOption('--to <path>', 'a folder, or a file that ends in .tar; must not exist')
    .option('--json', 'print JSON')
    .action(async ({ to, json }: CommonOptions & { to: string }) => {
      const configuration = readConfiguration(process.env);
      const bar = showProgress('Sicherung / backup');
      const manifest = await backUp({
        dataFolder: configuration.data, store: storeFileOf(configuration), to, clock: systemClock, progress: (share) => bar.show(share),
      }).finally(() => bar.end());
      const { created, statements, files } = manifest;
      standardOutput(json === true).result({ path: resolve(to), created, statements, files: files.length }, [
        `Gesichert und geprüft / backed up and verified: ${resolve(to)}`,
        `  ${statements} Statements, ${files.length} Dateien / files, ${megabytes(manifest)} MB`,
        '  Die Sicherung enthält alle Schlüssel: bewahren Sie sie so sicher auf wie die Installation selbst. / It holds every key: keep it as safe as the installation itself.',
      ]);
    });
  program.command('restore')
    .description('spielt eine Sicherung in einen leeren Datenordner ein / restores a backup into an empty data folder')
    .requiredOption('--from <path>', 'what lotse backup has written')
    .option('--json', 'print JSON')
    .action(async ({ from, json }: CommonOptions & { from: string }) => {
      const configuration = readConfiguration(process.env);
      const manifest = await restore({ from, dataFolder: configuration.data, store: storeFileOf(configuration) });
      const { created, statements, files } = manifest;
      standardOutput(json === true).result({ path: configuration.data, created, statements, files: files.length }, [
        `Geprüft und eingespielt / verified and restored: ${configuration.data}`,
        `  Stand / as of ${created}, ${statements} Statements, ${files.length} Dateien / files`,
      ]);
    });
}
