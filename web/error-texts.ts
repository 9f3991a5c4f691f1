import { defineTexts } from './i18n.js';

/** The texts of error pages: what happened, and what the reader can do. One pair per error code. */
export const errorTexts = defineTexts({
  de: {
    'default.title': 'Das hat nicht geklappt',
    'default.text':
      'Bitte versuchen Sie es noch einmal. Bleibt es dabei, hilft die Vorgangsnummer unten bei der Suche.',
    'invalid-login.title': 'Die Anmeldung aus der Lernplattform ist unvollständig',
    'invalid-login.text':
      'Öffnen Sie die Lerneinheit noch einmal aus Ihrem Kurs. Bleibt es dabei, prüft die Administration der Lernplattform die Einrichtung von Lotse.',
    'invalid-launch.title': 'Dieser Aufruf lässt sich nicht bestätigen',
    'invalid-launch.text':
      'Lotse konnte nicht sicher feststellen, dass der Aufruf aus Ihrer Lernplattform kommt. Öffnen Sie die Lerneinheit noch einmal aus Ihrem Kurs.',
    'no-end-user.title': 'Wer öffnet die Einheit?',
    'no-end-user.text':
      'Die Lernplattform sagt nicht, wer die Einheit öffnet. Bitte melden Sie sich dort an und öffnen Sie sie noch einmal.',
    'login-required.title': 'Bitte melden Sie sich zuerst in der Lernplattform an',
    'login-required.text':
      'Ihre Lernplattform hat Sie nicht angemeldet. Melden Sie sich dort an und öffnen Sie die Einheit noch einmal.',
    'unknown-platform.title': 'Diese Lernplattform ist noch nicht mit Lotse verbunden',
    'unknown-platform.text':
      'Bitten Sie die Administration, die Lernplattform mit Lotse zu verbinden. Danach öffnet sich die Einheit wie gewohnt.',
    'ambiguous-platform.title': 'Lotse weiß nicht, wohin dieser Aufruf gehört',
    'ambiguous-platform.text':
      'Die Lernplattform ist mehr als einmal mit Lotse verbunden, und ihr Aufruf nennt nicht die Verbindung, die gemeint ist. Lotse rät nicht: Es wurde nichts geöffnet und nichts gespeichert.',
    'platform-inactive.title': 'Diese Lernplattform ist abgeschaltet',
    'platform-inactive.text': 'Lotse kennt die Lernplattform, nimmt aber zurzeit keine Aufrufe von dort an.',
    'session-lost.title': 'Bitte öffnen Sie die Einheit noch einmal aus dem Kurs',
    'session-lost.text':
      'Dieser Aufruf ist abgelaufen oder wurde in einem anderen Browser begonnen. Ihr Lernstand ist gespeichert; Sie machen dort weiter, wo Sie waren.',
    'unknown-content.title': 'Diese Lerneinheit gibt es nicht mehr',
    'unknown-content.text':
      'Der Kurs verweist auf eine Einheit, die Lotse nicht mehr kennt. Wer den Kurs leitet, kann eine andere auswählen.',
    'nothing-chosen.title': 'Hier ist noch nichts ausgewählt',
    'nothing-chosen.text': 'Der Link im Kurs führt zu Lotse, aber noch zu keiner Lerneinheit.',
    'forbidden.title': 'Diese Seite ist Ihnen nicht zugänglich',
    'forbidden.text':
      'Ihre Rolle im Kurs reicht dafür nicht aus. Wenn Sie meinen, dass das falsch ist, wenden Sie sich an die Kursleitung.',
    'not-found.title': 'Hier ist nichts',
    'not-found.text': 'Die Adresse gibt es nicht. Vielleicht hat sich ein Tippfehler eingeschlichen.',
    'too-many-requests.title': 'Einen Moment bitte',
    'too-many-requests.text': 'Es kamen gerade sehr viele Anfragen. Versuchen Sie es in einer Minute noch einmal.',
    'platform-unreachable.title': 'Die Lernplattform antwortet nicht',
    'platform-unreachable.text':
      'Lotse erreicht Ihre Lernplattform gerade nicht. Versuchen Sie es in einigen Minuten noch einmal; es geht nichts verloren.',
    'store-unavailable.title': 'Lotse kann gerade nicht speichern',
    'store-unavailable.text': 'Es wurde nichts halb gespeichert. Versuchen Sie es in einem Augenblick noch einmal.',
    'internal.title': 'Bei uns ist etwas schiefgegangen',
    'internal.text':
      'Der Fehler ist festgehalten. Versuchen Sie es noch einmal; bleibt es dabei, nennen Sie bitte die Vorgangsnummer.',
    again: 'Noch einmal versuchen',
    start: 'Zur Startseite',
    request: 'Vorgangsnummer: {{id}}',
  },
  en: {
    'default.title': 'That did not work',
    'default.text': 'Please try again. If it keeps happening, the reference below helps to find out why.',
    'invalid-login.title': 'The sign-in from your learning platform is incomplete',
    'invalid-login.text':
      'Open the unit from your course again. If it keeps happening, the administrator of the learning platform should check how Lotse is set up.',
    'invalid-launch.title': 'This launch cannot be confirmed',
    'invalid-launch.text':
      'Lotse could not make sure that the launch comes from your learning platform. Open the unit from your course again.',
    'no-end-user.title': 'Who is opening the unit?',
    'no-end-user.text':
      'The learning platform does not say who is opening the unit. Please sign in there and open it again.',
    'login-required.title': 'Please sign in to your learning platform first',
    'login-required.text': 'Your learning platform has not signed you in. Sign in there and open the unit again.',
    'unknown-platform.title': 'This learning platform is not connected yet',
    'unknown-platform.text':
      'Ask the administrator to connect the learning platform with Lotse. After that the unit opens as usual.',
    'ambiguous-platform.title': 'Lotse cannot tell where this launch belongs',
    'ambiguous-platform.text':
      'The learning platform is connected with Lotse more than once, and its launch does not name the connection that is meant. Lotse does not guess: nothing was opened, and nothing was saved.',
    'platform-inactive.title': 'This learning platform is switched off',
    'platform-inactive.text': 'Lotse knows the learning platform, but takes no launches from it at the moment.',
    'session-lost.title': 'Please open the unit from your course again',
    'session-lost.text':
      'This launch has expired, or it was begun in another browser. Your progress is saved; you will continue where you were.',
    'unknown-content.title': 'This unit does not exist any more',
    'unknown-content.text':
      'The course points to a unit that Lotse does not know any more. Whoever runs the course can choose another one.',
    'nothing-chosen.title': 'Nothing has been chosen here yet',
    'nothing-chosen.text': 'The link in the course leads to Lotse, but to no unit yet.',
    'forbidden.title': 'This page is not open to you',
    'forbidden.text':
      'Your role in the course does not include it. If you think that is wrong, please ask whoever runs the course.',
    'not-found.title': 'There is nothing here',
    'not-found.text': 'This address does not exist. Perhaps there is a typing error in it.',
    'too-many-requests.title': 'One moment, please',
    'too-many-requests.text': 'There have been a great many requests just now. Please try again in a minute.',
    'platform-unreachable.title': 'The learning platform does not answer',
    'platform-unreachable.text':
      'Lotse cannot reach your learning platform right now. Please try again in a few minutes; nothing is lost.',
    'store-unavailable.title': 'Lotse cannot save right now',
    'store-unavailable.text': 'Nothing was saved by halves. Please try again in a moment.',
    'internal.title': 'Something went wrong on our side',
    'internal.text': 'The error has been recorded. Please try again; if it keeps happening, quote the reference below.',
    again: 'Try again',
    start: 'To the start page',
    request: 'Reference: {{id}}',
  },
});
