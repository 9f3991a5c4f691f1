/** What the status line can say. */
export type Status = 'saved' | 'saving' | 'offline' | 'launch-again' | 'refused' | 'broken' | 'preview';

/** Whole sentences: each says what is, and what to do where there is something to do. */
export const texts: Readonly<Record<'de' | 'en', Readonly<Record<Status, string>>>> = {
  de: {
    'saved': 'Alles gespeichert.',
    'saving': 'Wird gespeichert …',
    'offline': 'Keine Verbindung – Ihr Fortschritt wird gesendet, sobald sie wieder da ist.',
    'launch-again': 'Ihre Sitzung ist abgelaufen. Bitte öffnen Sie die Lerneinheit noch einmal aus Ihrem Kurs, dann wird der Rest gespeichert.',
    'refused': 'Ein Lernschritt konnte nicht gespeichert werden. Bitte laden Sie die Seite neu und wiederholen Sie ihn.',
    'broken': 'Die Lerneinheit konnte nicht vollständig geladen werden. Bitte laden Sie die Seite neu.',
    'preview': 'Vorschau: Hier wird nichts gespeichert und nichts bewertet.',
  },
  en: {
    'saved': 'Everything is saved.',
    'saving': 'Saving …',
    'offline': 'No connection – your progress will be sent as soon as it is back.',
    'launch-again': 'Your session has expired. Please open the unit from your course once more, then the rest will be saved.',
    'refused': 'A learning step could not be saved. Please reload the page and repeat it.',
    'broken': 'The unit could not be loaded completely. Please reload the page.',
    'preview': 'Preview: nothing is saved here and nothing is graded.',
  },
};
