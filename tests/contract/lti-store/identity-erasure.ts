import { describe, expect, test, beforeEach } from '@jest/globals';
import type { GradeScore, Login, LtiStore } from '../../../lti-tool/store/index.js';
import {
  eachOnFreshStore,
  instant,
  login,
  type LtiStoreFactory,
  nord,
  placement,
  platform,
  score,
  sued,
} from './factory.js';

/** What every adapter must forget of people. */
export function identityErasureContract(open: LtiStoreFactory): void {
  describe('erasing a person', () => {
    let store: LtiStore;
    eachOnFreshStore(open, (fresh) => {
      store = fresh;
    });

    const issuer = 'https://lms.example';
    const begun = (stateHash: string, hint: string, changes: Partial<Login> = {}): Login =>
      login({
        stateHash,
        initiation: new URLSearchParams({
          iss: issuer,
          login_hint: hint,
          target_link_uri: 'https://lotse.example/lti/launch',
        }).toString(),
        ...changes,
      });
    const take = (from: number, ...scores: readonly (GradeScore & { id: string })[]) =>
      store.grades.takeGrades({ partition: 0, from, to: from + 1, scores, withdrawn: [], now: instant(0) });

    beforeEach(async () => {
      await store.platforms.addPlatform(platform());
      await store.platforms.addPlatform(platform({ id: 'p2', issuer: 'https://other.example', clientId: 'c2' }));
      await store.platforms.addPlatform(platform({ organisation: sued, clientId: 'c3' }));
      await store.placements.recordPlacement(nord, placement({ registration: 'r1', gradeUser: 'aylin@lms.example' }));
      await store.placements.recordPlacement(nord, placement({ registration: 'r2', graded: false }));
      await store.placements.recordPlacement(nord, placement({ registration: 'r3', subject: 'bert' }));
      await store.placements.recordPlacement(sued, placement({ registration: 'r1' }));
      await take(
        0,
        score(),
        score({ id: 'g2', platform: 'gone', registration: 'r2' }),
        score({ id: 'g3', subject: 'bert', registration: 'r3' }),
        score({ id: 'g4', platform: 'p2', registration: 'r9' }),
        score({ id: 'g5', organisation: sued }),
      );
      for (const each of [begun('s1', 'aylin'), begun('s2', 'bert'), begun('s3', 'aylin', { organisation: sued })])
        await store.logins.beginLogin(each, instant(0));
    });

    test("reaches all that is kept under an identity, and nobody else's", async () => {
      expect(await store.erasure.eraseIdentities(nord, [{ issuer, subject: 'aylin' }])).toEqual({
        placements: 2,
        grades: 2,
        logins: 1,
      });
      expect(
        await Promise.all(
          ['r1', 'r2', 'r3'].map(
            async (registration) => (await store.placements.findPlacement(nord, registration))?.subject,
          ),
        ),
      ).toEqual([undefined, undefined, 'bert']);
      expect((await store.placements.findPlacement(sued, 'r1'))?.subject).toBe('aylin');
      expect((await store.grades.listGrades(nord)).map(({ id }) => id)).toEqual(['g3', 'g4']);
      expect((await store.grades.listGrades(sued)).map(({ id }) => id)).toEqual(['g5']);
      expect(
        await Promise.all(
          ['s1', 's2', 's3'].map(async (hash) => (await store.logins.findLogin(hash, instant(0)))?.stateHash),
        ),
      ).toEqual([undefined, 's2', 's3']);
      expect(await store.erasure.eraseIdentities(nord, [{ issuer, subject: 'aylin' }])).toEqual({
        placements: 0,
        grades: 0,
        logins: 0,
      });
    });

    test('what is kept of an identity that nobody has goes too', async () => {
      await store.placements.recordPlacement(nord, placement({ registration: 'r8', subject: 'nobody' }));
      expect(
        await store.erasure.eraseIdentities(nord, [
          { issuer, subject: 'nobody' },
          { issuer, subject: 'bert' },
        ]),
      ).toEqual({ placements: 2, grades: 1, logins: 1 });
    });
  });
}
