import { defineTexts, type Language } from '../../web/index.js';
import type { Grade, Platform } from '../store/index.js';

/** The reasons why grades do not reach the LMS, with advice: by the code and detail in the queue. */
const reasonTexts = defineTexts({
  de: {
    declined:
      'Die Lernplattform nimmt für diese Person keine Bewertung an. Das ist so bei Kursleitungen und bei Personen, die den Kurs verlassen haben; zu tun ist nichts.',
    token:
      'Die Lernplattform gibt Lotse keinen Zugang zu ihren Diensten. Prüfen Sie dort, ob das Tool aktiv ist, ob die Bewertungsdienste erlaubt sind und ob die Adresse unserer Schlüssel (/lti/keys/…) stimmt.',
    'not-allowed':
      'Die Lernplattform erlaubt Lotse nicht, hier Bewertungen einzutragen. Erlauben Sie dem Tool dort die Bewertungsdienste (Assignment and Grade Services).',
    gone: 'Die Spalte im Bewertungsbuch gibt es nicht mehr. Vermutlich wurde die Aktivität oder der Kurs gelöscht. Dann ist nichts zu tun.',
    'no-column':
      'Die Lernplattform hat für diese Aktivität keine Spalte im Bewertungsbuch, und Lotse darf keine anlegen. Erlauben Sie dem Tool dort Bewertungen, oder legen Sie die Aktivität neu an.',
    later:
      'Die Lernplattform hat für diese Person schon einen neueren Eintrag. Lotse versucht es mit einem späteren Zeitpunkt noch einmal.',
    'wrong-request':
      'Die Lernplattform versteht die Bewertung nicht. Bleibt es nach einem Update der Lernplattform dabei, hilft die technische Angabe bei der Suche.',
    busy: 'Die Lernplattform ist gerade überlastet oder gestört. Lotse versucht es von selbst weiter.',
    unreachable:
      'Lotse erreicht die Lernplattform nicht. Prüfen Sie, ob sie läuft und von diesem Server aus erreichbar ist. Lotse versucht es von selbst weiter.',
    'switched-off':
      'Diese Lernplattform ist in Lotse abgeschaltet. Die Bewertung wartet, und Lotse sendet sie von selbst, sobald die Lernplattform wieder eingeschaltet ist.',
    'unknown-platform':
      'Diese Lernplattform ist in Lotse nicht mehr angemeldet. Zu tun ist nichts, außer Sie verbinden sie wieder.',
    other: 'Das Senden ist fehlgeschlagen. Die technische Angabe hilft bei der Suche.',
  },
  en: {
    declined:
      'The learning platform takes no grade for this person. That is so for those who run a course and those who have left it; there is nothing to do.',
    token:
      'The learning platform gives Lotse no access to its services. Check there whether the tool is active, whether its grade services are allowed, and whether the address of our keys (/lti/keys/…) is right.',
    'not-allowed':
      'The learning platform does not allow Lotse to enter grades here. Allow the tool the grade services there (Assignment and Grade Services).',
    gone: 'The column in the grade book does not exist any more. Probably the activity or the course was deleted. Then there is nothing to do.',
    'no-column':
      'The learning platform has no column for this activity in its grade book, and Lotse may not make one. Allow the tool to give grades there, or add the activity again.',
    later: 'The learning platform has a later entry for this person already. Lotse tries again with a later time.',
    'wrong-request':
      'The learning platform does not understand the grade. If it stays so after an update of the platform, the technical detail helps to find out why.',
    busy: 'The learning platform is overloaded or disturbed right now. Lotse keeps trying by itself.',
    unreachable:
      'Lotse cannot reach the learning platform. Check whether it is running and can be reached from this server. Lotse keeps trying by itself.',
    'switched-off':
      'This learning platform is switched off in Lotse. The grade waits, and Lotse sends it by itself as soon as the learning platform is switched on again.',
    'unknown-platform':
      'This learning platform is not connected to Lotse any more. There is nothing to do, unless you connect it again.',
    other: 'Sending has failed. The technical detail helps to find out why.',
  },
});

type Reason = Parameters<ReturnType<typeof reasonTexts>>[0];

/** @param ofToken the status is the token address's answer, not the line item's */
function byStatus(status: number, ofToken: boolean): Reason {
  if (ofToken) return status >= 500 ? 'busy' : 'token';
  if (status === 401 || status === 403) return 'not-allowed';
  if (status === 404 || status === 410) return 'gone';
  if (status === 409) return 'later';
  return status >= 400 && status < 500 && ![408, 425, 429].includes(status) ? 'wrong-request' : 'busy';
}

function reasonOf(state: string, error: string): Reason {
  if (state === 'declined') return 'declined';
  const [, code = '', detail = ''] = /^([a-z-]+): (.*)$/s.exec(error) ?? [];
  if (code === 'unknown-platform' || (code === 'not-found' && detail.startsWith('platform ')))
    return 'unknown-platform';
  if (detail.startsWith('line items: ')) return code === 'not-found' ? 'no-column' : 'busy';
  const [, status] = /\bstatus (\d{3})\b/.exec(detail) ?? [];
  if (status !== undefined) return byStatus(Number(status), detail.startsWith('token'));
  return code === 'platform-unreachable' ? 'unreachable' : 'other';
}

/** True if a grade waits for its platform to be switched on again; until then it is not tried. */
export function isHeld({ state }: Pick<Grade, 'state'>, platform: Pick<Platform, 'active'> | undefined): boolean {
  return state === 'waiting' && platform?.active === false;
}

/**
 * Explains to an administrator, in one sentence, why a grade has not reached its LMS.
 * @param grade with what the queue has kept of the last try: code and detail
 * @param platform the grade's, where it is still there
 */
export function reasonText(
  { state, lastError }: Pick<Grade, 'state' | 'lastError'>,
  language: Language,
  platform?: Pick<Platform, 'active'>,
): string | undefined {
  if (isHeld({ state }, platform)) return reasonTexts(language)('switched-off');
  return lastError === undefined ? undefined : reasonTexts(language)(reasonOf(state, lastError));
}
