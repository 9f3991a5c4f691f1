import { defineTexts } from '../../../lrs/web/index.js';

/** Texts of the learning path. */
export const pathTexts = defineTexts({
  de: {
    title: 'Lernpfad',
    lead: 'Alle Lerneinheiten und Fälle in sinnvoller Reihenfolge. Sie können jederzeit springen; Ihr Stand bleibt erhalten.',
    empty: 'In Ihrer Organisation gibt es noch keine Lerneinheiten. Sobald es welche gibt, stehen sie hier.',
    progress: 'Ihr Fortschritt: {{done}} von {{total}} abgeschlossen.',
    'all-done': 'Sie haben den ganzen Lernpfad abgeschlossen. Wiederholen lohnt sich trotzdem ab und zu.',
    graded: 'An Ihren Kurs wird der abgeschlossene Anteil gemeldet; dabei zählt, was Sie hier öffnen.',
    next: 'Ihr nächster Schritt',
    others: 'Weitere',
    unit: 'Lerneinheit', case: 'Fall',
    'minutes_one': '{{count}} Minute',
    'minutes_other': '{{count}} Minuten',
    done: 'abgeschlossen', begun: 'begonnen', open: 'noch offen',
    start: 'Öffnen', continue: 'Weitermachen', again: 'Noch einmal ansehen',
    'start.label': '{{title}}: öffnen', 'continue.label': '{{title}}: weitermachen', 'again.label': '{{title}}: noch einmal ansehen',
  },
  en: {
    title: 'Learning path',
    lead: 'All units and cases in an order that makes sense. You can jump at any time; your progress is kept.',
    empty: 'There are no units in your organisation yet. As soon as there are, they will be here.',
    progress: 'Your progress: {{done}} of {{total}} completed.',
    'all-done': 'You have completed the whole learning path. Coming back to it now and then is still worthwhile.',
    graded: 'The share that is completed is reported to your course; what you open here counts.',
    next: 'Your next step',
    others: 'Others',
    unit: 'Unit', case: 'Case',
    'minutes_one': '{{count}} minute',
    'minutes_other': '{{count}} minutes',
    done: 'completed', begun: 'begun', open: 'open',
    start: 'Open', continue: 'Continue', again: 'Look again',
    'start.label': 'Open: {{title}}', 'continue.label': 'Continue: {{title}}', 'again.label': 'Look again: {{title}}',
  },
});
