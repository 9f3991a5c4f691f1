import {
  type ClaimedGrade,
  type Grade,
  type GradeKey,
  type GradeReplay,
  intakeStanding,
  isGradeDue,
  type LtiStore,
  canClaim,
  replayedGrade,
  scoredGrade,
  settledGrade,
  settlementOf,
} from '../../../../lti-tool/store/index.js';
import { byText, type LtiModelState } from './state.js';

type Row = LtiModelState['grades'][number];

const dueFirst = ({ grade: left }: Row, { grade: right }: Row): number =>
  byText(left.nextTry, right.nextTry) || byText(left.organisation, right.organisation) || byText(left.id, right.id);

const latestFirst = (left: Pick<Grade, 'timestamp' | 'id'>, right: Pick<Grade, 'timestamp' | 'id'>): number =>
  byText(right.timestamp, left.timestamp) || byText(right.id, left.id);

export function modelGrades(state: LtiModelState): LtiStore['grades'] {
  return { ...commands(state), ...queries(state) };
}

const isSwitchedOff = ({ platforms }: LtiModelState, grade: Grade): boolean =>
  platforms.some(
    ({ organisation, id, active }) => organisation === grade.organisation && id === grade.platform && !active,
  );

const findCell = ({ grades }: LtiModelState, organisation: string, cell: GradeKey): Row | undefined =>
  grades.find(
    ({ grade }) =>
      grade.organisation === organisation &&
      grade.platform === cell.platform &&
      grade.lineItem === cell.lineItem &&
      grade.subject === cell.subject,
  );

/** How many of the rows a replay has reached, now or before. */
function replay(rows: readonly Row[], { id, now }: GradeReplay, states: readonly Grade['state'][]): number {
  const reached = rows.filter((row) => row.replay === id || states.includes(row.grade.state));
  for (const row of reached.filter((each) => each.replay !== id)) {
    row.grade = replayedGrade(row.grade, now);
    row.replay = id;
  }
  return reached.length;
}

type Commands = 'takeGrades' | 'claimGrades' | 'settleGrade' | 'replayGrade' | 'replayFailedGrades';

function commands(state: LtiModelState): Pick<LtiStore['grades'], Commands> {
  const own = (organisation: string): Row[] => state.grades.filter(({ grade }) => grade.organisation === organisation);
  return {
    takeGrades: async (intake) => {
      const standing = intakeStanding(state.cursors.get(intake.partition) ?? 0, intake);
      if (standing !== 'take') return standing === 'taken';
      state.cursors.set(intake.partition, intake.to);
      for (const score of intake.scores) {
        const row = findCell(state, score.organisation, score);
        const grade = scoredGrade(row?.grade, score, intake.now);
        if (row === undefined) state.grades = [...state.grades, { grade }];
        else row.grade = grade;
      }
      const isGone = ({ organisation, statement, state: stands }: Grade): boolean =>
        stands === 'waiting' &&
        intake.withdrawn.some((each) => each.organisation === organisation && each.statement === statement);
      state.grades = state.grades.filter(({ grade }) => !isGone(grade));
      return true;
    },
    claimGrades: async ({ lease, limit, now }) => {
      const held = state.grades.filter((row) => row.lease?.id === lease.id && (row.lease.until ?? '') > now);
      const due = state.grades
        .filter(({ grade }) => grade.state === 'waiting' && isGradeDue(grade, now) && !isSwitchedOff(state, grade))
        .filter((row) => canClaim(row.lease, lease.id, now))
        .sort(dueFirst)
        .slice(0, limit);
      return (held.length > 0 ? held.toSorted(dueFirst) : due).map((row): ClaimedGrade => {
        row.lease = lease;
        return { ...row.grade, lease: lease.id };
      });
    },
    settleGrade: async (organisation, id, lease, revision, outcome) => {
      const row = own(organisation).find(({ grade }) => grade.id === id);
      const settlement = settlementOf(row?.lease, lease);
      if (row === undefined || settlement !== 'settle') return settlement === 'settled';
      row.grade = settledGrade(row.grade, revision, outcome);
      row.lease = { id: lease };
      return true;
    },
    replayGrade: async (organisation, id, wanted) =>
      replay(
        own(organisation).filter(({ grade }) => grade.id === id),
        wanted,
        ['failed', 'declined'],
      ) === 1,
    replayFailedGrades: async (organisation, platform, wanted) =>
      replay(
        own(organisation).filter(({ grade }) => platform === undefined || grade.platform === platform),
        wanted,
        ['failed'],
      ),
  };
}

function queries(state: LtiModelState): Omit<LtiStore['grades'], Commands> {
  const own = (organisation: string): Grade[] =>
    state.grades.map(({ grade }) => grade).filter((grade) => grade.organisation === organisation);
  return {
    findGradeCursor: async (partition) => state.cursors.get(partition) ?? 0,
    findGrade: async (organisation, cell) => findCell(state, organisation, cell)?.grade,
    listGrades: async (organisation) => own(organisation).sort((left, right) => byText(left.id, right.id)),
    listGradePage: async (organisation, { states, platform, after, limit }) =>
      own(organisation)
        .filter((grade) => states === undefined || states.includes(grade.state))
        .filter((grade) => platform === undefined || grade.platform === platform)
        .filter((grade) => after === undefined || latestFirst(after, grade) < 0)
        .sort(latestFirst)
        .slice(0, limit),
    countGrades: async (organisation) => {
      const counts = { waiting: 0, sent: 0, failed: 0, declined: 0 };
      for (const { state: stands } of own(organisation)) counts[stands] += 1;
      return counts;
    },
    findNextDueGrade: async () =>
      state.grades
        .filter(({ grade }) => grade.state === 'waiting' && !isSwitchedOff(state, grade))
        .map(({ grade: { nextTry }, lease: { until = '' } = { id: '' } }) => (until > nextTry ? until : nextTry))
        .sort()[0],
    countQueuedGrades: async () => ({
      waiting: state.grades.filter(({ grade }) => grade.state === 'waiting').length,
      failed: state.grades.filter(({ grade }) => grade.state === 'failed').length,
    }),
  };
}
