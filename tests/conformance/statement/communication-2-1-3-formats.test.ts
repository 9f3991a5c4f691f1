import { describe, expect, test } from '@jest/globals';
import {
  formatStatement,
  parseAcceptLanguage,
  type Statement,
  type StatementFormat,
} from '../../../lrs/statement/index.js';
import { changed, fullStatement, leastStatement, statementFrom, subStatement } from './support.js';

const as = (value: unknown, format: StatementFormat, acceptLanguage?: string): Statement =>
  formatStatement(statementFrom(value), format, parseAcceptLanguage(acceptLanguage));
const display = (map: Record<string, string>, acceptLanguage?: string) =>
  Object.keys(as(changed(leastStatement, { 'verb.display': map }), 'canonical', acceptLanguage).verb.display ?? {});

describe('Communication 2.1.3, format "exact"', () => {
  test('is the statement as it was received', () => {
    const statement = statementFrom(fullStatement);
    expect(formatStatement(statement, 'exact', parseAcceptLanguage('en'))).toBe(statement);
  });
});

describe('Communication 2.1.3, format "ids"', () => {
  test('leaves of Agents, Groups, Activities and verbs what identifies them, and all else', () => {
    const { id, result, timestamp, stored, version, attachments, context } = fullStatement;
    expect(as(fullStatement, 'ids')).toEqual({
      id,
      result,
      timestamp,
      stored,
      version,
      attachments,
      actor: { objectType: 'Agent', mbox: fullStatement.actor.mbox },
      verb: { id: fullStatement.verb.id },
      object: { id: fullStatement.object.id },
      authority: fullStatement.authority,
      context: {
        ...context,
        team: { objectType: 'Group', mbox: context.team.mbox },
        contextActivities: { ...context.contextActivities, parent: [context.contextActivities.parent] },
      },
    });
  });

  test.each([
    [{ name: 'A', mbox_sha1sum: 'a'.repeat(40) }, { mbox_sha1sum: 'a'.repeat(40) }],
    [
      { objectType: 'Group', name: 'G', openid: 'http://example.com', member: [{ mbox: 'mailto:a@example.com' }] },
      { objectType: 'Group', openid: 'http://example.com' },
    ],
    [
      { objectType: 'Group', name: 'G', member: [{ name: 'A', mbox: 'mailto:a@example.com' }] },
      { objectType: 'Group', member: [{ mbox: 'mailto:a@example.com' }] },
    ],
  ])('%j becomes %j', (actor, left) => {
    expect(as(changed(leastStatement, { actor }), 'ids').actor).toEqual(left);
    expect(as(changed(leastStatement, { 'context.instructor': actor }), 'ids').context?.instructor).toEqual(left);
  });

  test('reaches into sub-statements, context agents and context groups', () => {
    const named = { name: 'A', mbox: 'mailto:a@example.com' };
    const context = {
      contextAgents: [{ objectType: 'contextAgent', agent: named }],
      contextGroups: [{ objectType: 'contextGroup', group: { objectType: 'Group', member: [named] } }],
    };
    const formatted = as(
      changed(leastStatement, {
        context,
        object: { ...subStatement, actor: named, verb: fullStatement.verb, object: fullStatement.object },
      }),
      'ids',
    );
    expect(formatted.context).toEqual({
      contextAgents: [{ objectType: 'contextAgent', agent: { mbox: named.mbox } }],
      contextGroups: [{ objectType: 'contextGroup', group: { objectType: 'Group', member: [{ mbox: named.mbox }] } }],
    });
    expect(formatted.object).toEqual({
      objectType: 'SubStatement',
      actor: { mbox: named.mbox },
      verb: { id: fullStatement.verb.id },
      object: { id: fullStatement.object.id },
    });
  });

  test('keeps StatementRefs', () => {
    const object = { objectType: 'StatementRef', id: '12345678-1234-4234-8234-123456789012' };
    expect(as(changed(leastStatement, { object }), 'ids').object).toEqual(object);
  });
});

