import { Random } from './random.js';

/** People play units at the same time, so their statements lie interleaved. */
const sessionsAtOnce = 32;
/** Statements of one attempt: begun, seven questions and two stations between them, done, judged. */
const stepsPerSession = 12;
const perBlock = sessionsAtOnce * stepsPerSession;

const publicUrl = 'https://lotse.example';
const issuers = [
  'https://moodle.nordwerk.example',
  'https://ilias.suedwerk.example',
  'https://lernen.westwerk.example',
];
const courses = 60;
const unitsPerCourse = 12;
const statementsPerPerson = 500;
const leastPeople = 200;
const competencies = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'D1', 'D2', 'E1', 'E2'];

const verb = (name: string): string => `http://adlnet.gov/expapi/verbs/${name}`;
const unitIri = (course: number, unit: number): string => `${publicUrl}/activities/unit-${course}-${unit}`;
const courseIri = (course: number): string =>
  `${publicUrl}/courses/platform-${course % issuers.length}/course-${course}`;

const words = [
  'Gespräch',
  'Ziel',
  'Rückmeldung',
  'Ausbildung',
  'Betrieb',
  'Lernweg',
  'Übung',
  'Beobachtung',
  'Vereinbarung',
  'Werkstück',
  'Frage',
  'Lösung',
  'begleiten',
  'klären',
  'prüfen',
  'ermutigen',
  'zuhören',
  'nachfragen',
  'planen',
  'gemeinsam',
  'sorgfältig',
  'rechtzeitig',
  '„offen“',
  '–',
];

function sentence(random: Random, length: number): string {
  return `${Array.from({ length }, () => random.pick(words)).join(' ')}.`;
}

function person(number: number): {
  readonly objectType: 'Agent';
  readonly account: { readonly homePage: string; readonly name: string };
} {
  return {
    objectType: 'Agent',
    account: { homePage: issuers[number % issuers.length]!, name: `subject-${number.toString(36).padStart(6, '0')}` },
  };
}

/** Who plays what in one attempt; follows from its number. */
function sessionOf(number: number) {
  const random = new Random(1, number);
  const people = leastPeople + Math.floor((number * stepsPerSession) / statementsPerPerson);
  const course = random.skewedBelow(courses);
  return {
    person: random.skewedBelow(people),
    course,
    unit: random.below(unitsPerCourse),
    registration: random.uuid(),
    language: 'de',
    trained: random.below(20) === 0,
  };
}

const made = new Map<number, object>();

/** The question's definition is the unit's: the same each time somebody answers it. */
function question(course: number, unit: number, step: number): object {
  const key = (course * unitsPerCourse + unit) * stepsPerSession + step;
  let definition = made.get(key);
  if (definition === undefined) made.set(key, (definition = makeQuestion(course, unit, step)));
  return definition;
}

function makeQuestion(course: number, unit: number, step: number): object {
  const random = new Random(2, course, unit, step);
  const choices = ['0', '1', '2']
    .slice(0, 2 + random.below(2))
    .map((id) => ({ id, description: { 'en-US': `${sentence(random, 2)}\n` } }));
  return {
    type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
    name: { 'en-US': sentence(random, 4) },
    description: { 'en-US': `${sentence(random, 7)}\n` },
    interactionType: 'choice',
    correctResponsesPattern: [String(random.below(2))],
    choices,
  };
}

const steps = [
  'attempted',
  'answered',
  'answered',
  'progressed',
  'answered',
  'answered',
  'answered',
  'progressed',
  'answered',
  'answered',
  'completed',
  'judged',
] as const;

/** What one statement is made from; queries that should find something are made from the same. */
export interface Seed {
  readonly session: ReturnType<typeof sessionOf>;
  readonly step: number;
  readonly id: string;
}

/** @param index from 0 on; the same number gives the same statement */
export function seedOf(index: number): Seed {
  const within = index % perBlock;
  const session = sessionOf(Math.floor(index / perBlock) * sessionsAtOnce + (within % sessionsAtOnce));
  return { session, step: Math.floor(within / sessionsAtOnce), id: new Random(3, index).uuid() };
}

