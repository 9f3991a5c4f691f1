/** Messages of the status line. */
export type Status = 'saved' | 'saving' | 'offline' | 'launch-again' | 'refused' | 'broken' | 'preview' | 'overtaken';

/**
 * Whole sentences: each describes the state, and what to do if there is anything to do. `reload` is the button beside
 * `overtaken`.
 */
export const texts: Readonly<Record<'de' | 'en', Readonly<Record<Status | 'reload', string>>>> = {
  de: {
    saved: 'Alles gespeichert.',
    saving: 'Wird gespeichert …',
    offline: 'Keine Verbindung – Ihr Fortschritt wird gesendet, sobald sie wieder da ist.',
    'launch-again':
      'Ihre Sitzung ist abgelaufen. Bitte öffnen Sie die Lerneinheit noch einmal aus Ihrem Kurs, dann wird der Rest gespeichert.',
    refused: 'Ein Lernschritt konnte nicht gespeichert werden. Bitte laden Sie die Seite neu und wiederholen Sie ihn.',
    broken: 'Die Lerneinheit konnte nicht vollständig geladen werden. Bitte laden Sie die Seite neu.',
    overtaken:
      'Diese Einheit ist auch in einem anderen Fenster oder auf einem anderen Gerät geöffnet und dort weiter. Laden Sie sie hier neu, dann geht es von dort aus weiter.',
    reload: 'Hier neu laden',
    preview: 'Vorschau: Hier wird nichts gespeichert und nichts bewertet.',
  },
  en: {
    saved: 'Everything is saved.',
    saving: 'Saving …',
    offline: 'No connection – your progress will be sent as soon as it is back.',
    'launch-again':
      'Your session has expired. Please open the unit from your course once more, then the rest will be saved.',
    refused: 'A learning step could not be saved. Please reload the page and repeat it.',
    broken: 'The unit could not be loaded completely. Please reload the page.',
    overtaken:
      'This unit is also open in another window or on another device, and has gone on there. Reload it here to continue from there.',
    reload: 'Reload here',
    preview: 'Preview: nothing is saved here and nothing is graded.',
  },
};
