import { createHash } from 'node:crypto';
import { LotseError } from '../../../base/index.js';
import { readContainer } from './containers.js';
import { type Manifest, type ManifestFile, manifestName, parseManifest } from './manifest.js';

/** A manifest is small; a larger file is not one. */
const maxManifestBytes = 256 * 1024 * 1024;

async function textOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of content) {
    size += part.length;
    if (size > maxManifestBytes)
      throw new LotseError('bad-request', `The ${manifestName} of this backup is too large.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Size and hash of a stream. */
export async function measure(path: string, content: AsyncIterable<Uint8Array>): Promise<ManifestFile> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const part of content) {
    hash.update(part);
    size += part.length;
  }
  return { path, size, sha256: hash.digest('hex') };
}

/**
 * Reads a whole backup and compares every file with the manifest.
 * @returns the manifest
 * @throws LotseError `not-found` if there is no backup; `bad-request` if a file is missing, too many or different
 */
export async function verifyBackup(from: string): Promise<Manifest> {
  const found = new Map<string, ManifestFile>();
  let manifest: Manifest | undefined;
  for await (const { path, content } of readContainer(from)) {
    if (path === manifestName) manifest = parseManifest(await textOf(content));
    else found.set(path, await measure(path, content));
  }
  if (manifest === undefined)
    throw new LotseError('bad-request', `This is no whole backup: it has no ${manifestName}.`);
  for (const file of manifest.files) {
    const there = found.get(file.path);
    found.delete(file.path);
    if (there === undefined) throw new LotseError('bad-request', `The backup is damaged: ${file.path} is missing.`);
    if (there.size !== file.size || there.sha256 !== file.sha256)
      throw new LotseError('bad-request', `The backup is damaged: ${file.path} is not what was backed up.`);
  }
  const [unknown] = found.keys();
  if (unknown !== undefined)
    throw new LotseError('bad-request', `The backup holds ${unknown}, which its ${manifestName} does not know.`);
  return manifest;
}
