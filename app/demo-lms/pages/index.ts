export { coursePage } from './course-page.js';
export { demoErrorPage, forwardingPage } from './layout.js';
export { addedPage, addPage, itemPage, reviewPage } from './frame-pages.js';
export { demoGradesPage } from './grades-page.js';
export { peoplePage } from './people-page.js';
