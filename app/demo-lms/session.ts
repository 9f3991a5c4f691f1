import type { Request, Response } from 'express';
import { type Person, personById } from './course.js';

const personCookie = 'lernplatz_person';
const languageCookie = 'lernplatz_language';

function cookie(request: Request, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}

function setCookie(response: Response, name: string, value: string): void {
  response.cookie(name, value, { httpOnly: true, sameSite: 'lax', path: '/' });
}

/** The person using this browser. The demo asks for no password: anybody may be anybody. */
export function signedInAs(request: Request): Person | undefined {
  return personById(cookie(request, personCookie));
}

export function signIn(response: Response, person: Person): void {
  setCookie(response, personCookie, person.id);
}

/** German first: English if it was chosen, or if the browser prefers it to German. */
export function demoLanguageOf(request: Request): 'de' | 'en' {
  const chosen = cookie(request, languageCookie);
  if (chosen === 'de' || chosen === 'en') return chosen;
  return request.acceptsLanguages('de', 'en') === 'en' ? 'en' : 'de';
}

export function chooseLanguage(response: Response, language: 'de' | 'en'): void {
  setCookie(response, languageCookie, language);
}
