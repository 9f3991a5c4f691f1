export { adminBase, administratorAreas, adminNavigation, adminSignIn } from './admin-area.js';
