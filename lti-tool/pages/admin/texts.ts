import { defineTexts } from '../../../lrs/web/index.js';

/** Texts of the administrators' sign-in and of the way between their pages. */
export const adminTexts = defineTexts({
  de: {
    title: 'Lotse verwalten',
    lead: 'Melden Sie sich mit Schlüssel und Geheimnis eines Zugangs an, der alles darf.',
    forbidden: 'Dieser Zugang reicht dafür nicht aus. Er braucht den Bereich all und darf nicht auf eine Person oder Aktivität beschränkt sein.',
    platforms: 'Lernplattformen', grades: 'Bewertungen', statements: 'Statements',
  },
  en: {
    title: 'Run Lotse',
    lead: 'Sign in with the key and secret of a credential that may do everything.',
    forbidden: 'This credential is not enough for that. It needs the scope all, and must not be limited to a person or an activity.',
    platforms: 'Learning platforms', grades: 'Grades', statements: 'Statements',
  },
});
