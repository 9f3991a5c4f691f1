import { type Bilingual, bilingual, defineTexts } from '../../base/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

const courseTexts = defineTexts({ de: de.course, en: en.course });

function textOf(key: keyof typeof de.course): Bilingual {
  return bilingual((language) => courseTexts(language)(key));
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
    occupation: textOf('aylin.occupation'),
  },
  {
    id: '12',
    given: 'Jonas',
    family: 'Weber',
    role: 'learner',
    occupation: textOf('jonas.occupation'),
  },
  {
    id: '13',
    given: 'Marta',
    family: 'Kowalska',
    role: 'learner',
    occupation: textOf('marta.occupation'),
  },
  {
    id: '2',
    given: 'Petra',
    family: 'Lindner',
    role: 'trainer',
    occupation: textOf('petra.occupation'),
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
  title: textOf('course.title'),
  summary: textOf('course.summary'),
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
    title: textOf('d1-entwicklungsgespraech.title'),
    text: textOf('d1-entwicklungsgespraech.text'),
  },
  {
    id: '2',
    graded: true,
    custom: { content: 'd2-lernen-begleiten' },
    title: textOf('d2-lernen-begleiten.title'),
    text: textOf('d2-lernen-begleiten.text'),
  },
  {
    id: '3',
    graded: true,
    custom: { content: 'e1-kollegiale-beratung' },
    title: textOf('e1-kollegiale-beratung.title'),
    text: textOf('e1-kollegiale-beratung.text'),
  },
  {
    id: '4',
    graded: true,
    custom: { content: 'case-ausbildung-stockt' },
    title: textOf('case-ausbildung-stockt.title'),
    text: textOf('case-ausbildung-stockt.text'),
  },
  {
    id: '5',
    graded: false,
    custom: { page: 'matrix' },
    title: textOf('matrix.title'),
    text: textOf('matrix.text'),
  },
];
