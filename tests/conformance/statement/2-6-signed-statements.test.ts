import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { LotseError } from '../../../base/index.js';
import { type Attachment, checkSignature, signatureUsage, type Statement } from '../../../lrs/statement/index.js';
import { certificateFor } from '../../support/certificate.js';
import { changed, fullStatement, statementFrom } from './support.js';

const signer = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const certificate = certificateFor(signer.publicKey, signer.privateKey).toString('base64');

const original = {
  ...fullStatement,
  stored: undefined,
  authority: undefined,
  version: undefined,
  attachments: undefined,
};
const encoded = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

function jws(payload: unknown = original, header: object = {}, algorithm = 'RSA-SHA256'): string {
  const signed = `${encoded({ alg: 'RS256', ...header })}.${encoded(payload)}`;
  return `${signed}.${sign(algorithm, Buffer.from(signed), signer.privateKey).toString('base64url')}`;
}

const attachment: Attachment = {
  ...fullStatement.attachments[0],
  usageType: signatureUsage,
  contentType: 'application/octet-stream',
};

/** Why a signature is refused, `undefined` if it is not. */
function refusal(
  data: string | Uint8Array | undefined,
  {
    statement = statementFrom(fullStatement),
    contentType = attachment.contentType,
  }: { readonly statement?: Statement; readonly contentType?: string } = {},
): string | undefined {
  const octets = typeof data === 'string' ? Buffer.from(data) : data;
  try {
    checkSignature({
      statement,
      attachment: { ...attachment, contentType },
      data: octets,
      version: '2.0.0',
      path: 'attachments[0]',
    });
    return undefined;
  } catch (caught) {
    expect(caught).toBeInstanceOf(LotseError);
    expect(caught).toMatchObject({ code: 'invalid-statement', path: 'attachments[0]' });
    return (caught as LotseError).message;
  }
}

