import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { openAssetFolder, type AssetFolder } from '../../web/index.js';

/**
 * H5P core, as shipped by npm: h5p-standalone packs core's scripts, jQuery included, into one file. It defines
 * `window.H5P` and expects `window.H5PIntegration` to be there first.
 */
export const coreScripts = ['frame.bundle.js'] as const;

/** Core's styles; those for administration and for the Hub are left out. */
export const coreStyles = [
  'styles/h5p.css',
  'styles/h5p-confirmation-dialog.css',
  'styles/h5p-core-button.css',
] as const;

const served =
  /^(?:frame\.bundle\.js|styles\/h5p(?:-confirmation-dialog|-core-button)?\.css|fonts\/h5p-core-\d+\.\w+)$/;

/** The folder of H5P core, narrowed to what the player needs. */
export function coreFiles(): AssetFolder {
  const folder = openAssetFolder(dirname(createRequire(import.meta.url).resolve('h5p-standalone')));
  return { find: async (path) => (served.test(path) ? folder.find(path) : undefined) };
}
