import { describe, expect, test } from '@jest/globals';
import { rangeOf } from '../../base/outbound/index.js';

describe('where an address leads', () => {
  test.each([
    '8.8.8.8',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '2a00:1450::1',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ])('%s: the public internet', (address) => expect(rangeOf(address)).toBe('public'));

  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '::1',
    'fd12::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::10.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
  ])('%s: this machine or a private network', (address) => expect(rangeOf(address)).toBe('internal'));

  test.each([
    '0.0.0.0',
    '169.254.169.254',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    '224.0.0.1',
    '255.255.255.255',
    '192.0.2.1',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'fd00:ec2::254',
    'fd20:ce::254',
    '2001:db8::1',
    '2001::1',
    '3fff::1',
    '::ffff:169.254.169.254',
    '::ffff:0:10.0.0.1',
    '64:ff9b:1::10.0.0.1',
    '2002:a9fe:a9fe::',
    'lms.example',
    '',
  ])('%s: nowhere that anybody may be asked', (address) => expect(rangeOf(address)).toBe('forbidden'));
});
