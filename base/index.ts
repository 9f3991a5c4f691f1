export { basicAuthorization, bearerToken, parseAuthorization, triesBearer } from './authorization.js';
export { BackgroundLoop, backoffMs, type LoopFailure, type LoopParts, type Scheduler } from './background-loop.js';
export { truncate } from './truncate.js';
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
  wrongHashError,
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
export { ensureDurableFolder, replaceFile, syncFolder, writeNewFile } from './durable-file.js';
export { readEncryptionKey } from './encryption-key.js';
export { toLotseError, codeOf, type ErrorBody, errorBody, type ErrorCode, errorTable, LotseError } from './errors.js';
export { groupBy } from './group-by.js';
export { ensureFolder, ensureFolderSync } from './folder.js';
export { hashOfSecret, isUuid, newSecret, newUuid, uuidFrom } from './ids.js';
export { type Bilingual, bilingual, type Language, languages } from './language.js';
export { createLogger, flushLog, type Logger } from './logging.js';
export {
  checkedUrl,
  createOutboundClient,
  type NetworkPolicy,
  type OutboundResponse,
  type OutboundClient,
  OutboundError,
  type OutboundRequest,
  retryAfterSeconds,
  type StreamedResponse,
} from './outbound/index.js';
export { omitUndefined } from './omit-undefined.js';
export { pruneBlobs, type Pruned } from './prune-blobs.js';
export { seal, unseal } from './sealing.js';
export { withHash, sha2Hasher } from './sha2.js';
export { germanOf, startError } from './start-errors.js';
export { defineTexts, type TextKey, type TextValues } from './texts.js';
export { type Vocabulary, vocabularyFor } from './vocabulary.js';
