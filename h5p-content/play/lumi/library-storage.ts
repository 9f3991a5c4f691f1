import { Readable } from 'node:stream';
import type { IInstalledLibrary, ILibraryMetadata, ILibraryName, ILibraryStorage } from '@lumieducation/h5p-server';
import { InstalledLibrary } from '@lumieducation/h5p-server';
import { LotseError } from '../../../base/index.js';
import type { Asset } from '../../../web/index.js';
import type { Library, LibraryFiles } from '../assets/library-files.js';
import { libraryFolder } from '../urls.js';
import { notWhilePlaying } from './read-only.js';

/** Lumi's view of the installed libraries, for reading. */
export function libraryStorage(libraries: LibraryFiles): ILibraryStorage {
  const library = async (name: ILibraryName): Promise<Library> => {
    const found = await libraries.find(name);
    if (found === undefined)
      throw new LotseError('not-found', `The content type ${libraryFolder(name)} is not installed.`);
    return found;
  };
  const file = async (name: ILibraryName, path: string): Promise<Asset> => {
    const found = await (await library(name)).find(path);
    if (found === undefined) throw new LotseError('not-found', `${libraryFolder(name)} has no file ${path}.`);
    return found;
  };
  const text = async (name: ILibraryName, path: string): Promise<string> =>
    Buffer.from(await (await file(name, path)).bytes('identity')).toString('utf8');
  const installed = async (name: ILibraryName): Promise<IInstalledLibrary> =>
    InstalledLibrary.fromMetadata((await library(name)).metadata as ILibraryMetadata & { restricted: boolean });

  return {
    getLibrary: installed,
    isInstalled: async (name) => (await libraries.find(name)) !== undefined,
    getInstalledLibraryNames: async (machineName) =>
      (await libraries.names()).filter((name) => machineName === undefined || name.machineName === machineName),
    fileExists: async (name, path) => (await (await libraries.find(name))?.find(path)) !== undefined,
    getFileAsString: text,
    getFileAsJson: async (name, path) => JSON.parse(await text(name, path)) as unknown,
    getFileStats: async (name, path) => ({
      birthtime: new Date(0),
      size: (await (await file(name, path)).bytes('identity')).byteLength,
    }),
    getFileStream: async (name, path) => Readable.from([await (await file(name, path)).bytes('identity')]),
    listAddons: async () => [],
    addFile: notWhilePlaying('addFile'),
    addLibrary: notWhilePlaying('addLibrary'),
    clearFiles: notWhilePlaying('clearFiles'),
    deleteLibrary: notWhilePlaying('deleteLibrary'),
    getAllDependentsCount: notWhilePlaying('getAllDependentsCount'),
    getDependentsCount: notWhilePlaying('getDependentsCount'),
    getLanguages: notWhilePlaying('getLanguages'),
    listFiles: notWhilePlaying('listFiles'),
    updateAdditionalMetadata: notWhilePlaying('updateAdditionalMetadata'),
    updateLibrary: notWhilePlaying('updateLibrary'),
  };
}
