import type { Bilingual } from './course.js';

/** Everything the pages say. */
export const texts = {
  de: {
    lmsName: 'Lernplatz', demo: 'Demo', skip: 'Zum Inhalt springen',
    demoNotice: 'Dies ist eine Demo. Der Kurs funktioniert wie in einer echten Lernplattform; die Personen sind erfunden, und Sie können sich als jede von ihnen anmelden.',
    otherLanguage: 'English', languageLabel: 'Sprache', course: 'Kurs', grades: 'Bewertungen', add: 'Inhalt hinzufügen',
    signedIn: 'Angemeldet als', switchPerson: 'Person wechseln',
    whoTitle: 'Wer möchten Sie sein?', whoLead: 'Wählen Sie eine Person. Ein Kennwort brauchen Sie nicht.', choose: (name: string) => `Als ${name} anmelden`,
    learner: 'Lernende Person', trainer: 'Trainerin',
    content: 'Inhalte', openHere: 'Öffnen', openWindow: 'Im neuen Fenster', openHereLabel: (title: string) => `${title} öffnen`, openWindowLabel: (title: string) => `${title} im neuen Fenster öffnen`,
    added: 'Hinzugefügt', yourGrade: (points: string, most: string) => `Ihr Ergebnis: ${points} von ${most} Punkten`, noGrade: 'Noch kein Ergebnis',
    backToCourse: 'Zurück zum Kurs', frameTitle: (title: string) => `Inhalt von Lotse: ${title}`, frameHelp: 'Bleibt die Fläche leer? Dann öffnen Sie den Inhalt im neuen Fenster.',
    addTitle: 'Inhalt hinzufügen', addLead: 'Wählen Sie in Lotse aus, was in diesen Kurs kommen soll.', addFrame: 'Auswahl von Lotse',
    addedTitle: (count: number) => (count === 1 ? 'Ein Inhalt ist jetzt im Kurs' : `${count} Inhalte sind jetzt im Kurs`), addedNothing: 'Es wurde nichts hinzugefügt',
    addedIgnored: (count: number) => `${count === 1 ? 'Ein Eintrag war' : `${count} Einträge waren`} kein Lerninhalt und blieb${count === 1 ? '' : 'en'} unbeachtet.`,
    toolSays: 'Mitteilung von Lotse:',
    reviewLabel: (who: string, what: string, points: string) => `${points} Punkte: Abgabe von ${who} ansehen, ${what}`, reviewTitle: (who: string, what: string) => `${what}: Abgabe von ${who}`, backToGrades: 'Zurück zu den Bewertungen',
    gradesTitle: 'Bewertungen', gradesLead: 'Was Lotse an diesen Kurs zurückgemeldet hat. Punkte von höchstens 100, wenn nichts anderes dabeisteht.', person: 'Person', pending: 'In Arbeit', none: 'Keine Bewertung', outOf: (most: string) => `von ${most}`, noGrades: 'Hier stehen noch keine Bewertungen. Sie erscheinen, sobald jemand eine Einheit abschließt.',
    forwarding: 'Einen Moment, es geht gleich weiter.', forward: 'Weiter',
    errorTitle: 'Das hat nicht geklappt', notFound: 'Diese Seite gibt es nicht.', broken: 'Auf unserer Seite ist etwas schiefgegangen. Es wurde protokolliert.', requestId: 'Kennung für Rückfragen',
  },
  en: {
    lmsName: 'Lernplatz', demo: 'Demo', skip: 'Skip to content',
    demoNotice: 'This is a demo. The course works as in a real learning platform; the people are invented, and you can sign in as any of them.',
    otherLanguage: 'Deutsch', languageLabel: 'Language', course: 'Course', grades: 'Grades', add: 'Add content',
    signedIn: 'Signed in as', switchPerson: 'Change person',
    whoTitle: 'Who would you like to be?', whoLead: 'Choose a person. You do not need a password.', choose: (name: string) => `Sign in as ${name}`,
    learner: 'Learner', trainer: 'Trainer',
    content: 'Content', openHere: 'Open', openWindow: 'In a new window', openHereLabel: (title: string) => `Open ${title}`, openWindowLabel: (title: string) => `Open ${title} in a new window`,
    added: 'Added', yourGrade: (points: string, most: string) => `Your result: ${points} of ${most} points`, noGrade: 'No result yet',
    backToCourse: 'Back to the course', frameTitle: (title: string) => `Content from Lotse: ${title}`, frameHelp: 'Does the area stay empty? Then open the content in a new window.',
    addTitle: 'Add content', addLead: 'Choose in Lotse what this course should hold.', addFrame: 'Lotse\'s picker',
    addedTitle: (count: number) => (count === 1 ? 'One piece of content is now in the course' : `${count} pieces of content are now in the course`), addedNothing: 'Nothing was added',
    addedIgnored: (count: number) => `${count === 1 ? 'One entry was' : `${count} entries were`} not learning content and left out.`,
    toolSays: 'Message from Lotse:',
    reviewLabel: (who: string, what: string, points: string) => `${points} points: look at the submission of ${who}, ${what}`, reviewTitle: (who: string, what: string) => `${what}: submission of ${who}`, backToGrades: 'Back to the grades',
    gradesTitle: 'Grades', gradesLead: 'What Lotse has reported back to this course. Points out of 100 unless it says otherwise.', person: 'Person', pending: 'In progress', none: 'No grade', outOf: (most: string) => `of ${most}`, noGrades: 'There are no grades yet. They appear as soon as somebody finishes a unit.',
    forwarding: 'One moment, we are on our way.', forward: 'Continue',
    errorTitle: 'That did not work', notFound: 'This page does not exist.', broken: 'Something went wrong on our side. It has been logged.', requestId: 'Reference for questions',
  },
} as const;

