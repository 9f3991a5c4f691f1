import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { IInstalledLibrary, ILibraryMetadata, ILibraryName, ILibraryStorage } from '@lumieducation/h5p-server';
import { InstalledLibrary as LumiLibrary } from '@lumieducation/h5p-server';
import { LotseError } from '../../../base/index.js';
import {
  type InstalledFile,
  type InstalledLibraries,
  type InstalledLibrary,
  libraryFolder,
} from '../../libraries/index.js';
import { notWhilePlaying } from './read-only.js';

/** Lumi's view of the installed libraries, for reading. */
export function libraryStorage(libraries: InstalledLibraries): ILibraryStorage {
  const library = async (name: ILibraryName): Promise<InstalledLibrary> => {
    const found = await libraries.find(name);
    if (found === undefined)
      throw new LotseError('not-found', `The content type ${libraryFolder(name)} is not installed.`);
    return found;
  };
  const file = async (name: ILibraryName, path: string): Promise<InstalledFile> => {
    const found = (await library(name)).find(path);
    if (found === undefined) throw new LotseError('not-found', `${libraryFolder(name)} has no file ${path}.`);
    return found;
  };
  const stream = async (name: ILibraryName, path: string): Promise<Readable> =>
    Readable.from((await (await file(name, path)).open()).read(), { objectMode: false });
  const textOf = async (name: ILibraryName, path: string): Promise<string> => text(await stream(name, path));
  const installed = async (name: ILibraryName): Promise<IInstalledLibrary> =>
    LumiLibrary.fromMetadata((await library(name)).metadata as unknown as ILibraryMetadata & { restricted: boolean });

  return {
    getLibrary: installed,
    isInstalled: async (name) => (await libraries.find(name)) !== undefined,
    getInstalledLibraryNames: async (machineName) =>
      (await libraries.names()).filter((name) => machineName === undefined || name.machineName === machineName),
    fileExists: async (name, path) => (await libraries.find(name))?.find(path) !== undefined,
    getFileAsString: textOf,
    getFileAsJson: async (name, path) => JSON.parse(await textOf(name, path)) as unknown,
    getFileStats: async (name, path) => ({
      birthtime: new Date(0),
      size: (await file(name, path)).length,
    }),
    getFileStream: stream,
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
