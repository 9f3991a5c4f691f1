import type {
  ClaimedGrade,
  Founding,
  Grade,
  GradeColumn,
  GradeScore,
  Invitation,
  LaunchTrace,
  Login,
  LoginError,
  Placement,
  Platform,
  ResourceLink,
  SigningKey,
  ToolSettings,
  ToolStore,
} from '../../../lti-tool/store/index.js';
import type { Identity } from '../../../people/store/index.js';

interface Invited {
  readonly invitation: Invitation;
  readonly held?: { readonly reservation: string; readonly until: string; readonly tokenHash?: string };
  readonly platform?: string;
}

interface Queued {
  grade: Grade;
  lease?: { readonly id: string; readonly until: string };
}

const byId = <T extends { readonly id: string }>(left: T, right: T): number => (left.id < right.id ? -1 : 1);
const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
const identityOrder = (left: Identity, right: Identity): number =>
  left.issuer === right.issuer ? (left.subject < right.subject ? -1 : 1) : left.issuer < right.issuer ? -1 : 1;
const sameLink = (left: ResourceLink, right: ResourceLink): boolean =>
  left.platform === right.platform &&
  left.deploymentId === right.deploymentId &&
  left.resourceLinkId === right.resourceLinkId;

/** Whether a score says more than another about the same cell. */
function saysMore(score: GradeScore, than: GradeScore): boolean {
  const graded = (each: GradeScore): boolean => each.gradingProgress === 'FullyGraded';
  if (graded(score))
    return !graded(than) || score.scoreGiven * than.scoreMaximum > than.scoreGiven * score.scoreMaximum;
  return !graded(than) && score.activityProgress === 'Completed' && than.activityProgress !== 'Completed';
}

