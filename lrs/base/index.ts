export { systemClock, isoNow, type Clock } from './clock.js';
export { readConfiguration, settings, type Configuration } from './configuration.js';
export { LotseError, asLotseError, errorBody, errorTable, type ErrorBody, type ErrorCode, type ErrorOptions } from './errors.js';
export { hashOfSecret, isUuid, newSecret, newUuid, uuidFrom } from './ids.js';
export { createLogger, type Logger } from './logging.js';
export { readEncryptionKey } from './encryption-key.js';
export { seal, unseal } from './sealing.js';
export { vocabularyFor, type Vocabulary } from './vocabulary.js';
export { projectRoot } from './project-root.js';
