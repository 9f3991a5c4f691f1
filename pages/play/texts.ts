import { defineTexts } from '../../web/index.js';

/** Texts around the player. */
export const playTexts = defineTexts({
  de: {
    minutes_one: 'etwa {{count}} Minute',
    minutes_other: 'etwa {{count}} Minuten',
    counts: 'zahlt ein auf',
    again: 'Neu beginnen',
    againHint: 'Ein neuer Durchgang beginnt leer. Ihr bisheriges Ergebnis bleibt erhalten, und es zählt das beste.',
    preview: 'Sie sehen diese Einheit als Trainerin oder Trainer. Ihr Ergebnis wird nicht benotet.',
    finished: 'Was Sie hier lernen, zeigt Ihre Kompetenzmatrix.',
    toMatrix: 'Meine Kompetenzmatrix ansehen',
    or: 'oder',
    toAnswers: 'meine Antworten nachlesen',
    script:
      'Diese Lerneinheit braucht JavaScript. Bitte schalten Sie es in Ihrem Browser ein und laden Sie die Seite neu.',
    loading: 'Die Lerneinheit wird geladen. Dauert es länger, laden Sie die Seite bitte neu.',
    options: 'Mehr zu dieser Einheit, neu beginnen',
  },
  en: {
    minutes_one: 'about {{count}} minute',
    minutes_other: 'about {{count}} minutes',
    counts: 'counts towards',
    again: 'Start again',
    againHint: 'A new run starts empty. Your result so far is kept, and the best one counts.',
    preview: 'You see this unit as a trainer. Your result is not graded.',
    finished: 'Your competency matrix shows what you learn here.',
    toMatrix: 'Look at my competency matrix',
    or: 'or',
    toAnswers: 'read my answers',
    script: 'This unit needs JavaScript. Please switch it on in your browser and reload the page.',
    loading: 'The unit is being loaded. If it takes long, please reload the page.',
    options: 'More about this unit, start again',
  },
});
