import { defineTexts } from '../../web/index.js';

/** Texts of every sign-in; title, lead and refusals belong to the area. */
export const signInTexts = defineTexts({
  de: {
    key: 'Schlüssel',
    secret: 'Geheimnis',
    submit: 'Anmelden',
    signOut: 'Abmelden',
    elsewhere: 'Sie sind mit dem Zugang {{key}} angemeldet. Er öffnet Ihnen:',
    another: 'Mit einem anderen Zugang anmelden',
    together: 'Eine Anmeldung genügt für alles, was Ihr Zugang darf: {{titles}}.',
    about:
      'Die Anmeldung gilt zwei Stunden und nur in diesem Browser. Einen Zugang legen Sie auf der Kommandozeile an:',
    wrong: 'Schlüssel und Geheimnis passen nicht zusammen, oder der Zugang ist gesperrt.',
    slow_one: 'Das waren viele Versuche. Bitte warten Sie eine Sekunde.',
    slow_other: 'Das waren viele Versuche. Bitte warten Sie {{count}} Sekunden.',
  },
  en: {
    key: 'Key',
    secret: 'Secret',
    submit: 'Sign in',
    signOut: 'Sign out',
    elsewhere: 'You are signed in with the credential {{key}}. It opens to you:',
    another: 'Sign in with another credential',
    together: 'One sign-in is enough for all that your credential may: {{titles}}.',
    about: 'The sign-in lasts two hours, in this browser alone. Credentials are made on the command line:',
    wrong: 'Key and secret do not belong together, or the credential is revoked.',
    slow_one: 'There have been many attempts. Please wait a second.',
    slow_other: 'There have been many attempts. Please wait {{count}} seconds.',
  },
});
