import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import type { Test } from 'supertest';
import { newUuid } from '../../../base/index.js';
import { describeLrs } from '../../support/every-store.js';
import { type LrsClient, person, statement, voiding } from '../../support/lrs-server.js';
import {
  attachmentOf,
  boundary,
  dataPart,
  multipartBody,
  multipartType,
  readMultipart,
  type ReadPart,
  sha2Of,
  statementsPart,
  type WrittenPart,
} from '../../support/multipart.js';

const send = (client: LrsClient, parts: readonly WrittenPart[], type = multipartType): Test =>
  client
    .send('post', '/statements')
    .set('Content-Type', type)
    .send(multipartBody(...parts));

/** A query's answer with attachments. */
async function partsOf(client: LrsClient, query: Readonly<Record<string, unknown>>): Promise<readonly ReadPart[]> {
  const answer = await client
    .get('/statements', { ...query, attachments: 'true' })
    .buffer(true)
    .parse((response, done) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => done(null, Buffer.concat(pieces)));
    });
  expect(answer.status).toBe(200);
  const body = answer.body as Buffer;
  expect(answer.headers['content-length']).toBe(String(body.byteLength));
  return readMultipart(answer.headers['content-type'] as string, body);
}

const binary = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 31) % 256));

// xAPI 1.0.3 Communication §1.5.2, Data §2.4.11; xAPI 2.0 §4.1.3
describeLrs('attachments', (lrs) => {
  test('come with the statements that name them, and go out with them, octet for octet', async () => {
    const { client, older } = lrs();
    for (const version of [client, older]) {
      const text = `Ein Text mit Umlauten: äöü, mit\r\nZeilen und --${boundary.slice(1)} ${newUuid()}`;
      const sent = statement({ attachments: [attachmentOf(text), attachmentOf(binary, { contentType: 'image/png' })] });
      const answer = await send(version, [
        statementsPart(sent),
        dataPart(text),
        dataPart(binary, { contentType: 'image/png' }),
      ]);
      expect([answer.status, answer.body]).toEqual([200, [sent.id]]);
      const [first, ...others] = await partsOf(version, { statementId: sent.id });
      expect(first!.headers).toEqual({ 'content-type': 'application/json' });
      expect(JSON.parse(first!.content.toString())).toMatchObject(sent);
      expect(others.map(({ headers }) => headers)).toEqual([
        { 'content-type': 'text/plain', 'content-transfer-encoding': 'binary', 'x-experience-api-hash': sha2Of(text) },
        { 'content-type': 'image/png', 'content-transfer-encoding': 'binary', 'x-experience-api-hash': sha2Of(binary) },
      ]);
      expect(others.map(({ content }) => content.equals(Buffer.from(text)) || content.equals(binary))).toEqual([
        true,
        true,
      ]);
    }
  });

  test('come by PUT too, and stay when the same is sent again', async () => {
    const { client } = lrs();
    const text = newUuid();
    const sent = statement({ attachments: [attachmentOf(text)] });
    for (let time = 0; time < 2; time++) {
      const answer = await client
        .send('put', '/statements', { statementId: sent.id })
        .set('Content-Type', multipartType)
        .send(multipartBody(statementsPart(sent), dataPart(text)));
      expect(answer.status).toBe(204);
    }
    const parts = await partsOf(client, { statementId: sent.id });
    expect(parts[1]!.content.toString()).toBe(text);
    expect(JSON.parse((await client.get('/statements', { statementId: sent.id })).text)).toMatchObject(sent);
  });

  test('are not sent unless they are asked for', async () => {
    const { client } = lrs();
    const text = newUuid();
    const sent = statement({ attachments: [attachmentOf(text)] });
    await send(client, [statementsPart(sent), dataPart(text)]);
    for (const query of [{}, { attachments: 'false' }]) {
      const answer = await client.get('/statements', { statementId: sent.id, ...query });
      expect(answer.headers['content-type']).toMatch(/^application\/json/);
    }
  });

  test('of several statements go out once each, in every format, also of voided statements', async () => {
    const { client } = lrs();
    const [one, two] = [newUuid(), newUuid()];
    const actor = person(newUuid());
    const inner = {
      objectType: 'SubStatement',
      actor,
      verb: { id: 'http://x.example/v' },
      object: { id: 'http://x.example/a' },
      attachments: [attachmentOf(two)],
    };
    const sent = [
      statement({ actor, attachments: [attachmentOf(one)] }),
      statement({ actor, attachments: [attachmentOf(one)], object: inner }),
      statement({ actor }),
    ];
    expect((await send(client, [statementsPart(sent), dataPart(one), dataPart(two)])).status).toBe(200);
    for (const format of ['exact', 'ids', 'canonical']) {
      const [first, ...others] = await partsOf(client, { agent: actor, format, ascending: 'true' });
      expect(
        (JSON.parse(first!.content.toString()) as { statements: { id: string }[] }).statements.map(({ id }) => id),
      ).toEqual(sent.map(({ id }) => id));
      expect(others.map(({ content }) => content.toString())).toEqual([one, two]);
    }
    await client.store(voiding(sent[0]!.id));
    expect(
      (await partsOf(client, { voidedStatementId: sent[0]!.id })).map(({ content }) => content.toString()).slice(1),
    ).toEqual([one]);
  });

  test('need no data where a fileUrl says where it is; then none goes out', async () => {
    const { client } = lrs();
    const sent = statement({ attachments: [attachmentOf(newUuid(), { fileUrl: 'https://x.example/file' })] });
    expect((await send(client, [statementsPart(sent)])).status).toBe(200);
    expect(await partsOf(client, { statementId: sent.id })).toHaveLength(1);
    expect(
      (await client.statements(statement({ attachments: [attachmentOf('x', { fileUrl: 'https://x.example/file' })] })))
        .status,
    ).toBe(200);
  });

  test('need not be there: statements alone, none at all, or one list of them', async () => {
    const { client } = lrs();
    for (const statements of [statement(), [statement()], [statement(), statement()]])
      expect((await send(client, [statementsPart(statements)])).status).toBe(200);
    expect((await send(client, [statementsPart([])])).body).toEqual([]);
  });

  test.each(['sha224', 'sha256', 'sha384', 'sha512'])('may be named by %s, in either case', async (algorithm) => {
    const { client } = lrs();
    const text = newUuid();
    const sha2 = sha2Of(text, algorithm);
    const sent = statement({ attachments: [attachmentOf(text, { sha2: sha2.toUpperCase() })] });
    expect((await send(client, [statementsPart(sent), dataPart(text, { sha2 })])).status).toBe(200);
    expect((await partsOf(client, { statementId: sent.id }))[1]).toMatchObject({
      headers: { 'x-experience-api-hash': sha2.toUpperCase() },
    });
  });

  test('may be empty, may come twice, and their heads may be written in any case', async () => {
    const { client } = lrs();
    const sent = statement({ attachments: [attachmentOf('', { contentType: 'Text/Plain; Charset=UTF-8' })] });
    const part: WrittenPart = {
      head: [
        'content-type:text/plain;charset=UTF-8',
        'content-length: 0',
        'CONTENT-TRANSFER-ENCODING:\tBinary',
        `x-experience-api-hash:  ${sha2Of('').toUpperCase()}`,
        'X-Other: folded',
        '  line',
      ],
      content: '',
    };
    expect((await send(client, [statementsPart(sent), part, part])).status).toBe(200);
    expect((await partsOf(client, { statementId: sent.id })).map(({ content }) => content.byteLength).slice(1)).toEqual(
      [0],
    );
    // RFC 2046 §5.1.1: without content, the line end behind the head may be the boundary's.
    const short = multipartBody(statementsPart(statement({ attachments: [attachmentOf('')] })), dataPart(''))
      .toString()
      .replace(/\r\n\r\n\r\n--/, '\r\n\r\n--');
    expect((await client.send('post', '/statements').set('Content-Type', multipartType).send(short)).status).toBe(200);
  });

  test.each([
    `multipart/mixed; boundary="${boundary}"`,
    `Multipart/Mixed;charset=utf-8;BOUNDARY=${boundary}`,
    `multipart/mixed ; boundary="${boundary}"; type="a;boundary=b"`,
  ])('come under the Content-Type %s', async (type) => {
    expect((await send(lrs().client, [statementsPart(statement())], type)).status).toBe(200);
  });

  test('may be gzipped with the whole request', async () => {
    const { client } = lrs();
    const text = 'x'.repeat(300_000);
    const body = gzipSync(
      multipartBody(statementsPart(statement({ attachments: [attachmentOf(text)] })), dataPart(text)),
    );
    const answer = await client
      .send('post', '/statements')
      .set('Content-Type', multipartType)
      .set('Content-Encoding', 'gzip')
      .send(body);
    expect(answer.status).toBe(200);
  });

  test('may be larger than other bodies, up to a limit of their own', async () => {
    const { client } = lrs();
    for (const [length, status] of [
      [900_000, 200],
      [1_100_000, 413],
    ] as const) {
      const data = Buffer.alloc(length, newUuid());
      const answer = await send(client, [
        statementsPart(statement({ attachments: [attachmentOf(data)] })),
        dataPart(data),
      ]);
      expect([length, answer.status]).toEqual([length, status]);
    }
    const statements = Array.from({ length: 900 }, () => statement({ result: { response: 'x'.repeat(100) } }));
    expect((await send(client, [statementsPart(statements)])).status).toBe(413);
  });

  test('belong to one organisation: nobody else gets them by naming their hash', async () => {
    const { client, clientFor } = lrs();
    const text = newUuid();
    await send(client, [statementsPart(statement({ attachments: [attachmentOf(text)] })), dataPart(text)]);
    const other = await clientFor('suedwerk', ['all']);
    const refused = await send(other, [statementsPart(statement({ attachments: [attachmentOf(text)] }))]);
    expect([refused.status, refused.body.error?.code]).toEqual([400, 'invalid-statement']);
    const named = statement({ attachments: [attachmentOf(text, { fileUrl: 'https://x.example/file' })] });
    await other.store(named);
    expect(await partsOf(other, { statementId: named.id })).toHaveLength(1);
  });

  test('are asked for by HEAD as by GET, without a body', async () => {
    const { client } = lrs();
    const text = newUuid();
    const sent = statement({ attachments: [attachmentOf(text)] });
    await send(client, [statementsPart(sent), dataPart(text)]);
    const answer = await client.send('head', '/statements', { statementId: sent.id, attachments: 'true' });
    expect(answer.headers['content-type']).toMatch(/^multipart\/mixed; boundary=/);
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(300);
  });

  const text = 'simple';
  const good = dataPart(text);
  const named = (changes: object = {}) => statementsPart(statement({ attachments: [attachmentOf(text, changes)] }));
  const headWithout = (name: string): WrittenPart => ({
    ...good,
    head: good.head.filter((line) => !line.startsWith(name)),
  });

  test.each<[string, readonly WrittenPart[], string, string | undefined]>([
    ['data that is missing', [named()], 'invalid-statement', 'statements[0].attachments[0].fileUrl'],
    [
      'one of two that is missing',
      [statementsPart(statement({ attachments: [attachmentOf(text), attachmentOf('other')] })), good],
      'invalid-statement',
      'statements[0].attachments[1].fileUrl',
    ],
    ['a part too many', [named(), good, dataPart('other')], 'invalid-multipart', 'parts[2]'],
    ['a part too many where nothing is named', [statementsPart(statement()), good], 'invalid-multipart', 'parts[1]'],
    ['statements in a second part', [named(), statementsPart(statement()), good], 'invalid-multipart', 'parts[1]'],
    ['a part without hash', [named(), headWithout('X-Experience-API-Hash')], 'invalid-multipart', 'parts[1]'],
    [
      'a part without Content-Transfer-Encoding',
      [named(), headWithout('Content-Transfer-Encoding')],
      'invalid-multipart',
      'parts[1]',
    ],
    [
      'a part in base64',
      [named(), { ...good, head: good.head.map((line) => line.replace('binary', 'base64')) }],
      'invalid-multipart',
      'parts[1]',
    ],
    [
      'a hash that nothing names',
      [named(), { ...good, head: good.head.map((line) => line.replace(/: [0-9a-f]{64}/, `: ${'b'.repeat(64)}`)) }],
      'invalid-multipart',
      'parts[1]',
    ],
    [
      'a hash that is none',
      [named(), dataPart(text, { sha2: '../../../../etc/passwd' })],
      'invalid-multipart',
      'parts[1]',
    ],
    ['data that does not have its hash', [named(), { ...good, content: 'simple!' }], 'invalid-multipart', 'parts[1]'],
    [
      'a second copy that does not have its hash',
      [named(), good, { ...good, content: 'simple!' }],
      'invalid-multipart',
      'parts[2]',
    ],
    [
      'another Content-Length than the statement says',
      [named(), { ...good, head: [...good.head, 'Content-Length: 7'] }],
      'invalid-multipart',
      'parts[1]',
    ],
    [
      'another length in the statement than the head says',
      [named({ length: 7 }), { ...good, head: [...good.head, 'Content-Length: 6'] }],
      'invalid-multipart',
      'parts[1]',
    ],
    [
      'another Content-Type than the statement says',
      [named(), dataPart(text, { contentType: 'text/html' })],
      'invalid-multipart',
      'parts[1]',
    ],
    [
      'a first part that is not JSON',
      [{ ...named(), head: ['Content-Type: text/plain'] }, good],
      'bad-request',
      undefined,
    ],
    ['a first part without type', [{ ...named(), head: [] }, good], 'bad-request', undefined],
    ['a first part that is no JSON', [{ ...named(), content: '{"actor"' }, good], 'invalid-json', 'actor'],
    [
      'a second part that no boundary begins',
      [{ ...named(), content: `${String(named().content)}\r\n${good.head.join('\r\n')}\r\n\r\n${text}` }],
      'invalid-json',
      undefined,
    ],
    [
      'a statement that is none',
      [statementsPart([statement(), { verb: 1 }])],
      'invalid-statement',
      'statements[1].actor',
    ],
    ['no part at all', [], 'invalid-multipart', undefined],
  ])('%s is refused, and nothing is stored', async (_what, parts, code, path) => {
    const { client } = lrs();
    const before = await client.ids({ limit: 1 });
    const answer = await send(client, parts);
    expect([answer.status, answer.body.error?.code, answer.body.error?.path]).toEqual([400, code, path]);
    expect(await client.ids({ limit: 1 })).toEqual(before);
  });

  const whole = multipartBody(named(), good).toString();

  test.each<[string, string, string]>([
    ['without a boundary', 'multipart/mixed', whole],
    ['with an empty one', 'multipart/mixed; boundary=', whole],
    ['with two', `${multipartType}; boundary=x`, whole],
    ['with one that is not allowed', 'multipart/mixed; boundary="a*b"', whole],
    ['with one that is too long', `multipart/mixed; boundary=${'x'.repeat(71)}`, whole],
    ['with one that is not in the body', 'multipart/mixed; boundary=another', whole],
    ['with one that goes on', `multipart/mixed; boundary=${boundary.slice(0, -3)}`, whole],
    ['without an end', multipartType, whole.slice(0, -boundary.length - 6)],
    ['with line feeds alone', multipartType, whole.replaceAll('\r\n', '\n')],
    ['with a header that is none', multipartType, whole.replace('Content-Type: text/plain', 'Content-Type text/plain')],
    [
      'with a header twice',
      multipartType,
      whole.replace('Content-Transfer-Encoding', 'Content-Type: text/plain\r\nContent-Transfer-Encoding'),
    ],
    ['with an empty body', multipartType, ''],
  ])('multipart %s is refused', async (_what, type, body) => {
    const answer = await lrs().client.send('post', '/statements').set('Content-Type', type).send(body);
    expect([answer.status, answer.body.error?.code]).toEqual([400, 'invalid-multipart']);
  });

  test('multipart of another kind is refused', async () => {
    for (const type of [`multipart/form-data; boundary=${boundary}`, `multipart/mixedx; boundary=${boundary}`])
      expect((await send(lrs().client, [named(), good], type)).status).toBe(400);
  });
});
