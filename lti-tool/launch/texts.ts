import { defineTexts } from '../../web/index.js';

/** Texts of the interstitial pages between the LMS and the content. */
export const launchTexts = defineTexts({
  de: {
    'login.title': 'Ihre Lerneinheit wird geöffnet',
    'login.text': 'Einen Moment: Ihre Lernplattform bestätigt gerade, dass Sie angemeldet sind.',
    'login.continue': 'Weiter',
    'window.title': 'Öffnen Sie die Einheit in einem neuen Fenster',
    'window.text':
      'Ihr Browser erlaubt Lotse innerhalb dieser Seite keinen eigenen Speicher. In einem neuen Fenster klappt es.',
    'window.open': 'In neuem Fenster öffnen',
    'window.hint':
      'Meldet Ihre Lernplattform dort einen Fehler, laden Sie die Kursseite neu und öffnen Sie die Einheit noch einmal.',
    'blocked.title': 'Ihr Browser lässt Lotse nichts speichern',
    'blocked.text':
      'Lotse muss sich während der Anmeldung kurz merken, dass dieser Browser sie begonnen hat. Erlauben Sie dafür in den Einstellungen Ihres Browsers Cookies für {{host}}.',
    'blocked.again': 'Öffnen Sie die Einheit danach noch einmal aus Ihrem Kurs.',
    'binding.title': 'Ihre Lerneinheit wird geöffnet',
    'binding.text': 'Einen Moment: Lotse prüft, dass dieser Browser den Aufruf begonnen hat.',
  },
  en: {
    'login.title': 'Opening your unit',
    'login.text': 'One moment: your learning platform is confirming that you are signed in.',
    'login.continue': 'Continue',
    'window.title': 'Open the unit in a new window',
    'window.text': 'Your browser does not allow Lotse to store anything inside this page. It works in a new window.',
    'window.open': 'Open in a new window',
    'window.hint':
      'If your learning platform reports an error there, reload the course page and open the unit once more.',
    'blocked.title': 'Your browser does not let Lotse store anything',
    'blocked.text':
      'While you sign in, Lotse has to remember for a moment that this browser began it. Please allow cookies for {{host}} in the settings of your browser.',
    'blocked.again': 'Then open the unit from your course once more.',
    'binding.title': 'Opening your unit',
    'binding.text': 'One moment: Lotse is checking that this browser began the launch.',
  },
});
