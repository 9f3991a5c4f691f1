import type { Database } from 'better-sqlite3';
import type { Lease, LeaseCommands } from '../../lrs/store/index.js';
import { type Offers, prepared, type SqliteModule } from './engine/index.js';
import { milliseconds } from './instants.js';

function acquire(database: Database, { name, holder, now, until }: Lease): boolean {
  return (
    prepared(
      database,
      `
    INSERT INTO lease (name, holder, until) VALUES (?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until WHERE lease.holder = excluded.holder OR lease.until <= ?`,
    ).run(name, holder, milliseconds(until), milliseconds(now)).changes > 0
  );
}

function release(database: Database, { name, holder }: { readonly name: string; readonly holder: string }): void {
  prepared(database, 'DELETE FROM lease WHERE name = ? AND holder = ?').run(name, holder);
}

/** Leases in SQLite. */
export const leasesModule = {
  migrations: [
    {
      name: 'leases-1',
      sql: `
      CREATE TABLE lease (
        name TEXT PRIMARY KEY,
        holder TEXT NOT NULL,
        until INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
    },
  ],
  commands: { acquire, release },
  queries: {},
} satisfies SqliteModule;

/** The leases of the LRS's port. */
export function leaseStore(engine: Offers<'leases', typeof leasesModule>): LeaseCommands {
  const module = engine.module('leases');
  return {
    acquireLease: (lease) => module.execute('acquire', lease),
    releaseLease: (name, holder) => module.execute('release', { name, holder }),
  };
}
