import { defineTexts } from '../../web/index.js';

/** Texts of the team matrix. */
export const teamTexts = defineTexts({
  de: {
    title: 'Team-Matrix',
    lead: 'Alle Lernenden dieses Kurses neben den Kompetenzen ihrer Rolle. Sie bereitet Gespräche vor; eine Rangliste ist sie nicht.',
    purpose: 'Diese Seite ist namentlich und nur für die Kursleitung. Jeder Aufruf wird festgehalten.',
    empty:
      'In diesem Kurs gibt es noch keine Lernenden. Tragen Sie sie in der Lernplattform in den Kurs ein. Spätestens wenn jemand eine Einheit öffnet, erscheint die Person hier.',
    person: 'Person',
    cell: 'Ist {{level}}, Soll {{target}}',
    unrated: 'nicht bewertet',
    none: 'kein Ziel',
    foot: 'Ab Stufe 3',
    footCell: '{{reaching}}\u00a0von {{needed}}',
    single: 'nur eine Person',
    'single.about':
      'Nur eine Person: Fällt sie aus, kann es sonst niemand allein (Kopfmonopol). Eine zweite Person anzulernen beugt vor.',
    how: 'Jede Zelle zeigt Ist / Soll. Ein Klick auf den Namen öffnet die Matrix der Person mit den Gründen.',
    scroll: 'Team-Matrix, seitlich verschiebbar',
    legend: 'Was die Kürzel bedeuten',
    listed: 'Kursliste aus {{platform}}, Stand:',
    now: 'gerade eben',
    launched:
      'Ihre Lernplattform gibt gerade keine Kursliste heraus. Hier stehen alle, die in diesem Kurs schon eine Einheit geöffnet haben.',
  },
  en: {
    title: 'Team matrix',
    lead: 'All learners of this course beside the competencies of their role. It prepares talks; it is not a ranking.',
    purpose: 'This page shows names and is for those who run the course. Every visit is recorded.',
    empty:
      'There are no learners in this course yet. Enrol them in the course on your learning platform. They appear here when they open a unit at the latest.',
    person: 'Person',
    cell: 'actual {{level}}, target {{target}}',
    unrated: 'not rated',
    none: 'no target',
    foot: 'At level 3 or above',
    footCell: '{{reaching}}\u00a0of {{needed}}',
    single: 'one person only',
    'single.about':
      'One person only: should they be away, nobody else can do it alone. Training a second person prevents that.',
    how: "Each cell shows actual / target. A click on the name opens that person's matrix with its reasons.",
    scroll: 'Team matrix, scrolls sideways',
    legend: 'What the codes mean',
    listed: 'Course list from {{platform}}, as of:',
    now: 'just now',
    launched:
      'Your learning platform does not give out a course list at the moment. This is everybody who has opened a unit in this course.',
  },
});
