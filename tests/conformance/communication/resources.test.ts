import { expect, test } from '@jest/globals';
import { describeLrs } from '../../support/every-store.js';

const mbox = 'mailto:anna@x.example';
const activityId = 'http://x.example/a';

// xAPI 2.0 §4.1.6; xAPI 1.0.3 Data §2.2 for the Agents in parameters
describeLrs('parameters of resources', (lrs) => {
  const places: readonly [string, Record<string, string>][] = [
    ['/statements', {}],
    ['/agents', {}],
    ['/agents/profile', {}],
    ['/activities/state', { activityId }],
  ];

  test.each([
    ['null', `{"mbox":"${mbox}","name":null}`],
    ['a property of another type', `{"mbox":"${mbox}","name":7}`],
    ['a property that Agents do not have', `{"mbox":"${mbox}","age":"7"}`],
    ['a property in another case', `{"Mbox":"${mbox}"}`],
    ['an objectType in another case', `{"objectType":"agent","mbox":"${mbox}"}`],
    ['a property twice', `{"mbox":"${mbox}","mbox":"${mbox}"}`],
    ['two identifiers', `{"mbox":"${mbox}","openid":"https://anna.example/"}`],
    ['an mbox without scheme', '{"mbox":"anna@x.example"}'],
    ['a homePage without scheme', '{"account":{"homePage":"lms.example","name":"anna"}}'],
    ['an account without its name', '{"account":{"homePage":"https://lms.example"}}'],
    ['an empty text', ''],
  ])('an agent with %s is refused', async (_what, agent) => {
    for (const client of [lrs().client, lrs().older]) {
      for (const [path, others] of places) {
        const answer = await client.get(path, { ...others, agent });
        expect([path, answer.status, answer.body.error?.code]).toEqual([path, 400, 'invalid-parameter']);
      }
    }
  });

  test.each([
    ['activityId', ''],
    ['activityId', 'x.example/a'],
    ['registration', ''],
    ['registration', '{12345678-1234-4234-8234-123456789012}'],
    ['stateId', ''],
    ['since', ''],
  ])('%s=%j is refused', async (name, value) => {
    const answer = await lrs().client.get('/activities/state', { activityId, agent: { mbox }, [name]: value });
    expect([answer.status, answer.body.error?.path]).toEqual([400, name]);
  });
});
