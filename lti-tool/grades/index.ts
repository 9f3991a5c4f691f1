export { createColumns, noteColumn } from './columns.js';
export { createGrades, type Grades } from './create-grades.js';
export { isHeld, reasonText } from './reason.js';
