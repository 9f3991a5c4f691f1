/** A text in both languages of the demo. */
export interface Bilingual {
  readonly de: string;
  readonly en: string;
}

/** Somebody who can sign in. All of them are invented. */
export interface Person {
  /** The LTI subject: an opaque number, as Moodle has. */
  readonly id: string;
  readonly given: string;
  readonly family: string;
  readonly role: 'learner' | 'trainer';
  readonly occupation: Bilingual;
}

/** The course's people. */
export const people: readonly Person[] = [
  {
    id: '11',
    given: 'Aylin',
    family: 'Demir',
    role: 'learner',
    occupation: { de: 'Ausbilderin in der Fertigung', en: 'Trains apprentices in production' },
  },
  {
    id: '12',
    given: 'Jonas',
    family: 'Weber',
    role: 'learner',
    occupation: { de: 'Teamleiter im Lager', en: 'Team leader in the warehouse' },
  },
  {
    id: '13',
    given: 'Marta',
    family: 'Kowalska',
    role: 'learner',
    occupation: { de: 'Meisterin im Elektrobetrieb', en: 'Master electrician' },
  },
  {
    id: '2',
    given: 'Petra',
    family: 'Lindner',
    role: 'trainer',
    occupation: { de: 'Trainerin dieses Kurses', en: 'Trainer of this course' },
  },
];

export function personById(id: string | undefined): Person | undefined {
  return people.find((person) => person.id === id);
}

export function fullName(person: Person): string {
  return `${person.given} ${person.family}`;
}

/** Those who learn and get grades. */
export const learners = people.filter(({ role }) => role === 'learner');

/** The one course. */
export const course = {
  id: '7',
  label: 'DLB',
  title: { de: 'Digital lernen im Betrieb', en: 'Digital learning at work' },
  summary: {
    de: 'Drei kurze Lerneinheiten und eine Fallübung für alle, die im Betrieb andere beim Lernen begleiten. Jede passt in eine Pause.',
    en: "Three short units and a case exercise for everyone who accompanies others' learning at work. Each fits into a break.",
  },
} as const;

/** The initial items of the course. Contents keep their own titles in German. */
export const starterItems: readonly {
  readonly id: string;
  readonly title: Bilingual;
  readonly text: Bilingual;
  readonly custom: Readonly<Record<string, string>>;
  readonly graded: boolean;
}[] = [
  {
    id: '1',
    graded: true,
    custom: { content: 'd1-entwicklungsgespraech' },
    title: { de: 'Das Entwicklungsgespräch', en: 'The development talk' },
    text: {
      de: 'Ein Gespräch so führen, dass danach etwas vereinbart ist.',
      en: 'Hold a talk that ends with something agreed.',
    },
  },
  {
    id: '2',
    graded: true,
    custom: { content: 'd2-lernen-begleiten' },
    title: { de: 'Lernen am Arbeitsplatz begleiten', en: 'Accompanying learning at work' },
    text: { de: 'Helfen, ohne die Aufgabe abzunehmen.', en: 'Help without taking over the task.' },
  },
  {
    id: '3',
    graded: true,
    custom: { content: 'e1-kollegiale-beratung' },
    title: { de: 'Kollegiale Beratung', en: 'Peer consultation' },
    text: {
      de: 'In sechs Phasen von einem Fall zu eigenen Lösungen.',
      en: 'From a case to solutions of your own in six phases.',
    },
  },
  {
    id: '4',
    graded: true,
    custom: { content: 'case-ausbildung-stockt' },
    title: { de: 'Fall: Eine Ausbildung stockt', en: 'Case: an apprenticeship has stalled' },
    text: {
      de: 'Entscheiden, Folgen sehen, mit einer Musterlösung vergleichen.',
      en: 'Decide, see what follows, compare with a model solution.',
    },
  },
  {
    id: '5',
    graded: false,
    custom: { page: 'matrix' },
    title: { de: 'Meine Kompetenzmatrix', en: 'My competency matrix' },
    text: { de: 'Wo ich stehe, wohin ich will, und warum.', en: 'Where I stand, where I want to get, and why.' },
  },
];
