import { libraryFolder } from '../libraries/index.js';
import type { LibraryName } from '../store/index.js';

/** The addresses the player needs. Paths, so that they work under any host name. */
export interface PlayUrls {
  /** The player's own script, built from `client/player.entry.ts`. */
  readonly playerScript: string;
  /** xAPI endpoint for statements of the content. */
  readonly xapi: string;
  /** Base of H5P's own requests. */
  readonly base: string;
  core(file: string, hash: string): string;
  library(library: LibraryName, file: string, hash: string): string;
  /**
   * The address to which H5P appends `/` and a file's path. The key has to come before the path, because H5P
   * knows no other way of putting an address together. @param key see `createContentKeys`
   */
  contentFiles(contentId: string, version: number, key: string): string;
  /** The address of learner state, with H5P's placeholders. */
  readonly userData: string;
}

/** @param publicUrl its path, if it has one, stands before every address */
export function createPlayUrls(publicUrl: string): PlayUrls {
  const prefix = new URL(publicUrl).pathname.replace(/\/$/, '');
  const base = `${prefix}/h5p`;
  return {
    base,
    playerScript: `${prefix}/assets/player.js`,
    xapi: `${base}/xapi`,
    core: (file, hash) => `${base}/core/${file}?v=${hash}`,
    library: (library, file, hash) => `${base}/libraries/${libraryFolder(library)}/${file}?v=${hash}`,
    contentFiles: (contentId, version, key) =>
      `${base}/content/${encodeURIComponent(contentId)}/${version}?key=${encodeURIComponent(key)}&file=`,
    userData: `${base}/user-data/:contentId/:dataType/:subContentId`,
  };
}
