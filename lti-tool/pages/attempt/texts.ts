import { defineTexts } from '../../../lrs/web/index.js';

/** Texts of the page of an attempt, and of the lists that lead to it. */
export const attemptTexts = defineTexts({
  de: {
    kicker: 'Durchgang', lead: 'Was wurde gefragt, was haben Sie geantwortet, was wäre richtig gewesen?', leadOther: 'Was wurde gefragt, was wurde geantwortet, was wäre richtig gewesen?',
    purpose: 'Diese Seite ist namentlich und nur für die Kursleitung. Jeder Aufruf wird festgehalten.',
    backToUnit: 'Zurück zur Lerneinheit', backToMatrix: 'Zur Matrix', print: 'Drucken',
    state: 'Stand', begun: 'Begonnen', finished: 'Abgeschlossen', passed: 'Bestanden', failed: 'Nicht bestanden', startedOn: 'Begonnen am', finishedOn: 'Abgeschlossen am', lastOn: 'Zuletzt bearbeitet am',
    duration: 'Bearbeitungszeit', result: 'Ergebnis', 'points_one': '{{raw}} von {{max}} Punkt', 'points_other': '{{raw}} von {{max}} Punkten', noResult: 'Noch kein Ergebnis', noScore: 'Ohne Punkte',
    'seconds_one': '{{count}} Sekunde', 'seconds_other': '{{count}} Sekunden', 'minutes_one': '{{count}} Minute', 'minutes_other': '{{count}} Minuten', 'hours_one': '{{count}} Stunde', 'hours_other': '{{count}} Stunden',
    grade: 'Aus diesem Durchgang stammt die Bewertung in {{platform}}: {{given}} von {{maximum}} Punkten.', gradeWaiting: 'Sie wird noch dorthin übertragen.', graded: 'zählt als Bewertung',
    others: 'Alle Durchgänge', attempt: 'Durchgang vom {{moment}}', shown: 'wird hier gezeigt', moreAttempts: 'Gezeigt werden die letzten {{count}} Durchgänge.',
    answers: 'Die Antworten', way: 'Der Weg durch den Fall', noAnswers: 'In diesem Durchgang ist noch nichts beantwortet.', open: 'Der Durchgang ist noch nicht abgeschlossen. Zu sehen ist, was bisher beantwortet wurde.',
    truncated: 'Dieser Durchgang hat sehr viele Lernschritte. Gezeigt werden die letzten {{count}}; was davor war, fehlt hier.',
    unnamed: 'Aufgabe ohne Titel', answer: 'Antwort', nthAnswer: '{{number}}. Antwort', solution: 'Richtig wäre', solutions: 'Richtig wäre eines davon', 'moreAnswers_one': 'Davor gab es noch eine Antwort.', 'moreAnswers_other': 'Davor gab es noch {{count}} Antworten.', moreSolutions: 'und weitere',
    right: 'Richtig', wrong: 'Nicht richtig', partly: 'Teilweise richtig', unjudged: 'Nicht bewertet',
    true: 'Wahr', false: 'Falsch', nothing: 'Nichts gewählt oder geschrieben', emptyGap: '(leer)',
    unrecorded: 'Was hier geantwortet wurde, ist nicht aufgezeichnet; festgehalten ist nur, dass geantwortet wurde.', unrecordedText: 'Was hier geschrieben wurde, ist nicht aufgezeichnet; festgehalten ist nur, dass etwas geschrieben wurde.',
    unreadable: 'Diese Angabe lässt sich nicht lesen. Aufgezeichnet ist: „{{text}}“', from: 'mindestens {{from}}', to: 'höchstens {{to}}', between: '{{from}} bis {{to}}',
    competencies: 'Zahlt ein auf', why: 'Warum?', whyFor: 'Warum steht {{code}} {{name}} auf dieser Stufe?',
    none: 'Zu dieser Lerneinheit gibt es noch keinen Durchgang.', noneOther: 'Zu dieser Lerneinheit gibt es in diesem Kurs noch keinen Durchgang dieser Person.',
    workedOn: 'Bearbeitete Lerneinheiten', workedOnLead: 'Antworten und Ergebnisse, Einheit für Einheit.', workedOnLeadOther: 'Antworten und Ergebnisse in diesem Kurs, Einheit für Einheit.', doneOn: 'abgeschlossen am {{day}}', begunOn: 'begonnen am {{day}}',
  },
  en: {
    kicker: 'Attempt', lead: 'What was asked, what did you answer, what would have been right?', leadOther: 'What was asked, what was answered, what would have been right?',
    purpose: 'This page shows names and is for those who run the course. Every visit is recorded.',
    backToUnit: 'Back to the unit', backToMatrix: 'To the matrix', print: 'Print',
    state: 'State', begun: 'Begun', finished: 'Finished', passed: 'Passed', failed: 'Not passed', startedOn: 'Begun on', finishedOn: 'Finished on', lastOn: 'Last worked on',
    duration: 'Time spent', result: 'Result', 'points_one': '{{raw}} of {{max}} point', 'points_other': '{{raw}} of {{max}} points', noResult: 'No result yet', noScore: 'Without points',
    'seconds_one': '{{count}} second', 'seconds_other': '{{count}} seconds', 'minutes_one': '{{count}} minute', 'minutes_other': '{{count}} minutes', 'hours_one': '{{count}} hour', 'hours_other': '{{count}} hours',
    grade: 'The grade in {{platform}} comes from this attempt: {{given}} of {{maximum}} points.', gradeWaiting: 'It is still on its way there.', graded: 'counts as the grade',
    others: 'All attempts', attempt: 'Attempt of {{moment}}', shown: 'shown here', moreAttempts: 'These are the last {{count}} attempts.',
    answers: 'The answers', way: 'The way through the case', noAnswers: 'Nothing has been answered in this attempt yet.', open: 'The attempt is not finished yet. This is what has been answered so far.',
    truncated: 'This attempt has a great many learning steps. These are the last {{count}}; what was before is missing here.',
    unnamed: 'Task without a title', answer: 'Answer', nthAnswer: 'Answer {{number}}', solution: 'Right would be', solutions: 'Right would be one of these', 'moreAnswers_one': 'There was one answer before.', 'moreAnswers_other': 'There were {{count}} answers before.', moreSolutions: 'and others',
    right: 'Right', wrong: 'Not right', partly: 'Partly right', unjudged: 'Not judged',
    true: 'True', false: 'False', nothing: 'Nothing chosen or written', emptyGap: '(empty)',
    unrecorded: 'What was answered here is not recorded; only that there was an answer is.', unrecordedText: 'What was written here is not recorded; only that something was written is.',
    unreadable: 'This cannot be read. What is recorded: “{{text}}”', from: 'at least {{from}}', to: 'at most {{to}}', between: '{{from}} to {{to}}',
    competencies: 'Counts towards', why: 'Why?', whyFor: 'Why is {{code}} {{name}} at this level?',
    none: 'There is no attempt at this unit yet.', noneOther: 'This person has made no attempt at this unit in this course yet.',
    workedOn: 'Units worked on', workedOnLead: 'Answers and results, unit by unit.', workedOnLeadOther: 'Answers and results in this course, unit by unit.', doneOn: 'finished on {{day}}', begunOn: 'begun on {{day}}',
  },
});

/** The texts of attempts in one language. */
export type AttemptText = ReturnType<typeof attemptTexts>;
