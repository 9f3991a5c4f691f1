import { newUuid, verbs, vocabularyFor, type Principal } from '../../lrs/index.js';
import { createLogger } from '../../lrs/base/index.js';
import { createGrades, type Grades } from '../../lti-tool/grades/index.js';
import { nord, publicUrl, type LtiTool } from './lti-tool.js';
import { until } from './until.js';

const vocabulary = vocabularyFor(publicUrl);

/** The way of grades for a tool under test. */
export function gradesOf(tool: LtiTool): Grades {
  return createGrades({
    store: tool.store, platforms: tool.platforms, stream: tool.lrs.stream, statements: tool.lrs.statements, attempts: tool.attempts, catalogue: tool.catalogue,
    vocabulary, clock: tool.clock, logger: createLogger('silent'),
  });
}

/** Somebody who was launched. */
export interface Learner {
  readonly principal: Extract<Principal, { kind: 'grant' }>;
  readonly registration: string;
  readonly content: string;
}

/** The learner behind a launch token. */
export async function learnerOf(tool: LtiTool, launched: Awaited<ReturnType<LtiTool['sessionOf']>>): Promise<Learner> {
  const principal = tool.lrs.access.principalOf(await tool.lrs.access.resolveToken(launched.token));
  if (principal.kind !== 'grant') throw new Error('no grant');
  return { principal, registration: launched.session.registration!, content: launched.session.content!.id };
}

/** Reports that a learner has done something with their unit; with a score, where one is given. */
export async function report(tool: LtiTool, { principal, registration, content }: Learner, scaled?: number, verb: string = verbs.completed): Promise<void> {
  await tool.lrs.statements.accept(principal, [{
    id: newUuid(), actor: principal.actor, verb: { id: verb }, object: { id: vocabulary.activity(content) },
    ...(scaled === undefined ? {} : { result: { completion: true, score: { scaled } } }), context: { registration }, timestamp: new Date(tool.clock.now()).toISOString(),
  }], { version: '1.0.3' });
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
export async function sendUntil(tool: LtiTool, senders: readonly Grades[], condition: () => boolean | Promise<boolean>): Promise<void> {
  await until(async () => {
    await Promise.all(senders.map((sender) => sender.sendDue()));
    if (await condition()) return true;
    const waiting = (await senders[0]!.list(nord)).filter(({ state }) => state === 'waiting').map(({ nextTry }) => Date.parse(nextTry));
    if (waiting.length > 0) tool.clock.advance(Math.max(0, Math.min(...waiting) - tool.clock.now()));
    return false;
  });
}
