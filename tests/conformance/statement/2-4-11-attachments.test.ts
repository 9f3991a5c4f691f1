import { describe, expect, test } from '@jest/globals';
import { changed, faultOf, fullStatement, leastStatement, versions } from './support.js';

const [attachment] = fullStatement.attachments;

describe.each(versions)('Data 2.4.11 Attachments, %s', (version) => {
  test.each([[[]], [[attachment]], [[attachment, attachment]]])('%j is accepted', (attachments) => {
    expect(faultOf(changed(leastStatement, { attachments }), version)).toBeUndefined();
  });

  test.each([
    [attachment, 'attachments'],
    ['x', 'attachments'],
    [[12345], 'attachments[0]'],
    [[attachment, 'x'], 'attachments[1]'],
    [[null], 'attachments[0]'],
  ])('%j is refused', (attachments, path) => {
    expect(faultOf(changed(leastStatement, { attachments }), version)).toBe(path);
  });

  const fault = (changes: Readonly<Record<string, unknown>>) =>
    faultOf(changed(leastStatement, { attachments: [changed(attachment, changes)] }), version);

  test.each(['usageType', 'display', 'contentType', 'length', 'sha2'])('"%s" is required', (key) =>
    expect(fault({ [key]: undefined })).toBe(`attachments[0].${key}`),
  );
  test.each(['description', 'fileUrl'])('"%s" is not', (key) => expect(fault({ [key]: undefined })).toBeUndefined());

  test.each([
    ['usageType', 'should fail'],
    ['usageType', 'x.y/z'],
    ['display', 12345],
    ['display', 'x'],
    ['display.a12345678', 'x'],
    ['description', 'x'],
    ['description.something', 'x'],
    ['contentType', 12345],
    ['contentType', 'text'],
    ['contentType', 'text/'],
    ['contentType', 'text/plain\r\nX: y'],
    ['contentType', ''],
    ['length', 'x'],
    ['length', 1.5],
    ['length', -1],
    ['sha2', 12345],
    ['sha2', 'x'],
    ['sha2', 'a'.repeat(63)],
    ['sha2', ''],
    ['fileUrl', 'should fail'],
    ['fileUrl', '/file'],
    ['name', 'x'],
  ])('%s %j is refused', (place, value) => expect(fault({ [place]: value })).toBe(`attachments[0].${place}`));

  test.each([
    ['sha2', 'A'.repeat(64)],
    ['sha2', 'b'.repeat(128)],
    ['length', 0],
    ['contentType', 'image/svg+xml'],
    ['contentType', 'text/plain;charset="utf-8"'],
  ])('%s %j is accepted', (place, value) => {
    expect(fault({ [place]: value })).toBeUndefined();
  });
});