describe('Data 2.6: signed statements', () => {
  test.each([
    ['RS256', 'RSA-SHA256'],
    ['RS384', 'RSA-SHA384'],
    ['RS512', 'RSA-SHA512'],
  ])('%s signs', (alg, algorithm) => {
    expect(refusal(jws(original, { alg }, algorithm))).toBeUndefined();
    expect(refusal(jws(original, { alg, x5c: [certificate] }, algorithm))).toBeUndefined();
  });

  test.each(['HS256', 'none', 'PS256', 'ES256', 'rs256', '', undefined, 256])('the algorithm %s does not', (alg) => {
    expect(refusal(jws(original, { alg }))).toContain('RS256, RS384 or RS512');
  });

  test('a shared secret does not sign', () => {
    const signed = `${encoded({ alg: 'HS256' })}.${encoded(original)}`;
    expect(refusal(`${signed}.${createHmac('sha256', 'secret').update(signed).digest('base64url')}`)).toContain(
      'RS256',
    );
  });

  test('the certificate must have signed', () => {
    const other = certificateFor(stranger.publicKey, stranger.privateKey).toString('base64');
    expect(refusal(jws(original, { x5c: [other] }))).toContain('certificate');
    expect(refusal(jws(original, { x5c: [certificate] }, 'RSA-SHA512'))).toContain('certificate');
    expect(refusal(jws(original, { x5c: [certificate] }).slice(0, -4))).toContain('certificate');
    expect(
      refusal(jws(original, { x5c: [certificateFor(elliptic.publicKey, signer.privateKey).toString('base64')] })),
    ).toContain('certificate');
  });

  test.each([[[]], ['x'], [[1]], [['no certificate']], [{}], [null]])('the x5c %j is refused', (x5c) => {
    expect(refusal(jws(original, { x5c }))).toContain('x5c');
  });

  test('critical headers that are not understood are refused (RFC 7515 4.1.11)', () => {
    expect(refusal(jws(original, { crit: ['b64'], b64: false }))).toContain('critical');
  });

  test('the contentType is application/octet-stream, and the data is there', () => {
    expect(refusal(jws(), { contentType: 'text/plain' })).toContain('application/octet-stream');
    expect(refusal(undefined)).toContain('data');
  });

  test.each([
    ['', 'JWS'],
    ['x', 'JWS'],
    ['a.b', 'JWS'],
    ['a.b.c.d', 'JWS'],
    [`${jws()}\n`, 'JWS'],
    [` ${jws()}`, 'JWS'],
    [jws().replace('.', '..'), 'JWS'],
    [jws().slice(0, jws().lastIndexOf('.') + 1), 'JWS'],
    [JSON.stringify({ payload: encoded(original), protected: encoded({ alg: 'RS256' }), signature: 'x' }), 'JWS'],
    [`${encoded('{')}.${encoded(original)}.x`, 'header'],
    [`${encoded('[]')}.${encoded(original)}.x`, 'header'],
    [`${Buffer.from([0xff, 0xfe]).toString('base64url')}.${encoded(original)}.x`, 'header'],
    [jws('{"actor'), 'payload'],
    [jws('"text"'), 'payload'],
    [jws(`{'id':1}`), 'payload'],
    [jws('{"id":"a","id":"b"}'), 'payload'],
    [jws({}), 'not a valid statement'],
    [jws(changed(original, { 'verb.id': 'x' })), 'not a valid statement'],
  ])('%j is malformed', (data, reason) => expect(refusal(data)).toContain(reason));

  test('octets that are no text are malformed', () =>
    expect(refusal(Buffer.from([0, 255, 46, 128, 46, 200]))).toContain('JWS'));

  test.each([
    { 'actor.mbox': 'mailto:eve@example.com' },
    { 'verb.id': 'http://example.com/other' },
    { 'object.id': 'http://example.com/other' },
    { 'result.success': false },
    { 'context.platform': 'x' },
    { id: '99999999-1234-4234-8234-123456789012' },
    { timestamp: '2026-11-21T08:16:00.000Z' },
  ])('what is signed is the statement that was sent: %j makes another', (changes) => {
    expect(refusal(jws(changed(original, changes)))).toContain('another statement');
  });

  test.each([
    { 'object.definition': undefined },
    { 'verb.display': { de: 'x' } },
    { timestamp: '2026-11-21T09:15:00.0001+01:00' },
    { timestamp: undefined },
    { id: fullStatement.id.toUpperCase() },
    { id: undefined },
    { authority: { mbox: 'mailto:x@example.com' } },
    { attachments: fullStatement.attachments },
  ])('logically the same is the same: %j', (changes) =>
    expect(refusal(jws(changed(original, changes)))).toBeUndefined(),
  );

  test('types that go without saying may be left out of what is signed, or written out in it (2.0 §4.2.2.3)', () => {
    const bare = changed(original, {
      'actor.objectType': undefined,
      'object.objectType': undefined,
      'context.instructor.objectType': undefined,
      'context.team.member': [{ objectType: 'Agent', mbox: 'mailto:ada@example.com' }],
    });
    expect(refusal(jws(bare))).toBeUndefined();
    expect(
      refusal(jws(), { statement: statementFrom(changed(bare as object, { attachments: fullStatement.attachments })) }),
    ).toBeUndefined();
    expect(refusal(jws(changed(bare as object, { 'object.id': 'http://example.com/other' })))).toContain(
      'another statement',
    );
  });

  test('what of a duration is finer than 0.01 seconds makes no other statement', () => {
    const statement = statementFrom(changed(fullStatement, { 'result.duration': 'PT1M0.1237S' }));
    expect(refusal(jws(changed(original, { 'result.duration': 'PT1M0.12S' })), { statement })).toBeUndefined();
    expect(refusal(jws(changed(original, { 'result.duration': 'PT1M0.13S' })), { statement })).toContain(
      'another statement',
    );
  });
});
