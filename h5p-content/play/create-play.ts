import { Router } from 'express';
import { join } from 'node:path';
import { type BlobPlaces, type Clock, distFolder, type Logger, type Vocabulary } from '../../base/index.js';
import type { Lrs } from '../../lrs/index.js';
import { createErrorHandler } from '../../web/index.js';
import { createInstalledLibraries, installLibraries } from '../libraries/index.js';
import type { ContentStore } from '../store/index.js';
import { createContentKeys } from './content-keys.js';
import { coreFiles } from './core-files.js';
import type { PlayModel, PlayRequest } from './model.js';
import { assetRoutes } from './routes/assets.js';
import { contentFileRoutes } from './routes/content-files.js';
import { createLaunchFinder } from './routes/launch.js';
import { userDataRoutes } from './routes/user-data.js';
import { xapiRoutes } from './routes/xapi.js';
import type { ReadPlaySession } from './session.js';
import { createPlayUrls } from './urls.js';

/** Dependencies of playing. */
export interface PlayOptions {
  readonly store: ContentStore;
  readonly blobs: Pick<BlobPlaces, 'contents' | 'libraries'>;
  readonly lrs: Lrs;
  readonly vocabulary: Vocabulary;
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly readSession: ReadPlaySession;
  /** A secret of this installation, from which the keys to content files are derived. */
  readonly filesSecret: string;
  /** Folder of the built content types, which are installed before somebody plays; the program's own unless given. */
  readonly librariesFolder?: string;
}

/** Playing contents: the page's model, and the routes that the browser then calls. */
export interface Play {
  /**
   * Everything a page needs to show the content of a launch.
   * @throws LotseError `unknown-content` if the organisation does not have this content in this version
   */
  model(request: PlayRequest): Promise<PlayModel>;
  /** Loads what the first model needs, so that it does not have to wait. */
  warm(): Promise<void>;
  /** To be mounted at `/h5p`. */
  readonly router: Router;
}

/** The H5P server is large: it is loaded when somebody first plays, or by `warm`. */
const player = () => import('./model.js');

/** Creates the player. */
export function createPlay({ librariesFolder = join(distFolder, 'h5p-libraries'), ...options }: PlayOptions): Play {
  const { store, blobs, clock, logger } = options;
  const core = coreFiles();
  const libraries = createInstalledLibraries(store, blobs.libraries);
  const urls = createPlayUrls(options.publicUrl);
  const keys = createContentKeys(options.filesSecret, clock);
  const findLaunch = createLaunchFinder(options.lrs, options.readSession);
  const router = Router();
  router.use(
    assetRoutes(core, libraries),
    contentFileRoutes({ store, blobs: blobs.contents, findLaunch, keys }),
    userDataRoutes(store, findLaunch, clock),
    xapiRoutes(options, findLaunch),
    createErrorHandler(logger),
  );
  let installed: Promise<void> | undefined;
  /** Once; if it fails, the next player tries again. */
  const install = async (): Promise<void> => {
    installed ??= installLibraries({ store, blobs: blobs.libraries, clock, logger }, librariesFolder);
    await installed.catch((caught: unknown) => {
      installed = undefined;
      throw caught;
    });
  };
  return {
    router,
    model: async (request) => {
      await install();
      return (await player()).playModel({ ...options, core, libraries, urls, keys }, request);
    },
    async warm() {
      await player();
      await install().catch((caught: unknown) =>
        logger.error(
          { cause: caught instanceof Error ? caught.stack : caught },
          'The content types could not be installed; it is tried again when somebody opens a learning unit.',
        ),
      );
    },
  };
}
