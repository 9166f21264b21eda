import { describe, expect, it } from '@jest/globals';
import type { TurnDetail, TurnRecord } from '@yychat/protocol';
import { isGap, matches, merged } from './feed.js';
import { firstChunkAt, waterfallRows } from './waterfall-rows.js';

const turn = (id: string, more: Partial<TurnRecord> = {}) =>
  ({
    request_id: id,
    timestamp: '2026-11-22T12:00:00.000Z',
    engine: 'chat_engine',
    model: 'gpt-4.1',
    status: 'ok',
    conversation_id: null,
    ...more,
  }) as TurnRecord;
const ids = (turns: readonly TurnRecord[]) => turns.map(({ request_id: id }) => id);

describe('a list that grows', () => {
  it('has each request once, though two sources tell its time by a millisecond differently', () => {
    const known = [turn('b'), turn('a')];
    const later = { timestamp: '2026-11-22T12:00:00.001Z' };
    expect(ids(merged(known, [turn('c'), turn('b', later)], 10))).toEqual(['c', 'b', 'a']);
    expect(merged(known, [turn('b', later)], 10)).toBe(known);
    expect(ids(merged(known, [turn('c'), turn('d')], 3))).toEqual(['c', 'd', 'b']);
  });

  it('has both of two requests that a client gave the same name', () => {
    const again = turn('a', { timestamp: '2026-11-22T12:00:01.000Z' });
    expect(merged([turn('a')], [again], 10)).toHaveLength(2);
  });

  it('may have a gap when the last requests share none with those before', () => {
    expect(isGap([turn('a')], [turn('c'), turn('b')])).toBe(true);
    expect(isGap([turn('a')], [turn('b'), turn('a')])).toBe(false);
    expect(isGap([], [turn('a')])).toBe(false);
  });
});

describe('a filter', () => {
  const none = { engine: null, status: null, model: null, text: null, from: null, to: null };
  const ended = Date.parse('2026-11-22T12:00:01.500Z');

  it.each([
    [{}, true],
    [{ engine: 'mem0_proxy' }, false],
    [{ status: 'error' as const }, false],
    [{ model: 'gpt-4.1' }, true],
    [{ text: ' REQ_1 ' }, true],
    [{ text: 'trip' }, true],
    [{ text: 'else' }, false],
    [{ from: ended, to: ended + 1 }, true],
    [{ from: ended + 1 }, false],
    [{ to: ended }, false],
  ])('%j matches: %s', (filter, expected) => {
    expect(matches(turn('req_1', { conversation_id: 'Trip-7', total: 1.5 }), { ...none, ...filter })).toBe(
      expected,
    );
  });
});

describe('a waterfall', () => {
  const stage = (name: string, start: number, duration: number) => ({ stage: name, start, duration });
  const tool = (name: string, duration: number) => ({ name, ok: true, duration });
  const rows = (turn: Pick<TurnDetail, 'stages' | 'tools'>) => waterfallRows(turn).map(({ name }) => name);

  it('has stages in the order in which they began, tools in theirs, and the first chunk as a mark', () => {
    const detail = {
      stages: [
        stage('openai_api', 0.1, 1),
        stage('first_chunk', 0.01, 0.5),
        stage('memory_retrieval', 0.02, 0.05),
        stage('tool_execution', 1.1, 0.2),
      ],
      tools: [tool('calculator', 0.2), tool('clock', 0.1)],
    };
    expect(rows(detail)).toEqual(['memory_retrieval', 'openai_api', 'tool_execution', 'calculator', 'clock']);
    expect(firstChunkAt(detail)).toBeCloseTo(0.51);
    expect(firstChunkAt({ stages: [] })).toBeNull();
  });

  it('gives each round of tools those that can have run in it, and one at least', () => {
    const rounds = [stage('tool_execution', 0, 0.2), stage('tool_execution', 1, 0.5)];
    const of = (...tools: readonly number[]) =>
      rows({ stages: rounds, tools: tools.map((duration) => tool(String(duration), duration)) });
    expect(of(0.1, 0.2, 0.4)).toEqual(['tool_execution', '0.1', '0.2', 'tool_execution', '0.4']);
    expect(of(0.1, 0.15)).toEqual(['tool_execution', '0.1', 'tool_execution', '0.15']);
  });
});
