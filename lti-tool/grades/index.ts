export { isHeld, reasonText } from './reason.js';
export { createGrades, type Grades, type GradesParts } from './create-grades.js';
