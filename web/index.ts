export { type Asset, openAssetFolder, type AssetFolder, assetHash, assetTypeOf, createAsset } from './asset-folder.js';
export { assets, contentSecurityPolicy, frameAncestorsOf, securityHeaders } from './assets.js';
export { sendInterstitialPage } from './interstitial-page.js';
export { renderErrorPage, errorTitle, requestLine } from './error-page.js';
export { html, type Html, type HtmlValue, jsonScript, raw } from './html.js';
export { isLanguage, type Language, languageOf, languageOfTag, languages } from './language.js';
export { type NavigationLink, renderPage, type PageScript } from './layout.js';
export { formatDay, formatMoment } from './moments.js';
export { formatNumber, formatPoints, formatShare } from './numbers.js';
export { isFromElsewhere, isFromOwnPage } from './own-page.js';
export { handleNotFound, createPageErrorHandler, type ErrorActions } from './page-error-handler.js';
export { cacheControlOf, sendAsset } from './send-asset.js';
export { sendBlob } from './send-blob.js';
export {
  createAccessLog,
  sendError,
  createMetrics,
  createErrorHandler,
  createFrontDoor,
  assignRequestId,
  createHealthRouter,
  listen,
  type ListeningServer,
  logError,
  measureProcess,
  measureRequests,
  type Metrics,
  createMetricsRouter,
  requestError,
  requestIdOf,
  type RunningProgram,
  runUntilSignal,
  setErrorHeaders,
  observeRequests,
} from './server/index.js';
