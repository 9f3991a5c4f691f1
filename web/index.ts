export { type Asset, assetFolder, type AssetFolder, assetHash, assetTypeOf, makeAsset } from './asset-folder.js';
export { assets, contentSecurityPolicy, frameAncestorsOf, securityHeaders } from './assets.js';
export { sendBridgePage } from './bridge-page.js';
export { errorPage, errorTitle, requestLine } from './error-page.js';
export { html, type Html, type HtmlValue, jsonScript, raw } from './html.js';
export { isLanguage, type Language, languageOf, languageOfTag, languages } from './language.js';
export { type NavigationLink, page, type PageScript } from './layout.js';
export { dayInWords, momentInWords } from './moments.js';
export { numberText, pointsText, shareText } from './numbers.js';
export { isFromElsewhere, isFromOwnPage } from './own-page.js';
export { notFound, pageErrorHandler, type WaysOn } from './page-error-handler.js';
export { cacheControlOf, sendAsset } from './send-asset.js';
export { sendBlob } from './send-blob.js';
export {
  accessLog,
  answerError,
  createMetrics,
  errorHandler,
  frontDoor,
  giveRequestId,
  health,
  listen,
  type Listening,
  logError,
  measureProcess,
  measureRequests,
  type Metrics,
  metricsRoute,
  requestError,
  requestIdOf,
  type Running,
  runUntilSignal,
  setErrorHeaders,
  watchAnswers,
} from './server/index.js';
