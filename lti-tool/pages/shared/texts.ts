import { defineTexts } from '../../../lrs/web/index.js';

/** Texts of the navigation inside a launch. */
export const visitTexts = defineTexts({
  de: {
    path: 'Lernpfad',
    unit: 'Lerneinheit',
    matrix: 'Meine Matrix',
    team: 'Team-Matrix',
    back: 'Zum Kurs',
    profile: 'Rolle',
    show: 'Anzeigen',
    print: 'Drucken',
  },
  en: {
    path: 'Learning path',
    unit: 'Unit',
    matrix: 'My matrix',
    team: 'Team matrix',
    back: 'To the course',
    profile: 'Role',
    show: 'Show',
    print: 'Print',
  },
});
