export { rangeOf, type AddressRange } from './address-range.js';
export { beginningOf } from './beginning.js';
export { systemClock, isoNow, isRecent, type Clock } from './clock.js';
export { readConfiguration, settings, type Configuration } from './configuration.js';
export {
  LotseError,
  asLotseError,
  errorBody,
  errorTable,
  type ErrorBody,
  type ErrorCode,
  type ErrorOptions,
} from './errors.js';
export { makeFolder, makeFolderSync } from './folder.js';
export { hashOfSecret, isUuid, newSecret, newUuid, uuidFrom } from './ids.js';
export { createLogger, endLog, type Logger } from './logging.js';
export { readEncryptionKey } from './encryption-key.js';
export { present } from './present.js';
export { seal, unseal } from './sealing.js';
export { vocabularyFor, type Vocabulary } from './vocabulary.js';
export { projectRoot } from './project-root.js';
export { sha2Hasher } from './sha2.js';
