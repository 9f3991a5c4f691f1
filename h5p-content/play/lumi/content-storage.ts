import { Readable } from 'node:stream';
import type { IContentMetadata, IContentStorage } from '@lumieducation/h5p-server';
import { LotseError } from '../../../base/index.js';
import type { OrganisationId } from '../../../lrs/index.js';
import type { ContentStore, ContentVersion } from '../../store/index.js';
import { notWhilePlaying } from './read-only.js';

/** Lumi's view of the one version that a launch plays: nothing else can be reached through it. */
export function contentStorage(
  store: ContentStore,
  organisation: OrganisationId,
  content: ContentVersion,
): IContentStorage {
  const only = (contentId: string): ContentVersion => {
    if (contentId !== content.id) throw new LotseError('unknown-content', 'This learning unit does not exist.');
    return content;
  };
  const file = async (contentId: string, name: string): Promise<Uint8Array> => {
    const found = await store.contents.readFile(organisation, only(contentId).id, content.version, name);
    if (found === undefined) throw new LotseError('not-found', 'This learning unit has no such file.');
    return found.bytes;
  };
  return {
    contentExists: async (contentId) => contentId === content.id,
    getMetadata: async (contentId) => JSON.parse(only(contentId).metadata) as IContentMetadata,
    getParameters: async (contentId) => JSON.parse(only(contentId).parameters) as unknown,
    fileExists: async (contentId, name) =>
      (await store.contents.fileNames(organisation, only(contentId).id, content.version)).includes(name),
    getFileStats: async (contentId, name) => ({
      birthtime: new Date(content.published),
      size: (await file(contentId, name)).byteLength,
    }),
    getFileStream: async (contentId, name) => Readable.from([await file(contentId, name)]),
    listFiles: async (contentId) => [
      ...(await store.contents.fileNames(organisation, only(contentId).id, content.version)),
    ],
    listContent: async () => [content.id],
    getUsage: notWhilePlaying('getUsage'),
    addContent: notWhilePlaying('addContent'),
    addFile: notWhilePlaying('addFile'),
    deleteContent: notWhilePlaying('deleteContent'),
    deleteFile: notWhilePlaying('deleteFile'),
  };
}
