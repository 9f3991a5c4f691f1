import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { describeLrs } from '../../support/every-store.js';
import { statement } from '../../support/lrs-server.js';

const attachment = {
  usageType: 'http://x.example/usage',
  display: { de: 'Bild' },
  contentType: 'image/png',
  length: 4,
  sha2: 'a'.repeat(64),
};

// xAPI 1.0.3 Communication §1.5; xAPI 2.0 §4.1.3
describeLrs('content types', (lrs) => {
  const post = (type: string | undefined, body: string | Buffer) => {
    const sending = lrs().client.send('post', '/statements');
    return (type === undefined ? sending : sending.set('Content-Type', type)).send(body);
  };

  test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'takes %s',
    async (type) => {
      expect((await post(type, JSON.stringify(statement()))).status).toBe(200);
    },
  );

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    'application/json; charset=iso-8859-1',
    '*/*',
    ';',
  ])('refuses %s', async (type) => {
    const answer = await post(type, JSON.stringify(statement()));
    expect([type, answer.status]).toEqual([type, 400]);
  });

  test('takes attachments that have a fileUrl, and refuses those that have neither data nor fileUrl', async () => {
    const { client } = lrs();
    expect(
      (await client.statements(statement({ attachments: [{ ...attachment, fileUrl: 'https://x.example/1.png' }] })))
        .status,
    ).toBe(200);
    const refused = await client.statements([
      statement(),
      statement({ attachments: [{ ...attachment, fileUrl: 'https://x.example/1.png' }, attachment] }),
    ]);
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ error: { path: 'statements[1].attachments[1].fileUrl' } });
    const inner = {
      objectType: 'SubStatement',
      actor: statement()['actor'],
      verb: statement()['verb'],
      object: statement()['object'],
      attachments: [attachment],
    };
    const innerRefused = await client.statements(statement({ object: inner }));
    expect(innerRefused.body).toMatchObject({ error: { path: 'statements[0].object.attachments[0].fileUrl' } });
  });

  test('unpacks gzip, within the limit', async () => {
    const { client } = lrs();
    const send = (body: Buffer, encoding: string) =>
      client
        .send('post', '/statements')
        .set('Content-Type', 'application/json')
        .set('Content-Encoding', encoding)
        .send(body);
    expect((await send(gzipSync(JSON.stringify(statement())), 'gzip')).status).toBe(200);
    expect((await send(Buffer.from('no gzip at all'), 'gzip')).status).toBe(400);
    expect((await send(gzipSync(Buffer.alloc(5_000_000, 32)), 'gzip')).status).toBe(413);
    expect((await send(gzipSync('{}'), 'compress')).status).toBe(415);
  });
});
