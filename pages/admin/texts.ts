import { defineTexts } from '../../web/index.js';

/** Texts of the administrators' sign-in and navigation. */
export const adminTexts = defineTexts({
  de: {
    title: 'Lotse verwalten',
    lead: 'Hier verbinden Sie Lernplattformen und sehen nach, ob Bewertungen ankommen. Sie brauchen Schlüssel und Geheimnis eines Zugangs, der in Ihrer Organisation alles darf.',
    forbidden:
      'Dieser Zugang darf Lotse nicht verwalten. Dafür braucht er den Bereich all; er darf nicht auf eine Person oder Aktivität beschränkt und nicht für eine andere Software wie ILIAS angelegt sein.',
    platforms: 'Lernplattformen',
    grades: 'Bewertungen',
  },
  en: {
    title: 'Administer Lotse',
    lead: 'Here you connect learning platforms and see whether grades arrive. You need the key and secret of a credential that may do everything in your organisation.',
    forbidden:
      'This credential may not administer Lotse. For that it needs the scope all; it must not be limited to a person or an activity, nor made for other software such as ILIAS.',
    platforms: 'Learning platforms',
    grades: 'Grades',
  },
});
