export { basicAuthorization, bearerToken, readAuthorization, triesBearer } from './authorization.js';
export { BackgroundLoop, backoffMs, type LoopFailure, type LoopParts, type Scheduler } from './background-loop.js';
export { beginningOf } from './beginning.js';
export {
  type BlobEntry,
  type BlobName,
  type BlobPlaces,
  type BlobStore,
  type ByteRange,
  isBlobHash,
  isBlobOwner,
  libraryOwner,
  requireBlobName,
  type StoredBlob,
  wrongHash,
} from './blob-store.js';
export { BoundedMap } from './bounded-map.js';
export {
  type Clock,
  type EpochMilliseconds,
  type EpochSeconds,
  type Instant,
  isoNow,
  isRecent,
  type Milliseconds,
  type Seconds,
  systemClock,
} from './clock.js';
export { type Configuration, readConfiguration, settingInWords, settings } from './configuration.js';
export { distFolder } from './dist-folder.js';
export { makeDurableFolder, replaceFile, syncFolder, writeNewFile } from './durable-file.js';
export { readEncryptionKey } from './encryption-key.js';
export { asLotseError, codeOf, type ErrorBody, errorBody, type ErrorCode, errorTable, LotseError } from './errors.js';
export { makeFolder, makeFolderSync } from './folder.js';
export { hashOfSecret, isUuid, newSecret, newUuid, uuidFrom } from './ids.js';
export { type Bilingual, bilingual, type Language, languages } from './language.js';
export { createLogger, endLog, type Logger } from './logging.js';
export {
  checkedUrl,
  createOutboundClient,
  type NetworkPolicy,
  type OutboundAnswer,
  type OutboundClient,
  OutboundError,
  type OutboundRequest,
  retryAfterSeconds,
  type StreamedAnswer,
} from './outbound/index.js';
export { present } from './present.js';
export { pruneBlobs, type Pruned } from './prune-blobs.js';
export { seal, unseal } from './sealing.js';
export { hashed, sha2Hasher } from './sha2.js';
export { germanOf, startError } from './start-errors.js';
export { defineTexts, type TextKey, type TextValues } from './texts.js';
export { type Vocabulary, vocabularyFor } from './vocabulary.js';
