export { installLibraries } from './install-libraries.js';
export {
  type InstalledFile,
  type InstalledLibraries,
  createInstalledLibraries,
  type InstalledLibrary,
  cacheLibraries,
} from './installed-libraries.js';
export { libraryFolder, libraryName } from './library-json.js';
