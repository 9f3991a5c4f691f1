/**
 * Statements as Moodle's plugin "Logstore xAPI" (logstore_xapi 5.0.1) sent them out of a Moodle 5.1, with its settings as they come, except that
 * names are off: actors by account, no statement ids, the course as object or parent, the site as category.
 */

/** The plugin's headers; it takes no answer but 200 for a success. */
export const headers = { 'X-Experience-API-Version': '1.0.3', 'Content-Type': 'application/json' };

interface Person {
  readonly account: { readonly homePage: string; readonly name: string };
}

/** @param site the Moodle's own address (`wwwroot`) */
export function moodleStatements(site: string) {
  /** Who somebody is without further settings: the site's address and the user's number as text. */
  const user = (id: number): Person => ({ account: { homePage: site, name: String(id) } });

  const course = (id: number) => ({
    objectType: 'Activity',
    id: `${site}/course/view.php?id=${id}`,
    definition: { type: 'https://w3id.org/xapi/cmi5/activitytype/course', name: { de: 'Digital lernen im Betrieb' } },
  });

  const moodle = {
    objectType: 'Activity',
    id: site,
    definition: { type: 'http://id.tincanapi.com/activitytype/lms', name: { en: 'Akademie' } },
  };
  const section = {
    objectType: 'Activity',
    id: `${site}/course/section.php?id=31`,
    definition: {
      type: 'http://id.tincanapi.com/activitytype/section',
      name: { de: 'Digital lernen im Betrieb Section 0' },
    },
  };
  const quiz = {
    objectType: 'Activity',
    id: `${site}/mod/quiz/view.php?id=52`,
    definition: { type: 'http://adlnet.gov/expapi/activities/assessment', name: { de: 'Abschlusstest' } },
  };
  const attempt = {
    objectType: 'Activity',
    id: `${site}/mod/quiz/attempt.php?attempt=9&cmid=52`,
    definition: { type: 'http://adlnet.gov/expapi/activities/attempt', name: { en: 'Abschlusstest Attempt 9' } },
  };

  const extensions = (event: string) => ({
    'http://lrs.learninglocker.net/define/extensions/info': {
      'http://moodle.org': '5.1+ (Build: 20251017)',
      'https://github.com/xAPI-vle/moodle-logstore_xapi': '5.0.1',
      event_name: `\\${event}`,
      event_function: `\\src\\transformer\\events\\${event}`,
    },
  });

  /** One registration for whatever is sent at a time, whoever it is about. */
  const around = (event: string, more: object = {}) => ({
    platform: 'Moodle',
    registration: '0c1ae2d4-9f3b-5a77-8c21-5d6e7f809112',
    language: 'de',
    extensions: extensions(event),
    ...more,
  });

  const timestamp = '2026-11-20T09:15:04.000Z';
  const viewed = { id: 'http://id.tincanapi.com/verb/viewed', display: { en: 'Viewed' } };

  const courseViewed = (person: number, courseId: number) => ({
    context: around('core\\event\\course_viewed', { contextActivities: { category: [moodle] } }),
    timestamp,
    actor: user(person),
    verb: viewed,
    object: course(courseId),
  });

  const moduleViewed = {
    context: around('mod_quiz\\event\\course_module_viewed', {
      contextActivities: { parent: [section, course(7)], category: [moodle] },
    }),
    timestamp,
    actor: user(17),
    verb: viewed,
    object: quiz,
  };

  /** An administrator who looks at Moodle as somebody else; an ordinary sign-in is the same without `as`. */
  const loggedInAs = {
    context: around('core\\event\\user_loggedinas', {
      language: 'en',
      extensions: {
        ...extensions('core\\event\\user_loggedinas'),
        'https://yetanalytics.com/profiles/prepositions/concepts/context-extensions/as': user(17),
      },
    }),
    timestamp,
    actor: user(2),
    verb: { id: 'https://xapi.edlm/profiles/edlm-lms/concepts/verbs/login', display: { en: 'Logged In' } },
    object: moodle,
  };

  /** `scaled` runs from -1 to 1, so eight of ten points are 0.6. */
  const quizSubmitted = {
    context: around('mod_quiz\\event\\attempt_submitted', {
      contextActivities: { parent: [quiz, section, course(7)], category: [moodle] },
    }),
    timestamp,
    actor: user(17),
    verb: { id: 'http://adlnet.gov/expapi/verbs/completed', display: { en: 'Completed' } },
    object: attempt,
    result: { score: { raw: 8, min: 0, max: 10, scaled: 0.6000000000000001 }, completion: true, success: true },
  };

  const questionAnswered = {
    context: around('mod_quiz\\event\\attempt_submitted', {
      contextActivities: { parent: [attempt, quiz, section, course(7)], category: [moodle] },
    }),
    timestamp,
    actor: user(17),
    verb: { id: 'http://adlnet.gov/expapi/verbs/answered', display: { en: 'Answered' } },
    object: {
      objectType: 'Activity',
      id: `${site}/question/question.php?cmid=52&id=88`,
      definition: {
        type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
        name: { de: 'Was hilft im Gespräch?' },
        description: { de: 'Was hilft im Gespräch?' },
        interactionType: 'choice',
        correctResponsesPattern: ['offene-fragen'],
        choices: [
          { id: 'offene-fragen', description: { de: 'Offene Fragen' } },
          { id: 'ratschlge', description: { de: 'Ratschläge' } },
        ],
      },
    },
    result: {
      response: 'offene-fragen',
      success: true,
      completion: true,
      extensions: { 'http://learninglocker.net/xapi/cmi/choice/response': 'Offene Fragen' },
    },
  };

  /** With the setting that sends id numbers, a course without one is sent with `null`. */
  const enrolled = {
    context: around('core\\event\\user_enrolment_created', {
      extensions: {
        ...extensions('core\\event\\user_enrolment_created'),
        'https://xapi.edlm/profiles/edlm-lms/concepts/context-extensions/enrolment-type': 'manual',
      },
      instructor: user(2),
      contextActivities: { category: [moodle] },
    }),
    timestamp,
    actor: user(17),
    verb: { id: 'https://xapi.edlm/profiles/edlm-lms/concepts/verbs/enrolled', display: { en: 'Enrolled' } },
    object: {
      ...course(7),
      definition: {
        ...course(7).definition,
        extensions: {
          'https://w3id.org/learning-analytics/learning-management-system/short-id': 'DLB',
          'https://w3id.org/learning-analytics/learning-management-system/external-id': null,
        },
      },
    },
  };

  const assignment = {
    objectType: 'Activity',
    id: `${site}/mod/assign/view.php?id=61`,
    definition: {
      type: 'https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/assignment',
      name: { de: 'Gesprächsnotiz' },
    },
  };

  /** A trainer's grade: the one who gave it as instructor, a comment as response. */
  const assignmentGraded = {
    context: around('mod_assign\\event\\submission_graded', {
      instructor: user(2),
      contextActivities: { parent: [assignment, section, course(7)], category: [moodle] },
    }),
    timestamp,
    actor: user(17),
    verb: { id: 'https://w3id.org/xapi/tla/verbs/scored', display: { en: 'Scored' } },
    object: {
      objectType: 'Activity',
      id: `${assignment.id}#submission`,
      definition: {
        type: 'https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/submission',
        name: { de: 'Gesprächsnotiz Submission' },
      },
    },
    result: {
      success: true,
      response: '<p>Gut beobachtet.</p>',
      score: { raw: 72.5, min: 0, max: 100, scaled: 0.44999999999999996 },
    },
  };

  const interaction = 'http://adlnet.gov/expapi/activities/cmi.interaction';
  const component = (id: string, text: string) => ({ id, description: { de: text } });
  const question = (id: number, definition: object, result: object) => ({
    ...questionAnswered,
    object: {
      objectType: 'Activity',
      id: `${site}/question/question.php?cmid=52&id=${id}`,
      definition: { type: interaction, ...definition },
    },
    result,
  });

  /** A question for a short text that was left empty. */
  const unanswered = question(
    89,
    { name: { de: 'Stichwort' }, description: { de: 'Nennen Sie eines.' }, interactionType: 'fill-in' },
    { response: null, completion: true },
  );

  /** Two things that belong to the same. */
  const matched = question(
    90,
    {
      name: { de: 'Zuordnen' },
      description: { de: 'Was gehört wohin?' },
      interactionType: 'matching',
      correctResponsesPattern: ['lob[.]gesprch[,]kritik[.]gesprch[,]zahlen[.]bericht'],
      source: [component('lob', 'Lob'), component('kritik', 'Kritik'), component('zahlen', 'Zahlen')],
      target: [component('gesprch', 'Gespräch'), component('gesprch', 'Gespräch'), component('bericht', 'Bericht')],
    },
    { response: '', completion: false, success: false },
  );

  /** Where response choices are sent: those of a poll under the numbers of their rows. */
  const voted = {
    context: around('mod_choice\\event\\answer_created', {
      contextActivities: { parent: [section, course(7)], category: [moodle] },
    }),
    timestamp,
    actor: user(17),
    verb: questionAnswered.verb,
    object: {
      objectType: 'Activity',
      id: `${site}/mod/choice/view.php?id=70`,
      definition: {
        type: interaction,
        name: { de: 'Wann treffen wir uns?' },
        interactionType: 'choice',
        correctResponsesPattern: ['montag[,]dienstag'],
        choices: { 25: component('montag', 'Montag'), 26: component('dienstag', 'Dienstag') },
      },
    },
    result: { response: 'Montag' },
  };

  return {
    courseViewed,
    moduleViewed,
    quizSubmitted,
    questionAnswered,
    unanswered,
    matched,
    voted,
    every: [
      courseViewed(17, 7),
      moduleViewed,
      loggedInAs,
      quizSubmitted,
      questionAnswered,
      enrolled,
      assignmentGraded,
    ] as const,
  };
}
