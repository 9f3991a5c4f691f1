import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { Sqlite } from '../../adapters/sqlite/engine/index.js';

/** Where figures were measured. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memory: string;
  readonly system: string;
  readonly node: string;
  readonly sqlite: string;
  /** How busy the machine was with other things before the run began (1, 5, 15 minutes). */
  readonly load: readonly number[];
}

export function thisMachine(): Machine {
  const memory = new Sqlite(':memory:');
  const sqlite = memory.prepare<[], string>('SELECT sqlite_version()').pluck().get()!;
  memory.close();
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    sqlite,
    load: loadavg().map((each) => Math.round(each * 100) / 100),
  };
}
