import { z } from 'zod';
import { LotseError } from '../../../base/index.js';

/** The manifest's name in a backup. */
export const manifestName = 'manifest.json';

/** A file's place below the data folder, with `/`, never leading out of it. */
function isInside(path: string): boolean {
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\\0:]/.test(part));
}

const schema = z
  .strictObject({
    format: z.literal('lotse-backup'),
    version: z.literal(1),
    /** When the database was copied, ISO 8601 UTC. */
    created: z.iso.datetime(),
    /** The database's file among `files`. */
    database: z.string(),
    statements: z.int().min(0),
    position: z.int().min(0),
    /** Attachments that the statements name: whether they belong to the backup, how many they are, how many are nowhere. */
    attachments: z.strictObject({ inside: z.boolean(), named: z.int().min(0), missing: z.int().min(0) }).optional(),
    /** The same of the files that contents and libraries name. */
    blobs: z.strictObject({ inside: z.boolean(), named: z.int().min(0), missing: z.int().min(0) }).optional(),
    files: z
      .array(
        z.strictObject({
          path: z.string().max(4096).refine(isInside),
          /** Bytes. */
          size: z.int().min(0),
          sha256: z.string().regex(/^[0-9a-f]{64}$/),
        }),
      )
      .refine((files) => new Set(files.map(({ path }) => path)).size === files.length),
  })
  .refine(({ database, files }) => files.some(({ path }) => path === database));

/** The description of a backup in its own folder. */
export type Manifest = z.infer<typeof schema>;
/** One file of a backup. */
export type ManifestFile = Manifest['files'][number];

/**
 * Reads a manifest.
 * @throws LotseError `bad-request` if it is none
 */
export function parseManifest(text: string): Manifest {
  try {
    return schema.parse(JSON.parse(text));
  } catch (caught) {
    throw new LotseError(
      'bad-request',
      `The ${manifestName} of this backup cannot be read. It is damaged, or was written by another version of Lotse.`,
      { cause: caught },
    );
  }
}
