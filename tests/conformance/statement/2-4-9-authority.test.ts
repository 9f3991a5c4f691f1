import { describe, expect, test } from '@jest/globals';
import { changed, faultOf, leastStatement, versions } from './support.js';

const application = { account: { homePage: 'http://example.com/xAPI/OAuth/Token', name: 'oauth_consumer_x75db' } };
const user = { mbox: 'mailto:bob@example.com' };

describe.each(versions)('Data 2.4.9 Authority, %s', (version) => {
  test.each([
    [user, undefined],
    [{ objectType: 'Agent', ...application }, undefined],
    [{ objectType: 'Group', member: [application, user] }, undefined],
    [{ objectType: 'Group', member: [application] }, 'authority.member'],
    [{ objectType: 'Group', member: [application, user, user] }, 'authority.member'],
    [{ objectType: 'Group', member: [] }, 'authority.member'],
    [{ objectType: 'Group' }, 'authority.member'],
    [{ objectType: 'Group', ...user, member: [application, user] }, 'authority.mbox'],
    [{ objectType: 'Group', ...application, member: [application, user] }, 'authority.account'],
    [
      { objectType: 'Group', mbox_sha1sum: 'cd9b00a5611f94eaa7b1661edab976068e364975', member: [application, user] },
      'authority.mbox_sha1sum',
    ],
    [{ objectType: 'Group', openid: 'http://example.com', member: [application, user] }, 'authority.openid'],
    [{ name: 'x' }, 'authority'],
    [{ objectType: 'Activity', id: 'http://example.com' }, 'authority.objectType'],
    ['x', 'authority'],
  ])('%j', (authority, fault) => {
    expect(faultOf(changed(leastStatement, { authority }), version)).toBe(fault);
  });
});
