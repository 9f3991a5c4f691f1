/**
 * Statements as Moodle's plugin "xAPI logstore" (logstore_xapi 6, read in its source) makes them with its settings as they come, except
 * that names are off: actors by account, no statement ids, the course as object or parent, the site as category.
 */

/** The plugin's headers; it takes no answer but 200 for a success. */
export const headers = { 'X-Experience-API-Version': '1.0.3', 'Content-Type': 'application/json' };

interface Person { readonly account: { readonly homePage: string; readonly name: string } }

/** @param site the Moodle's own address (`wwwroot`) */
export function moodleStatements(site: string) {
  /** Who somebody is without further settings: the site's address and the user's number as text. */
  const user = (id: number): Person => ({ account: { homePage: site, name: String(id) } });

  const course = (id: number) => ({
    objectType: 'Activity', id: `${site}/course/view.php?id=${id}`,
    definition: { type: 'https://w3id.org/xapi/cmi5/activitytype/course', name: { de: 'Digital lernen im Betrieb' } },
  });

  const moodle = { objectType: 'Activity', id: site, definition: { type: 'http://id.tincanapi.com/activitytype/lms', name: { en: 'Akademie' } } };
  const section = { objectType: 'Activity', id: `${site}/course/section.php?id=31`, definition: { type: 'http://id.tincanapi.com/activitytype/section', name: { de: 'Digital lernen im Betrieb Section 1' } } };
  const quiz = { objectType: 'Activity', id: `${site}/mod/quiz/view.php?id=52`, definition: { type: 'http://adlnet.gov/expapi/activities/assessment', name: { de: 'Abschlusstest' } } };
  const attempt = { objectType: 'Activity', id: `${site}/mod/quiz/attempt.php?attempt=9&cmid=52`, definition: { type: 'http://adlnet.gov/expapi/activities/attempt', name: { en: 'Abschlusstest Attempt 9' } } };

  const extensions = (event: string) => ({
    'http://lrs.learninglocker.net/define/extensions/info': {
      'http://moodle.org': '5.1 (Build: 20261006)', 'https://github.com/xAPI-vle/moodle-logstore_xapi': '2026051500',
      'event_name': `\\${event}`, 'event_function': `\\src\\transformer\\events\\${event}`,
    },
  });

  const around = (event: string, more: object = {}) => ({
    platform: 'Moodle', registration: '0c1ae2d4-9f3b-5a77-8c21-5d6e7f809112', language: 'de', extensions: extensions(event), ...more,
  });

  const timestamp = '2026-11-20T09:15:04.000Z';
  const viewed = { id: 'http://id.tincanapi.com/verb/viewed', display: { en: 'Viewed' } };

  const courseViewed = (person: number, courseId: number) => ({
    context: around('core\\event\\course_viewed', { contextActivities: { category: [moodle] } }), timestamp,
    actor: user(person), verb: viewed, object: course(courseId),
  });

  const moduleViewed = {
    context: around('mod_quiz\\event\\course_module_viewed', { contextActivities: { parent: [section, course(7)], category: [moodle] } }), timestamp,
    actor: user(17), verb: viewed, object: quiz,
  };

  const loggedIn = {
    context: around('core\\event\\user_loggedin', {
      extensions: { ...extensions('core\\event\\user_loggedin'), 'https://yetanalytics.com/profiles/prepositions/concepts/context-extensions/as': user(17) },
    }),
    timestamp, actor: user(2), verb: { id: 'https://xapi.edlm/profiles/edlm-lms/concepts/verbs/login', display: { en: 'Logged In' } }, object: moodle,
  };

  /** `scaled` runs from -1 to 1, so eight of ten points are 0.6. */
  const quizSubmitted = {
    context: around('mod_quiz\\event\\attempt_submitted', { contextActivities: { parent: [quiz, section, course(7)], category: [moodle] } }), timestamp,
    actor: user(17), verb: { id: 'http://adlnet.gov/expapi/verbs/completed', display: { en: 'Completed' } }, object: attempt,
    result: { score: { raw: 8, min: 0, max: 10, scaled: 0.6 }, completion: true, success: true, duration: 'PT312S' },
  };

  const questionAnswered = {
    context: around('mod_quiz\\event\\attempt_submitted', { contextActivities: { parent: [attempt, quiz, section, course(7)], category: [moodle] } }), timestamp,
    actor: user(17), verb: { id: 'http://adlnet.gov/expapi/verbs/answered', display: { en: 'Answered' } },
    object: {
      objectType: 'Activity', id: `${site}/question/question.php?cmid=52&id=88`,
      definition: {
        type: 'http://adlnet.gov/expapi/activities/cmi.interaction', name: { de: 'Was hilft im Gespräch?' }, description: { de: 'Was hilft im Gespräch?' }, interactionType: 'choice',
        correctResponsesPattern: ['offene-fragen'], choices: [{ id: 'offene-fragen', description: { de: 'Offene Fragen' } }, { id: 'ratschlge', description: { de: 'Ratschläge' } }],
      },
    },
    result: { response: 'offene-fragen', success: true, completion: true, extensions: { 'http://learninglocker.net/xapi/cmi/choice/response': 'Offene Fragen' } },
  };

  /** With the setting that sends id numbers, a course without one is sent with `null`. */
  const enrolled = {
    context: around('core\\event\\user_enrolment_created', {
      extensions: { ...extensions('core\\event\\user_enrolment_created'), 'https://xapi.edlm/profiles/edlm-lms/concepts/context-extensions/enrolment-type': 'manual' },
      instructor: user(2), contextActivities: { category: [moodle] },
    }),
    timestamp, actor: user(17), verb: { id: 'https://xapi.edlm/profiles/edlm-lms/concepts/verbs/enrolled', display: { en: 'Enrolled' } },
    object: {
      ...course(7),
      definition: {
        ...course(7).definition,
        extensions: { 'https://w3id.org/learning-analytics/learning-management-system/short-id': 'DLB', 'https://w3id.org/learning-analytics/learning-management-system/external-id': null },
      },
    },
  };

  /** A trainer's grade: the one who gave it as instructor, a comment as response. */
  const assignmentGraded = {
    context: around('mod_assign\\event\\submission_graded', { instructor: user(2), contextActivities: { parent: [section, course(7)], category: [moodle] } }), timestamp,
    actor: user(17), verb: { id: 'https://w3id.org/xapi/tla/verbs/scored', display: { en: 'Scored' } },
    object: { objectType: 'Activity', id: `${site}/mod/assign/view.php?id=61`, definition: { type: 'http://id.tincanapi.com/activitytype/school-assignment', name: { de: 'Gesprächsnotiz' } } },
    result: { success: true, response: '<p>Gut beobachtet.</p>', score: { raw: 50, min: 0, max: 100, scaled: 0 } },
  };

  return { courseViewed, moduleViewed, quizSubmitted, questionAnswered, every: [courseViewed(17, 7), moduleViewed, loggedIn, quizSubmitted, questionAnswered, enrolled, assignmentGraded] as const };
}