/** The IRIs and agents by which queries ask for the statement of a seed. */
export function askedFor({ session, step }: Seed) {
  return {
    agent: person(session.person),
    verb: verb(steps[step] === 'judged' ? 'passed' : steps[step]!),
    unit: unitIri(session.course, session.unit),
    course: courseIri(session.course),
    registration: session.registration,
    trainer: person(session.course),
  };
}

/**
 * A statement as the player sends it, 1 to 2 kB: `answered` speaks of sub-content, the others of the whole unit.
 * One in 500 refers to a statement shortly before it, one in 2,000 voids one.
 * @param timestamp ISO 8601
 */
export function statementAt(index: number, timestamp: string): object {
  const { session, step, id } = seedOf(index);
  const random = new Random(4, index);
  const { course, unit } = session;
  const name = steps[step]!;
  const actor = person(session.person);
  if (index % 2000 === 1999)
    return {
      id,
      actor,
      verb: { id: verb('voided') },
      object: { objectType: 'StatementRef', id: seedOf(index - 7).id },
      timestamp,
    };
  if (index % 500 === 499)
    return {
      id,
      actor,
      verb: { id: verb('commented') },
      object: { objectType: 'StatementRef', id: seedOf(index - 5).id },
      timestamp,
    };

  const raw = random.below(11);
  const scored = name === 'answered' || name === 'completed' || name === 'judged';
  const verbName = name === 'judged' ? (raw >= 5 ? 'passed' : 'failed') : name;
  const whole = name !== 'answered';
  const title = new Random(5, course, unit);
  const unitDefinition = {
    name: { de: sentence(title, 5) },
    type: 'http://adlnet.gov/expapi/activities/assessment',
    extensions: { 'http://h5p.org/x-api/h5p-local-content-id': `unit-${course}-${unit}` },
  };
  const subContent = new Random(6, course, unit, step).uuid();
  const code = competencies[(course + unit) % competencies.length]!;
  const competency = `${publicUrl}/competencies/lotse/${code}`;
  const activity = (iri: string) => ({ objectType: 'Activity', id: iri });
  return {
    id,
    actor,
    verb: { id: verb(verbName), display: { 'en-US': verbName } },
    object: {
      ...activity(whole ? unitIri(course, unit) : `${unitIri(course, unit)}?subContentId=${subContent}`),
      definition: whole
        ? unitDefinition
        : { ...question(course, unit, step), extensions: { 'http://h5p.org/x-api/h5p-subContentId': subContent } },
    },
    ...(scored
      ? {
          result: {
            score: { min: 0, max: 10, raw, scaled: raw / 10 },
            completion: true,
            success: raw >= 5,
            duration: `PT${10 + random.below(400)}.${random.below(100)}S`,
            ...(whole ? {} : { response: String(random.below(2)) }),
          },
        }
      : {}),
    context: {
      registration: session.registration,
      platform: 'Moodle',
      language: session.language,
      ...(session.trained ? { instructor: person(course) } : {}),
      contextActivities: {
        ...(whole ? {} : { parent: [activity(unitIri(course, unit))] }),
        grouping: [
          {
            ...activity(courseIri(course)),
            definition: {
              type: 'http://adlnet.gov/expapi/activities/course',
              name: { de: `Kurs ${course}: ${sentence(new Random(7, course), 4)}` },
            },
          },
        ],
        category: [
          activity(
            whole ? 'http://h5p.org/libraries/Lotse.MicroUnit-1.0' : 'http://h5p.org/libraries/H5P.MultiChoice-1.16',
          ),
          activity(competency),
        ],
      },
      extensions: {
        ...(name === 'progressed' ? { 'http://id.tincanapi.com/extension/ending-point': step } : {}),
        [`${publicUrl}/xapi/extensions/content-version`]: 1 + (unit % 3),
        [`${publicUrl}/xapi/extensions/competencies`]: [{ competency, level: 1 + (unit % 2) }],
      },
    },
    timestamp,
  };
}
