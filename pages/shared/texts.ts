import { defineTexts } from '../../web/index.js';

/** Texts shared by the page families inside a launch. */
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
    unnamed: 'Ohne Namen ({{number}})',
    workedOn: 'Bearbeitete Lerneinheiten',
    workedOnLead: 'Antworten und Ergebnisse, Einheit für Einheit.',
    workedOnLeadOther: 'Antworten und Ergebnisse in diesem Kurs, Einheit für Einheit.',
    doneOn: 'abgeschlossen am {{day}}',
    begunOn: 'begonnen am {{day}}',
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
    unnamed: 'Without a name ({{number}})',
    workedOn: 'Units worked on',
    workedOnLead: 'Answers and results, unit by unit.',
    workedOnLeadOther: 'Answers and results in this course, unit by unit.',
    doneOn: 'finished on {{day}}',
    begunOn: 'begun on {{day}}',
  },
});
