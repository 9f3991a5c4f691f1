import { defineTexts } from '../../../web/index.js';

/** Parts of the sentences about statements. */
export const sentenceTexts = defineTexts({
  de: {
    person: 'Person {{name}}',
    group: 'Eine Gruppe von {{count}} Personen',
    namedGroup: 'Gruppe {{name}}',
    quoted: '„{{name}}“',
    within: '{{part}} in {{whole}}',
    unnamed: 'eine Frage',
    statement: 'das Statement {{id}}',
    plan: 'ein Vorhaben',
    right: 'richtig',
    wrong: 'falsch',
    partly: 'zum Teil richtig',
    reached: 'bestanden',
    missed: 'nicht bestanden',
    points: '{{raw}} von {{max}} Punkten',
    rawPoints: '{{raw}} Punkte',
  },
  en: {
    person: 'Person {{name}}',
    group: 'A group of {{count}} people',
    namedGroup: 'Group {{name}}',
    quoted: '“{{name}}”',
    within: '{{part}} in {{whole}}',
    unnamed: 'a question',
    statement: 'the statement {{id}}',
    plan: 'a plan',
    right: 'right',
    wrong: 'wrong',
    partly: 'partly right',
    reached: 'passed',
    missed: 'not passed',
    points: '{{raw}} of {{max}} points',
    rawPoints: '{{raw}} points',
  },
});
