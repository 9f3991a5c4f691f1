import { defineTexts } from '../../../lrs/web/index.js';

/** Texts of the team matrix. */
export const teamTexts = defineTexts({
  de: {
    title: 'Team-Matrix',
    lead: 'Alle Lernenden dieses Kurses neben den Kompetenzen ihrer Rolle. Sie bereitet Gespräche vor; eine Rangliste ist sie nicht.',
    purpose: 'Diese Seite ist namentlich und nur für die Kursleitung. Jeder Aufruf wird festgehalten.',
    empty: 'In diesem Kurs gibt es noch keine Lernenden. Sobald jemand eine Einheit öffnet, erscheint die Person hier.',
    person: 'Person', unnamed: 'Ohne Namen ({{number}})',
    cell: 'Ist {{level}}, Soll {{target}}', unrated: 'nicht bewertet', none: 'kein Ziel',
    foot: 'Ab Stufe 3', footCell: '{{reaching}} von {{needed}}', single: 'Kopfmonopol: nur eine Person',
    how: 'Jede Zelle zeigt Ist / Soll. Ein Klick auf den Namen öffnet die Matrix der Person mit den Gründen.',
    scroll: 'Team-Matrix, seitlich verschiebbar',
    legend: 'Was die Kürzel bedeuten',
    listed: 'Kursliste aus {{platform}}, Stand:', now: 'gerade eben',
    launched: 'Ihre Lernplattform gibt gerade keine Kursliste heraus. Hier stehen alle, die in diesem Kurs schon eine Einheit geöffnet haben.',
  },
  en: {
    title: 'Team matrix',
    lead: 'All learners of this course beside the competencies of their role. It prepares talks; it is not a ranking.',
    purpose: 'This page shows names and is for those who run the course. Every visit is recorded.',
    empty: 'There are no learners in this course yet. As soon as somebody opens a unit, they appear here.',
    person: 'Person', unnamed: 'Without a name ({{number}})',
    cell: 'actual {{level}}, target {{target}}', unrated: 'not rated', none: 'no target',
    foot: 'At level 3 or above', footCell: '{{reaching}} of {{needed}}', single: 'Only one person can do this',
    how: 'Each cell shows actual / target. A click on the name opens that person\'s matrix with its reasons.',
    scroll: 'Team matrix, scrolls sideways',
    legend: 'What the codes mean',
    listed: 'Course list from {{platform}}, as of:', now: 'just now',
    launched: 'Your learning platform does not give out a course list at the moment. This is everybody who has opened a unit in this course.',
  },
});
