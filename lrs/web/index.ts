export { assets, contentSecurityPolicy, frameAncestorsOf, securityHeaders } from './assets.js';
export { errorPage } from './error-page.js';
export { harveyBall, type Level } from './harvey-ball.js';
export { html, Html, jsonScript, raw, type HtmlValue } from './html.js';
export { defineTexts, type Texts, type Translate } from './i18n.js';
export { isLanguage, languageOf, languageOfTag, languages, type Language } from './language.js';
export { page, type NavigationLink, type PageOptions } from './layout.js';
export { notFound, pageErrorHandler } from './page-error-handler.js';
