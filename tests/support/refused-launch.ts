import { expect } from '@jest/globals';
import type { JWTPayload } from 'jose';
import type { Response } from 'supertest';
import type { StartedLogin, LtiTool } from './lti-tool.js';

/** How an attack must end. */
export interface Refusal {
  /** The `detail` of the log line, word for word. */
  readonly reason: string;
  readonly code?: string;
  readonly status?: number;
}

/**
 * Carries an attack out and checks how it ends: with this reason in the log, on a page that shows neither technique nor
 * token and bears the id of the log line, with no way in, and with the store as it was.
 */
export async function expectRefused(
  tool: LtiTool,
  attack: () => PromiseLike<Response>,
  { reason, code = 'invalid-launch', status = 401 }: Refusal,
): Promise<Response> {
  const before = tool.census();
  const answer = await attack();
  const line = tool.log.at(-1)!;
  expect({ reason: line['detail'], code: line['code'], status: answer.status }).toEqual({ reason, code, status });
  expect(answer.headers['location']).toBeUndefined();
  expect(answer.text).toMatch(/<h1>[^<]+<\/h1>/);
  expect(answer.text).toContain(line['requestId'] as string);
  expect(answer.text).not.toMatch(/at .*\.js:\d|JWS|JWT|Error:|launch=|visit=/);
  expect(JSON.stringify(line)).not.toMatch(/eyJ[\w-]{10}|aylin/i);
  expect(tool.census()).toEqual(before);
  return answer;
}

/** Launches with a token that is made for the login. */
export async function launchWithToken(
  tool: LtiTool,
  make: (login: StartedLogin) => string | Promise<string>,
): Promise<Response> {
  const login = await tool.begin();
  return tool.answer(login, await make(login));
}

/** Claims as they were, or will be, so many seconds from now. */
export function shifted(claims: JWTPayload, seconds: number): JWTPayload {
  return { ...claims, iat: claims.iat! + seconds, exp: claims.exp! + seconds };
}

/** A part of a token. */
export function encoded(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}
