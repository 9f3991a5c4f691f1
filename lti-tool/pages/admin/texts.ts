import { defineTexts } from '../../../lrs/web/index.js';

/** Texts of the administrators' sign-in and of the way between their pages. */
export const adminTexts = defineTexts({
  de: {
    title: 'Lotse verwalten',
    lead: 'Hier verbinden Sie Lernplattformen und sehen nach, ob Bewertungen ankommen. Sie brauchen Schlüssel und Geheimnis eines Zugangs, der in Ihrer Organisation alles darf.',
    forbidden: 'Dieser Zugang reicht dafür nicht aus. Er braucht den Bereich all und darf nicht auf eine Person oder Aktivität beschränkt sein.',
    platforms: 'Lernplattformen', grades: 'Bewertungen', statements: 'Statements',
  },
  en: {
    title: 'Administer Lotse',
    lead: 'Here you connect learning platforms and see whether grades arrive. You need the key and secret of a credential that may do everything in your organisation.',
    forbidden: 'This credential is not enough for that. It needs the scope all, and must not be limited to a person or an activity.',
    platforms: 'Learning platforms', grades: 'Grades', statements: 'Statements',
  },
});
