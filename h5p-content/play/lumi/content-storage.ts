import type { IContentMetadata, IContentStorage } from '@lumieducation/h5p-server';
import { LotseError } from '../../../base/index.js';
import type { OrganisationId } from '../../../lrs/index.js';
import type { ContentFile, ContentStore, ContentVersion } from '../../store/index.js';
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
  const file = async (contentId: string, name: string): Promise<ContentFile> => {
    const found = await store.contents.findFile(organisation, only(contentId).id, content.version, name);
    if (found === undefined) throw new LotseError('not-found', 'This learning unit has no such file.');
    return found;
  };
  return {
    contentExists: async (contentId) => contentId === content.id,
    getMetadata: async (contentId) => JSON.parse(only(contentId).metadata) as IContentMetadata,
    getParameters: async (contentId) => JSON.parse(only(contentId).parameters) as unknown,
    fileExists: async (contentId, name) =>
      (await store.contents.findFile(organisation, only(contentId).id, content.version, name)) !== undefined,
    getFileStats: async (contentId, name) => ({
      birthtime: new Date(content.published),
      size: (await file(contentId, name)).length,
    }),
    listFiles: async (contentId) =>
      (await store.contents.listFiles(organisation, only(contentId).id, content.version)).map(({ name }) => name),
    // Browsers load files by a route of their own.
    getFileStream: notWhilePlaying('getFileStream'),
    listContent: async () => [content.id],
    getUsage: notWhilePlaying('getUsage'),
    addContent: notWhilePlaying('addContent'),
    addFile: notWhilePlaying('addFile'),
    deleteContent: notWhilePlaying('deleteContent'),
    deleteFile: notWhilePlaying('deleteFile'),
  };
}
