import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { type Clock, withHash, isoNow, LotseError } from '../../../base/index.js';
import type { StoreBackup, StoreCopy } from '../../store/index.js';
import { type BlobCheck, checkBlobs, type MissingBlob } from './check-blobs.js';
import { type BackupWriter, createContainer, filesBelow } from './containers.js';
import { type Manifest, type ManifestFile, manifestName } from './manifest.js';
import { verifyBackup } from './verify.js';

/** The source and destination of a backup. */
export interface BackupRequest {
  readonly dataFolder: string;
  readonly store: StoreBackup;
  /** A folder, or a file that ends in `.tar`; must not exist. */
  readonly to: string;
  readonly clock: Clock;
  /** The folder of attachments and files: those that the copied database names must be there. */
  readonly blobs: BlobCheck['blobs'];
  /** True if that is in the data folder; data elsewhere is not part of the backup. */
  readonly blobsInside: boolean;
  /** Called for each attachment without a fileUrl, and each file, that is missing. */
  readonly onMissing?: (missing: MissingBlob) => void;
  /** Called with the share of the database that is copied, 0 to 1. */
  readonly progress?: (share: number) => void;
}

/** Adds content of a known size. */
async function addContent(
  writer: BackupWriter,
  path: string,
  size: number,
  content: AsyncIterable<Uint8Array>,
): Promise<ManifestFile> {
  const hash = createHash('sha256');
  await writer.add(path, size, withHash(content, hash));
  return { path, size, sha256: hash.digest('hex') };
}

/** Adds one file as it is when it is opened; `undefined` if it has vanished. */
async function addFile(writer: BackupWriter, path: string, source: string): Promise<ManifestFile | undefined> {
  const handle = await open(source, 'r').catch((caught: NodeJS.ErrnoException) => {
    if (caught.code === 'ENOENT') return undefined;
    throw caught;
  });
  if (handle === undefined) return undefined;
  try {
    const { size } = await handle.stat();
    const content =
      size === 0
        ? []
        : createReadStream('', { fd: handle, autoClose: false, end: size - 1, highWaterMark: 1024 * 1024 });
    return await addContent(writer, path, size, content as AsyncIterable<Uint8Array>);
  } finally {
    await handle.close();
  }
}

/** A half-written file of another process, or a copy that an earlier backup left behind. */
const passing = /(^|\/)\.[^/]*$|\.(new|part|backing-up)$|^(?:attachments|blobs\/\w+)\/incoming\//;

/** Adds what lies in the data folder beside the database. */
async function addOtherFiles(
  writer: BackupWriter,
  dataFolder: string,
  store: StoreBackup,
): Promise<readonly ManifestFile[]> {
  const files: ManifestFile[] = [];
  for (const path of await filesBelow(dataFolder)) {
    if (store.isOwn(path) || passing.test(path)) continue;
    const added = await addFile(writer, path, join(dataFolder, path));
    if (added !== undefined) files.push(added);
  }
  return files;
}

async function addManifest(writer: BackupWriter, manifest: Manifest): Promise<void> {
  const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
  async function* once(): AsyncGenerator<Uint8Array> {
    yield text;
  }
  await writer.add(manifestName, text.length, once());
}

/**
 * Backs up a data folder while Lotse runs: the database as it is at one instant, then every other file (keys,
 * attachments, files of contents and libraries, the demo's state). Blobs are written before any reference to them and
 * never change, so every one that the copied database names is there; that is checked. All of it is read again and
 * compared before this returns.
 * @throws LotseError `conflict` if the target exists, `store-unavailable` if something cannot be read or written
 */
export async function backUp({
  dataFolder,
  store,
  to,
  clock,
  blobs,
  blobsInside,
  onMissing,
  progress = () => undefined,
}: BackupRequest): Promise<Manifest> {
  if (`${resolve(to)}${sep}`.startsWith(`${resolve(dataFolder)}${sep}`)) {
    throw new LotseError(
      'bad-request',
      'The backup must not lie in the data folder itself: what destroys the one would destroy the other.',
    );
  }
  const writer = await createContainer(to);
  let copy: StoreCopy | undefined;
  try {
    const created = isoNow(clock);
    copy = await store.copyStore(resolve(to, '..'), progress);
    const { facts } = copy;
    const files: ManifestFile[] = [await addContent(writer, store.name, copy.size, copy.read())];
    const named = await checkBlobs({
      copy,
      blobs,
      inside: blobsInside,
      ...(onMissing === undefined ? {} : { onMissing }),
    });
    await copy.close();
    files.push(...(await addOtherFiles(writer, dataFolder, store)));
    const manifest: Manifest = {
      format: 'lotse-backup',
      version: 1,
      created,
      database: store.name,
      ...facts,
      attachments: named.attachments,
      blobs: named.files,
      files,
    };
    await addManifest(writer, manifest);
    await writer.seal();
    await verifyBackup(writer.draft);
    await writer.publish();
    return manifest;
  } catch (caught) {
    await writer.abandon().catch(() => undefined);
    if (caught instanceof LotseError) throw caught;
    throw new LotseError(
      'store-unavailable',
      `The backup could not be written to ${resolve(to)} (${(caught as Error).message}).`,
      { cause: caught },
    );
  } finally {
    await copy?.close();
  }
}
