export { coursePage } from './course-page.js';
export { errorPage } from './error-page.js';
export { forwardingPage } from './forwarding-page.js';
export { addedPage, addPage, itemPage, reviewPage } from './frame-pages.js';
export { gradesPage } from './grades-page.js';
export { peoplePage } from './people-page.js';
