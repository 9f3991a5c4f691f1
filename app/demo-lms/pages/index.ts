export { coursePage } from './course-page.js';
export { errorPage, forwardingPage } from './layout.js';
export { addedPage, addPage, itemPage, reviewPage } from './frame-pages.js';
export { gradesPage } from './grades-page.js';
export { peoplePage } from './people-page.js';