export type Language = keyof typeof texts;

/** Why a request was refused, for people. */
export const refusals = {
  unknownPerson: { de: 'Diese Person gehört nicht zu diesem Kurs. Bitte wählen Sie eine der vorgeschlagenen Personen.', en: 'This person does not belong to this course. Please choose one of those suggested.' },
  unknownItem: { de: 'Diesen Inhalt gibt es im Kurs nicht (mehr).', en: 'This content is not in the course (any more).' },
  trainerOnly: { de: 'Das ist der Trainerin vorbehalten. Bitte wechseln Sie die Person.', en: 'This is for the trainer only. Please change the person.' },
  unknownClient: { de: 'Ein Werkzeug mit dieser Client-ID ist hier nicht registriert.', en: 'No tool with this client id is registered here.' },
  wrongRedirect: { de: 'Die Rücksprungadresse (redirect_uri) ist nicht die registrierte. Die Anmeldung wird deshalb nicht fortgesetzt.', en: 'The redirect_uri is not the registered one, so the login does not continue.' },
  expired: { de: 'Dieser Aufruf ist abgelaufen. Bitte öffnen Sie den Inhalt noch einmal aus dem Kurs.', en: 'This call has expired. Please open the content from the course again.' },
  usedTwice: { de: 'Diese Auswahl wurde schon übernommen. Im Kurs steht sie einmal.', en: 'This choice has been taken over already. It is in the course once.' },
  deepLinking: { de: 'Die Auswahl konnte nicht übernommen werden: Die Antwort des Werkzeugs ist nicht gültig.', en: 'The choice could not be taken over: the tool\'s response is not valid.' },
  toolUnreachable: { de: 'Das Werkzeug ist gerade nicht erreichbar, deshalb konnte die Auswahl nicht geprüft werden. Bitte versuchen Sie es noch einmal.', en: 'The tool cannot be reached right now, so the choice could not be checked. Please try again.' },
  badRequest: (what: string): Bilingual => ({ de: `Die Anfrage des Werkzeugs ist unvollständig oder fehlerhaft (${what}).`, en: `The tool's request is incomplete or malformed (${what}).` }),
} as const;