/** The LTI tool's store as arrays and filters: slow, and obviously right. */
export function modelToolStore(): ToolStore {
  let foundings: Founding[] = [];
  let seen: {
    readonly organisation: string;
    readonly platform: string;
    readonly kind: keyof LaunchTrace;
    readonly at: string;
    readonly error?: LoginError;
  }[] = [];
  let platforms: Platform[] = [];
  let keys: SigningKey[] = [];
  let invited: Invited[] = [];
  const settings = new Map<string, ToolSettings>();
  let logins: Login[] = [];
  let placements: { readonly organisation: string; readonly placement: Placement }[] = [];
  let links: { readonly organisation: string; readonly link: ResourceLink; readonly content: string }[] = [];
  let columns: {
    readonly organisation: string;
    column: GradeColumn;
    lease?: { readonly id: string; readonly until: string };
  }[] = [];
  let queue: Queued[] = [];
  let cursors: { readonly partition: number; readonly position: number }[] = [];

  const inOrder = (some: readonly Platform[]): Platform[] =>
    [...some].sort((left, right) =>
      left.created === right.created ? byId(left, right) : left.created < right.created ? -1 : 1,
    );
  const byAge = (some: readonly SigningKey[]): SigningKey[] =>
    [...some].sort((left, right) => (`${left.created} ${left.kid}` < `${right.created} ${right.kid}` ? -1 : 1));
  const isHeld = (grade: Grade): boolean =>
    platforms.some(
      ({ organisation, id, active }) => organisation === grade.organisation && id === grade.platform && !active,
    );

  return structuredAnswers({
    foundings: {
      begin: async (founding) => {
        if (!foundings.some(({ organisation }) => organisation === founding.organisation))
          foundings = [...foundings, founding];
      },
      end: async (organisation) => void (foundings = foundings.filter((each) => each.organisation !== organisation)),
      list: async () => [...foundings].sort((left, right) => byText(left.organisation, right.organisation)),
    },
    traces: {
      note: async (organisation, platform, { begun, arrived, confirmed, refused }) => {
        for (const [kind, at] of Object.entries({ begun, arrived, confirmed }))
          if (at !== undefined) seen = [...seen, { organisation, platform, kind: kind as keyof LaunchTrace, at }];
        if (refused !== undefined) seen = [...seen, { organisation, platform, kind: 'refused', ...refused }];
      },
      list: async (organisation) => {
        const own = seen.filter((each) => each.organisation === organisation);
        const latest = (platform: string, kind: keyof LaunchTrace): (typeof own)[number] | undefined =>
          own
            .filter((each) => each.platform === platform && each.kind === kind)
            .sort((left, right) => byText(right.at, left.at))[0];
        return new Map(
          [...new Set(own.map(({ platform }) => platform))].map((platform) => {
            const refused = latest(platform, 'refused');
            const instants = (['begun', 'arrived', 'confirmed'] as const)
              .map((kind) => [kind, latest(platform, kind)?.at] as const)
              .filter(([, at]) => at !== undefined);
            return [
              platform,
              {
                ...Object.fromEntries(instants),
                ...(refused === undefined ? {} : { refused: { at: refused.at, error: refused.error! } }),
              },
            ];
          }),
        );
      },
    },
    platforms: {
      add: async (platform) => {
        if (platforms.some((each) => each.issuer === platform.issuer && each.clientId === platform.clientId))
          return false;
        platforms = [...platforms, platform];
        return true;
      },
      change: async (organisation, id, changes) => {
        const known = platforms.some((each) => each.organisation === organisation && each.id === id);
        platforms = platforms.map((each) =>
          each.organisation === organisation && each.id === id ? { ...each, ...changes } : each,
        );
        return known;
      },
      meetDeployment: async (organisation, id, deploymentId, now) => {
        const known = platforms.find((each) => each.organisation === organisation && each.id === id);
        if (known === undefined) return 'requested';
        if (known.deploymentIds.includes(deploymentId)) return 'accepted';
        const isFirst =
          known.deploymentIds.length === 0 &&
          known.firstDeploymentUntil !== undefined &&
          known.firstDeploymentUntil > now;
        const requested = [...new Set([...(known.requestedDeploymentIds ?? []), deploymentId])].slice(0, 10);
        platforms = platforms.map((each) =>
          each === known
            ? { ...each, ...(isFirst ? { deploymentIds: [deploymentId] } : { requestedDeploymentIds: requested }) }
            : each,
        );
        return isFirst ? 'accepted' : 'requested';
      },
      decideDeployment: async (organisation, id, deploymentId, decision) => {
        const known = platforms.find(
          (each) =>
            each.organisation === organisation && each.id === id && each.requestedDeploymentIds?.includes(deploymentId),
        );
        if (known === undefined) return false;
        const { requestedDeploymentIds = [], ...rest } = known;
        const waiting = requestedDeploymentIds.filter((each) => each !== deploymentId);
        const decided: Platform = {
          ...rest,
          ...(waiting.length === 0 ? {} : { requestedDeploymentIds: waiting }),
          deploymentIds: [...rest.deploymentIds, ...(decision === 'accept' ? [deploymentId] : [])],
        };
        platforms = platforms.map((each) => (each === known ? decided : each));
        return true;
      },
      findByClient: async (issuer, clientId) =>
        platforms.find((each) => each.issuer === issuer && each.clientId === clientId),
      findByIssuer: async (issuer) => inOrder(platforms.filter((each) => each.issuer === issuer)),
      find: async (organisation, id) => platforms.find((each) => each.organisation === organisation && each.id === id),
      list: async (organisation) => inOrder(platforms.filter((each) => each.organisation === organisation)),
    },
    invitations: {
      add: async (invitation) => {
        const old = Date.parse(invitation.created) - 24 * 60 * 60 * 1000;
        invited = [...invited.filter((each) => Date.parse(each.invitation.expires) > old), { invitation }];
      },
      reserve: async ({ secretHash, tokenHash, reservation, now, until }) => {
        const found = invited.find(({ invitation }) => invitation.secretHash === secretHash);
        const isHeld = (each: Invited): boolean =>
          each.platform === undefined && each.held !== undefined && each.held.until > now;
        if (found === undefined) return { kind: 'unknown' };
        if (found.platform !== undefined) return { kind: 'redeemed' };
        if (found.invitation.expires <= now) return { kind: 'expired' };
        if (isHeld(found)) return { kind: 'busy' };
        const others = invited.filter(
          (each) => each !== found && tokenHash !== undefined && each.held?.tokenHash === tokenHash,
        );
        if (others.some((each) => each.platform !== undefined || isHeld(each))) return { kind: 'token-used' };
        invited = invited.map((each) =>
          each === found
            ? { ...each, held: { reservation, until, ...(tokenHash === undefined ? {} : { tokenHash }) } }
            : each,
        );
        return { kind: 'reserved', organisation: found.invitation.organisation };
      },
      release: async (secretHash, reservation) => {
        invited = invited.map((each) =>
          each.invitation.secretHash === secretHash &&
          each.held?.reservation === reservation &&
          each.platform === undefined
            ? { invitation: each.invitation }
            : each,
        );
      },
      redeem: async (secretHash, reservation, platform) => {
        const found = invited.find(
          (each) =>
            each.invitation.secretHash === secretHash &&
            each.held?.reservation === reservation &&
            each.platform === undefined,
        );
        if (found === undefined) return 'lost';
        if (platforms.some((each) => each.issuer === platform.issuer && each.clientId === platform.clientId))
          return 'conflict';
        platforms = [...platforms, platform];
        invited = invited.map((each) => (each === found ? { ...each, platform: platform.id } : each));
        return 'redeemed';
      },
      find: async (secretHash) => {
        const found = invited.find(({ invitation }) => invitation.secretHash === secretHash);
        return found && { ...found.invitation, ...(found.platform === undefined ? {} : { platform: found.platform }) };
      },
    },
    settings: {
      change: async (organisation, changes) =>
        void settings.set(organisation, { nameClaims: false, ...settings.get(organisation), ...changes }),
      find: async (organisation) => settings.get(organisation) ?? { nameClaims: false },
    },
    signingKeys: {
      succeed: async (key, { after, othersUntil }) => {
        const newest = byAge(
          keys.filter((each) => each.organisation === key.organisation && each.platform === undefined),
        ).at(-1);
        if (newest?.kid !== after) return false;
        const ended = (each: SigningKey): SigningKey =>
          each.organisation !== key.organisation ||
          othersUntil === undefined ||
          (each.publishedUntil ?? othersUntil) < othersUntil
            ? each
            : { ...each, publishedUntil: othersUntil };
        keys = [...keys.map(ended), key];
        return true;
      },
      removeEnded: async (now) => {
        const before = keys.length;
        keys = keys.filter(({ publishedUntil }) => publishedUntil === undefined || publishedUntil > now);
        return before - keys.length;
      },
      list: async (organisation) => byAge(keys.filter((each) => each.organisation === organisation)),
      published: async (now) =>
        byAge(keys.filter(({ publishedUntil }) => publishedUntil === undefined || publishedUntil > now)),
    },
    logins: {
      begin: async (login, now) => void (logins = [...logins.filter(({ expires }) => expires > now), login]),
      consume: async (stateHash, now) => {
        const found = logins.find((login) => login.stateHash === stateHash);
        logins = logins.filter((login) => login !== found);
        return found !== undefined && found.expires > now ? found : undefined;
      },
      find: async (stateHash, now) => logins.find((login) => login.stateHash === stateHash && login.expires > now),
    },
    erasure: {
      erase: async (organisation, gone) => {
        const isGone = (each: Identity): boolean =>
          gone.some(({ issuer, subject }) => each.issuer === issuer && each.subject === subject);
        const issuersOf = (grade: GradeScore): readonly string[] => [
          ...platforms
            .filter(({ id, organisation: owner }) => owner === organisation && id === grade.platform)
            .map(({ issuer }) => issuer),
          ...placements
            .filter(
              (each) =>
                each.organisation === organisation &&
                each.placement.registration === grade.registration &&
                each.placement.subject === grade.subject,
            )
            .map(({ placement }) => placement.issuer),
        ];
        const begunBy = ({ initiation }: Login): Identity => ({
          issuer: new URLSearchParams(initiation).get('iss') ?? '',
          subject: new URLSearchParams(initiation).get('login_hint') ?? '',
        });
        const count = () => ({
          placements: placements.length,
          grades: queue.length,
          logins: logins.length,
        });
        const before = count();
        queue = queue.filter(
          ({ grade }) =>
            grade.organisation !== organisation ||
            !issuersOf(grade).some((issuer) => isGone({ issuer, subject: grade.subject })),
        );
        placements = placements.filter((each) => each.organisation !== organisation || !isGone(each.placement));
        logins = logins.filter((login) => login.organisation !== organisation || !isGone(begunBy(login)));
        const after = count();
        return {
          placements: before.placements - after.placements,
          grades: before.grades - after.grades,
          logins: before.logins - after.logins,
        };
      },
    },
    placements: {
      record: async (organisation, placement) => {
        placements = [
          ...placements.filter(
            (each) => each.organisation !== organisation || each.placement.registration !== placement.registration,
          ),
          { organisation, placement },
        ];
      },
      linkContent: async (organisation, link, content) => {
        links = [
          ...links.filter((each) => each.organisation !== organisation || !sameLink(each.link, link)),
          { organisation, link, content },
        ];
      },
      find: async (organisation, registration) =>
        placements.find((each) => each.organisation === organisation && each.placement.registration === registration)
          ?.placement,
      contentOf: async (organisation, link) =>
        links.find((each) => each.organisation === organisation && sameLink(each.link, link))?.content,
      learners: async (organisation, platform, contextId) => {
        const there = placements.filter(
          (each) =>
            each.organisation === organisation &&
            each.placement.platform === platform &&
            each.placement.contextId === contextId &&
            each.placement.graded,
        );
        const once = new Map(
          there.map(({ placement: { issuer, subject } }) => [JSON.stringify([issuer, subject]), { issuer, subject }]),
        );
        return [...once.values()].sort(identityOrder);
      },
    },
    columns: {
      note: async (organisation, column) => {
        const known = columns.find((each) => each.organisation === organisation && sameLink(each.column, column));
        if (known === undefined) {
          columns = [...columns, { organisation, column }];
          return column.cell;
        }
        const { cell, url } = known.column;
        known.column = column.url === undefined ? { ...column, cell, ...(url === undefined ? {} : { url }) } : column;
        return known.column.cell;
      },
      claim: async (organisation, link, { now, lease, leaseUntil }) => {
        const known = columns.find((each) => each.organisation === organisation && sameLink(each.column, link));
        if (known === undefined || (known.lease !== undefined && known.lease.until > now)) return false;
        known.lease = { id: lease, until: leaseUntil };
        return true;
      },
      settle: async (organisation, link, lease, { before, found }) => {
        const known = columns.find((each) => each.organisation === organisation && sameLink(each.column, link));
        if (known?.lease?.id !== lease) return false;
        const { url, ...rest } = known.column;
        if (url === before) known.column = { ...rest, ...(found === undefined ? {} : { url: found }) };
        delete known.lease;
        return true;
      },
      find: async (organisation, link) =>
        columns.find((each) => each.organisation === organisation && sameLink(each.column, link))?.column,
      findByUrl: async (organisation, platform, url) =>
        columns
          .filter(
            (each) =>
              each.organisation === organisation && each.column.platform === platform && each.column.url === url,
          )
          .map(({ column }) => column)
          .sort((left, right) =>
            JSON.stringify([left.deploymentId, left.resourceLinkId]) <
            JSON.stringify([right.deploymentId, right.resourceLinkId])
              ? -1
              : 1,
          )[0],
    },
    grades: {
      take: async ({ partition, from, to, scores, withdrawn, now }) => {
        if ((cursors.find((cursor) => cursor.partition === partition)?.position ?? 0) !== from) return false;
        cursors = [...cursors.filter((cursor) => cursor.partition !== partition), { partition, position: to }];
        for (const score of scores) {
          const cell = queue.find(
            ({ grade }) =>
              grade.organisation === score.organisation &&
              grade.platform === score.platform &&
              grade.lineItem === score.lineItem &&
              grade.subject === score.subject,
          );
          if (cell === undefined) {
            queue = [...queue, { grade: { ...score, state: 'waiting', revision: 1, attempts: 0, nextTry: now } }];
          } else if (saysMore(score, cell.grade)) {
            const { lastError: _forgotten, ...rest } = cell.grade;
            cell.grade = {
              ...rest,
              ...score,
              id: rest.id,
              state: 'waiting',
              revision: rest.revision + 1,
              attempts: 0,
              nextTry: now,
            };
          }
        }
        for (const { organisation, statement } of withdrawn) {
          queue = queue.filter(
            ({ grade }) =>
              grade.organisation !== organisation || grade.statement !== statement || grade.state !== 'waiting',
          );
        }
        return true;
      },
      claim: async ({ now, lease, leaseUntil, limit }) => {
        const due = queue
          .filter(
            (row) =>
              row.grade.state === 'waiting' &&
              !isHeld(row.grade) &&
              row.grade.nextTry <= now &&
              (row.lease === undefined || row.lease.until <= now),
          )
          .sort((left, right) =>
            left.grade.nextTry !== right.grade.nextTry
              ? left.grade.nextTry < right.grade.nextTry
                ? -1
                : 1
              : left.grade.organisation !== right.grade.organisation
                ? left.grade.organisation < right.grade.organisation
                  ? -1
                  : 1
                : byId(left.grade, right.grade),
          )
          .slice(0, limit);
        return due.map((row): ClaimedGrade => {
          row.lease = { id: lease, until: leaseUntil };
          return { ...row.grade, lease };
        });
      },
      settle: async (organisation, id, lease, revision, outcome) => {
        const row = queue.find(({ grade }) => grade.organisation === organisation && grade.id === id);
        if (row === undefined || row.lease?.id !== lease) return false;
        delete row.lease;
        if (outcome.kind === 'released') return true;
        const current = row.grade.revision === revision;
        if (outcome.kind === 'sent') {
          const { lastError: _forgotten, ...rest } = row.grade;
          row.grade = current
            ? { ...rest, state: 'sent', lastTimestamp: outcome.timestamp }
            : { ...row.grade, lastTimestamp: outcome.timestamp };
          return true;
        }
        if (current) {
          row.grade = {
            ...row.grade,
            attempts: row.grade.attempts + 1,
            lastError: outcome.error,
            ...(outcome.kind === 'retry' ? { nextTry: outcome.nextTry } : { state: outcome.kind }),
          };
        }
        if (
          outcome.kind === 'retry' &&
          outcome.notBefore !== undefined &&
          outcome.notBefore > (row.grade.lastTimestamp ?? '')
        ) {
          row.grade = { ...row.grade, lastTimestamp: outcome.notBefore };
        }
        return true;
      },
      replay: async (organisation, id, now) => {
        const row = queue.find(
          ({ grade }) =>
            grade.organisation === organisation &&
            grade.id === id &&
            (grade.state === 'failed' || grade.state === 'declined'),
        );
        if (row === undefined) return false;
        row.grade = { ...row.grade, state: 'waiting', attempts: 0, nextTry: now };
        return true;
      },
      cursor: async (partition) => cursors.find((cursor) => cursor.partition === partition)?.position ?? 0,
      replayFailed: async (organisation, platform, now) => {
        const again = queue.filter(
          ({ grade }) =>
            grade.organisation === organisation &&
            grade.state === 'failed' &&
            (platform === undefined || grade.platform === platform),
        );
        for (const row of again) row.grade = { ...row.grade, state: 'waiting', attempts: 0, nextTry: now };
        return again.length;
      },
      page: async (organisation, { states, platform, after, limit }) => {
        const later = (one: Pick<Grade, 'timestamp' | 'id'>, other: Pick<Grade, 'timestamp' | 'id'>): number =>
          byText(other.timestamp, one.timestamp) || byText(other.id, one.id);
        return queue
          .map(({ grade }) => grade)
          .filter(
            (grade) =>
              grade.organisation === organisation &&
              (states === undefined || states.includes(grade.state)) &&
              (platform === undefined || grade.platform === platform),
          )
          .filter((grade) => after === undefined || later(after, grade) < 0)
          .sort(later)
          .slice(0, limit);
      },
      countsOf: async (organisation) => {
        const counts = { waiting: 0, sent: 0, failed: 0, declined: 0 };
        for (const { grade } of queue) if (grade.organisation === organisation) counts[grade.state] += 1;
        return counts;
      },
      find: async (organisation, { platform, lineItem, subject }) =>
        queue.find(
          ({ grade }) =>
            grade.organisation === organisation &&
            grade.platform === platform &&
            grade.lineItem === lineItem &&
            grade.subject === subject,
        )?.grade,
      list: async (organisation) =>
        queue
          .filter(({ grade }) => grade.organisation === organisation)
          .map(({ grade }) => grade)
          .sort(byId),
      counts: async () => ({
        waiting: queue.filter(({ grade }) => grade.state === 'waiting').length,
        failed: queue.filter(({ grade }) => grade.state === 'failed').length,
      }),
      nextDue: async () =>
        queue
          .filter(({ grade }) => grade.state === 'waiting' && !isHeld(grade))
          .map(({ grade, lease }) => (lease !== undefined && lease.until > grade.nextTry ? lease.until : grade.nextTry))
          .sort()[0],
    },
  });
}

/** Answers are copies, as from a real store: what a caller does to them changes nothing. */
function structuredAnswers(store: ToolStore): ToolStore {
  const copied = (room: object): object =>
    Object.fromEntries(
      Object.entries(room as Record<string, (...input: unknown[]) => Promise<unknown>>).map(([name, call]) => [
        name,
        async (...input: unknown[]) => structuredClone(await call(...structuredClone(input))),
      ]),
    );
  return Object.fromEntries(Object.entries(store).map(([name, room]) => [name, copied(room)])) as unknown as ToolStore;
}
