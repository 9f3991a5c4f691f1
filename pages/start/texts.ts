import { defineTexts } from '../../web/index.js';

/** Texts of the start page. */
export const startTexts = defineTexts({
  de: {
    title: 'Lernen im Betrieb, das man sehen kann',
    lead: 'Lotse bringt kurze Lerneinheiten und Fallübungen in das Moodle oder ILIAS, das Ihr Betrieb schon hat. Eine Kompetenzmatrix zeigt, wo jede Person steht, und kann es begründen.',
    demoTitle: 'Sehen Sie selbst, in fünf Minuten',
    demoStep1:
      'Öffnen Sie den Demo-Kurs. Er läuft in einer kleinen Lernplattform, die Lotse zum Ausprobieren mitbringt.',
    demoStep2: 'Melden Sie sich als eine der Lernenden an und bearbeiten Sie die Einheit „Das Entwicklungsgespräch“.',
    demoStep3: 'Öffnen Sie „Meine Kompetenzmatrix“ und fragen Sie: Warum? Danach lohnt sich der Blick als Trainerin.',
    openDemo: 'Demo-Kurs öffnen',
    noDemo: 'Ihre Lerneinheiten öffnen Sie aus den Kursen Ihrer Lernplattform. Hier gibt es sonst nichts zu tun.',
    administration: 'Für die Administration',
    lrs: 'Der Lernprotokoll-Speicher (LRS) spricht xAPI 1.0.3 und 2.0 unter',
    credential: 'Einen Zugang legen Sie auf der Kommandozeile an:',
    browser: 'Was angekommen ist, sehen Sie mit so einem Zugang unter',
    health: 'Ob alles läuft, sagt',
  },
  en: {
    title: 'Learning at work that you can see',
    lead: 'Lotse brings short learning units and case exercises into the Moodle or ILIAS your company already runs. A competency matrix shows where each person stands, and can say why.',
    demoTitle: 'See for yourself, in five minutes',
    demoStep1: 'Open the demo course. It runs in a small learning platform that Lotse brings along to try things out.',
    demoStep2:
      'Sign in as one of the learners and work through the unit “Das Entwicklungsgespräch” (the units are in German).',
    demoStep3: 'Open “My competency matrix” and ask: why? Then have a look as the trainer.',
    openDemo: 'Open the demo course',
    noDemo:
      'You open your learning units from the courses of your learning platform. There is nothing else to do here.',
    administration: 'For administrators',
    lrs: 'The learning record store (LRS) speaks xAPI 1.0.3 and 2.0 at',
    credential: 'Create a credential on the command line:',
    browser: 'With such a credential you see what has arrived at',
    health: 'Whether everything is running is told by',
  },
});
