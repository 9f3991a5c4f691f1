import { defineTexts } from '../../../lrs/web/index.js';

/** Texts around the player. */
export const playTexts = defineTexts({
  de: {
    minutes: 'etwa {{count}} Minuten',
    counts: 'zahlt ein auf',
    again: 'Neu beginnen',
    againHint: 'Ein neuer Durchgang beginnt leer. Ihr bisheriges Ergebnis bleibt erhalten, und es zählt das beste.',
    preview: 'Sie sehen diese Einheit als Trainerin oder Trainer. Ihr Ergebnis wird nicht benotet.',
    finished: 'Fertig? Ihre Kompetenzmatrix zeigt, was sich bewegt hat.',
    toMatrix: 'Meine Kompetenzmatrix ansehen', or: 'oder', toAnswers: 'meine Antworten nachlesen',
    script: 'Diese Lerneinheit braucht JavaScript. Bitte schalten Sie es in Ihrem Browser ein und laden Sie die Seite neu.',
    options: 'Mehr zu dieser Einheit',
  },
  en: {
    minutes: 'about {{count}} minutes',
    counts: 'counts towards',
    again: 'Start again',
    againHint: 'A new run starts empty. Your result so far is kept, and the best one counts.',
    preview: 'You see this unit as a trainer. Your result is not graded.',
    finished: 'Done? Your competency matrix shows what has moved.',
    toMatrix: 'Look at my competency matrix', or: 'or', toAnswers: 'read my answers',
    script: 'This unit needs JavaScript. Please switch it on in your browser and reload the page.',
    options: 'More about this unit',
  },
});
