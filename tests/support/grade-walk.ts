import { afterEach, beforeEach } from '@jest/globals';
import type { JWTPayload } from 'jose';
import { createLogger, newUuid, vocabularyFor } from '../../base/index.js';
import { verbs } from '../../lrs/statement/index.js';
import { createGrades, type Grades } from '../../lti-tool/grades/index.js';
import { openUnit } from '../../pages/shared/index.js';
import type { Visit } from '../../people/visit/index.js';
import type { HttpPeer } from './http-peer.js';
import { LtiTool, nord, publicUrl } from './lti-tool.js';
import type { LmsPeer } from './platform-peer.js';
import { until } from './until.js';

const vocabulary = vocabularyFor(publicUrl);

/** What a grade walks through: an LMS, the tool, and its way of grades, which has not been started. */
export interface GradeWalk<Peer> {
  readonly peer: Peer;
  readonly tool: LtiTool;
  readonly grades: Grades;
  /** The way of grades of a further process on the same store; it ends with the test too. */
  readonly another: () => Grades;
}

/** The way of grades for a tool under test. */
function gradesOf(tool: LtiTool): Grades {
  return createGrades({
    store: tool.store,
    platforms: tool.platforms,
    stream: tool.lrs.stream,
    statements: tool.lrs.statements,
    attempts: tool.attempts,
    catalogue: tool.catalogue,
    vocabulary,
    clock: tool.clock,
    logger: createLogger('silent'),
  });
}

/** A walk of its own for each test of a file or block, handed over before it; everything ends with the test. */
export function useGradeWalk<Peer extends LmsPeer & HttpPeer>(
  start: () => Promise<Peer>,
  handOver: (opened: GradeWalk<Peer>) => void,
): void {
  let peer: Peer | undefined;
  let tool: LtiTool | undefined;
  let processes: Grades[] = [];
  beforeEach(async () => {
    peer = await start();
    const opened = await LtiTool.open(peer);
    tool = opened;
    const another = (): Grades => {
      const grades = gradesOf(opened);
      processes.push(grades);
      return grades;
    };
    handOver({ peer, tool, grades: another(), another });
  });
  afterEach(async () => {
    await Promise.all(processes.map((grades) => grades.stop()));
    processes = [];
    await tool?.close();
    await peer?.close();
  });
}

/** Somebody who was launched, with the unit that is open before them. */
export interface Learner {
  readonly principal: Visit['principal'];
  readonly registration: string;
  readonly content: string;
}

function learnerOf({ principal, unit }: Visit): Learner {
  return { principal, registration: unit!.registration, content: unit!.content.id };
}

/** Whoever is behind a launch token. */
export function visitOf(tool: LtiTool, token: string): Promise<Visit> {
  return tool.visits.findVisit({ query: {}, headers: { authorization: `Bearer ${token}` } } as never);
}

/** Whoever the peer launches with these claims, at whatever the launch leads to. */
export async function launchVisit(tool: LtiTool, claims: (nonce: string) => JWTPayload): Promise<Visit> {
  return visitOf(tool, (await tool.sessionOf(await tool.launchAs(claims))).token);
}

/** Somebody whom the peer launches into a unit. */
export async function launchLearner(tool: LtiTool, claims: (nonce: string) => JWTPayload): Promise<Learner> {
  return learnerOf(await launchVisit(tool, claims));
}

/** Somebody who was launched into a learning path, and has opened a unit of it. */
export async function openOnPath(tool: LtiTool, visit: Visit, content: string): Promise<Learner> {
  const opened = await openUnit(tool.units, visit, content);
  return learnerOf(await visitOf(tool, opened.token));
}

/** How a learner's statement differs from: they have completed their unit just now, without a score. */
export interface Reported {
  readonly id?: string;
  readonly verb?: string;
  readonly object?: string;
  readonly score?: Readonly<Record<string, number>>;
  readonly timestamp?: string;
}

/**
 * Reports that a learner has done something with their unit.
 * @param said a number is a scaled score, 0 to 1
 * @returns the statement's id
 */
export async function report(
  tool: LtiTool,
  { principal, registration, content }: Learner,
  said: number | Reported = {},
): Promise<string> {
  const {
    id = newUuid(),
    verb = verbs.completed,
    object = vocabulary.activity(content),
    score,
    timestamp = new Date(tool.clock.now()).toISOString(),
  } = typeof said === 'number' ? { score: { scaled: said } } : said;
  await tool.lrs.statements.accept(
    principal,
    [
      {
        id,
        actor: principal.actor,
        verb: { id: verb },
        object: { id: object },
        result: { completion: true, ...(score === undefined ? {} : { score }) },
        context: { registration },
        timestamp,
      },
    ],
    { version: '1.0.3' },
  );
  return id;
}

/** Takes in what was reported and sends what is due. */
export async function deliver(grades: Grades): Promise<void> {
  await grades.idle();
  await grades.sendDue();
}

/**
 * Sends until a condition holds, the clock moving to each next try as it becomes due. It moves no further: what is on
 * its way stays its sender's, whose lease would else run out.
 */
export async function sendUntil(
  tool: LtiTool,
  senders: readonly Grades[],
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  await until(async () => {
    await Promise.all(senders.map((sender) => sender.sendDue()));
    if (await condition()) return true;
    const waiting = (await senders[0]!.list(nord))
      .filter(({ state }) => state === 'waiting')
      .map(({ nextTry }) => Date.parse(nextTry));
    if (waiting.length > 0) tool.clock.advance(Math.max(0, Math.min(...waiting) - tool.clock.now()));
    return false;
  });
}
