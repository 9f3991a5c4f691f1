import { Router, urlencoded, type RequestHandler } from 'express';
import { learners, type Person, personById } from './course.js';
import { addPage, coursePage, demoGradesPage, itemPage, peoplePage, reviewPage } from './pages/index.js';
import type { DemoParts } from './parts.js';
import { DemoError } from './demo-error.js';
import { chooseLanguage, demoLanguageOf, signedInAs, signIn } from './session.js';
import { refusalSentence } from './texts.js';

const form = urlencoded({ extended: false, limit: '4kb' });

const choosePerson: RequestHandler = (request, response) => {
  const id = (request.body as Record<string, unknown> | undefined)?.['person'];
  if (id === '') {
    response.redirect(303, '/people');
    return;
  }
  const person = personById(typeof id === 'string' ? id : undefined);
  if (person === undefined) throw new DemoError(400, refusalSentence('unknownPerson'), 'sign in: unknown person');
  signIn(response, person);
  response.redirect(303, '/');
};

const setLanguage: RequestHandler = (request, response) => {
  const language = (request.body as Record<string, unknown> | undefined)?.['language'];
  chooseLanguage(response, language === 'en' ? 'en' : 'de');
  const referrer = request.get('referer');
  const back =
    referrer !== undefined && URL.canParse(referrer) && new URL(referrer).host === request.get('host')
      ? new URL(referrer).pathname
      : '/';
  // A path alone, with one slash at its start: nothing that leads to another host.
  response.redirect(303, `/${back.replace(/^\/+/, '')}`);
};

function trainerOf(request: Parameters<typeof signedInAs>[0]): Person {
  const person = signedInAs(request);
  if (person?.role !== 'trainer') throw new DemoError(403, refusalSentence('trainerOnly'), 'page for the trainer');
  return person;
}

/** The pages for people. */
export function pageRouter({ state }: DemoParts): Router {
  const router = Router();
  router.get('/', (request, response) => {
    const person = signedInAs(request);
    if (person === undefined) return response.send(peoplePage(demoLanguageOf(request)));
    return response.send(coursePage(demoLanguageOf(request), person, state.current()));
  });
  router.get('/people', (request, response) => {
    response.send(peoplePage(demoLanguageOf(request)));
  });
  router.post('/person', form, choosePerson);
  router.post('/language', form, setLanguage);
  router.get('/items/:item', (request, response) => {
    const person = signedInAs(request);
    if (person === undefined) return response.redirect(303, '/');
    const item = state.current().items.find((each) => each.id === request.params.item);
    if (item === undefined) throw new DemoError(404, refusalSentence('unknownItem'), 'page: no such item');
    if (request.query['review'] === undefined) return response.send(itemPage(demoLanguageOf(request), person, item));
    const learner = learners.find(({ id }) => id === request.query['review']);
    if (learner === undefined) throw new DemoError(404, refusalSentence('unknownPerson'), 'page: no such learner');
    return response.send(reviewPage(demoLanguageOf(request), trainerOf(request), item, learner));
  });
  router.get('/add', (request, response) => {
    response.send(addPage(demoLanguageOf(request), trainerOf(request)));
  });
  router.get('/grades', (request, response) => {
    response.send(demoGradesPage(demoLanguageOf(request), trainerOf(request), state.current()));
  });
  return router;
}