describe('Communication 2.1.3, format "canonical"', () => {
  const both = { de: 'Deutsch', en: 'English' };
  const activity = {
    id: 'http://example.com/x',
    definition: {
      name: both,
      description: both,
      interactionType: 'matching',
      source: [{ id: 'a', description: both }],
      target: [{ id: 'b', description: both }],
      extensions: { 'http://example.com/x': both },
    },
  };
  const one = { en: 'English' };
  const canonicalActivity = {
    id: activity.id,
    definition: {
      ...activity.definition,
      name: one,
      description: one,
      source: [{ id: 'a', description: one }],
      target: [{ id: 'b', description: one }],
    },
  };

  test('leaves one language in every map of Activities, verbs and attachments; extensions and Agents stay', () => {
    const statement = changed(fullStatement, {
      verb: { id: 'http://example.com/v', display: both },
      object: activity,
      'context.contextActivities': { parent: [activity], category: [activity] },
      'attachments[0].display': both,
      'attachments[0].description': both,
    });
    const formatted = as(statement, 'canonical', 'en');
    expect(formatted).toMatchObject({
      actor: fullStatement.actor,
      context: { team: fullStatement.context.team },
      attachments: [{ display: one, description: one }],
    });
    expect(formatted.verb.display).toEqual(one);
    expect(formatted.object).toEqual(canonicalActivity);
    expect(formatted.context?.contextActivities).toEqual({
      parent: [canonicalActivity],
      category: [canonicalActivity],
    });
  });

  test('reaches into sub-statements', () => {
    const formatted = as(
      changed(leastStatement, {
        object: { ...subStatement, verb: { id: 'http://example.com/v', display: both }, object: activity },
      }),
      'canonical',
      'en',
    );
    expect(formatted.object).toMatchObject({ verb: { display: one }, object: canonicalActivity });
  });

  test('takes the definition that the LRS has of an Activity, wherever the statement names it', () => {
    const known = { name: { de: 'Neu', en: 'New' }, type: 'http://example.com/type' };
    const bare = { id: activity.id };
    const statement = statementFrom(
      changed(leastStatement, {
        object: { ...subStatement, object: activity },
        'context.contextActivities': { grouping: [bare], other: [{ id: 'http://example.com/y' }] },
      }),
    );
    const formatted = formatStatement(
      statement,
      'canonical',
      parseAcceptLanguage('en'),
      new Map([[activity.id, known]]),
    );
    const canonical = { id: activity.id, definition: { name: { en: 'New' }, type: known.type } };
    expect(formatted.object).toMatchObject({ object: canonical });
    expect(formatted.context?.contextActivities).toEqual({
      grouping: [canonical],
      other: [{ id: 'http://example.com/y' }],
    });
  });

  test('each map by itself: where the wanted language is missing, another one stays', () => {
    const statement = changed(leastStatement, {
      'verb.display': { de: 'x' },
      'object.definition': { name: both, description: {} },
    });
    expect(as(statement, 'canonical', 'en')).toMatchObject({
      verb: { display: { de: 'x' } },
      object: { definition: { name: one, description: {} } },
    });
  });

  test('does not change the statement', () => {
    const statement = statementFrom(fullStatement);
    const before = structuredClone(statement);
    formatStatement(statement, 'canonical', parseAcceptLanguage('en'));
    formatStatement(statement, 'ids');
    expect(statement).toEqual(before);
  });
});

describe('Accept-Language (RFC 2616 14.4)', () => {
  const maps = { 'en-US': 'a', 'en-GB': 'b', de: 'c', 'de-CH': 'd', fr: 'e' };

  test.each([
    [undefined, 'en-US'],
    ['', 'en-US'],
    ['en-GB', 'en-GB'],
    ['EN-gb', 'en-GB'],
    ['de', 'de'],
    ['de-CH', 'de-CH'],
    ['de-CH, de;q=0.9', 'de-CH'],
    ['fr;q=0.5, de;q=0.8', 'de'],
    ['fr;q=0.8,de;q=0.8', 'fr'],
    ['en', 'en-US'],
    ['en;q=0.5, en-GB', 'en-GB'],
    ['*', 'en-US'],
    ['*;q=0.1, fr', 'fr'],
    ['*, en;q=0', 'de'],
    ['ja, *;q=0.5', 'en-US'],
    ['en-US;q=0, en', 'en-GB'],
    ['ja', 'en-US'],
    ['fr;q=0', 'en-US'],
    ['de-AT', 'de'],
    ['en-AU', 'en-US'],
    ['de-AT, en-GB;q=0.5', 'en-GB'],
    ['ja, de-AT;q=0.2', 'de'],
    ['fr-CA ; q=1.000', 'fr'],
    ['fr;q=2, de;q=0.1', 'de'],
    ['!!, de', 'de'],
    ['f', 'en-US'],
    ['e', 'en-US'],
  ])('%j chooses %s', (header, tag) => expect(display(maps, header)).toEqual([tag]));

  test('only at a hyphen does a range end', () => {
    expect(display({ de: 'a', enm: 'b' }, 'en')).toEqual(['de']);
    expect(display({ de: 'a', 'en-x-old': 'b' }, 'en')).toEqual(['en-x-old']);
  });

  test('is read with its qualities; what is not well formed is left out', () => {
    expect(parseAcceptLanguage('da, en-gb;q=0.8, en;Q=0.7,*;q=0')).toEqual([
      { range: 'da', quality: 1 },
      { range: 'en-gb', quality: 0.8 },
      { range: 'en', quality: 0.7 },
      { range: '*', quality: 0 },
    ]);
    expect(parseAcceptLanguage('en;q=x, ;q=1, de;level=1, fr;q=0.1234, en us, toolonglanguage')).toEqual([]);
    expect(parseAcceptLanguage(undefined)).toEqual([]);
  });

  test('a header of megabytes is no burden', () => {
    expect(parseAcceptLanguage('en,'.repeat(1_000_000)).length).toBeLessThanOrEqual(50);
  });
});
