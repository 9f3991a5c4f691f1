export { installLibraries } from './install-libraries.js';
export {
  type InstalledFile,
  type InstalledLibraries,
  installedLibraries,
  type InstalledLibrary,
  readOnce,
} from './installed-libraries.js';
export { libraryFolder, libraryName } from './library-json.js';
