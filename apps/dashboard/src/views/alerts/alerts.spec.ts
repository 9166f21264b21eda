import { describe, expect, it } from '@jest/globals';
import type { AlertChannel, AlertRule } from '@yychat/protocol';
import { ApiError } from '../../api/api-error.js';
import { channelDraft, channelInput, newChannel } from './channels/channel-draft.js';
import { durationText } from './duration-text.js';
import { fieldErrors } from './field-errors.js';
import { NEW_DRAFT, ruleDraft, ruleInput } from './rules/rule-draft.js';
import { seriesMetric } from './signal-format.js';

const RULE: AlertRule = {
  id: 'error-rate',
  version: 3,
  name: 'Many requests fail',
  enabled: false,
  severity: 'critical',
  scope: { engine: 'active' },
  signal: { metric: 'error_rate', agg: 'ratio', window: 300 },
  condition: { type: 'threshold', op: '>', value: 0.1, clear: 0.05 },
  minSamples: 20,
  every: 1,
  for: 60,
  keepFiringFor: 120,
  onNoData: 'ok',
  onError: 'keep',
  graceAfterSwitch: 60,
  graceAfterStart: 15,
  repeat: { every: 14_400, max: 3 },
  groupBy: ['rule', 'engine'],
  inhibitedBy: ['engine-down'],
  muteTimes: [{ days: ['sat'], from: '22:00', to: '07:00', zone: 'Asia/Shanghai' }],
  channels: ['team'],
  labels: { team: 'chat' },
  runbookUrl: 'https://example.org/',
  action: { type: 'switch_engine', to: 'chat_engine', coolDown: 300, maxPerHour: 4, back: { after: 90 } },
};

describe('the form of a rule', () => {
  it('gives back the rule that it was given, with durations as people write them', () => {
    const input = ruleInput(ruleDraft(RULE));
    expect(input).toMatchObject({ for: '1m', repeat: { every: '4h', max: 3 }, signal: { window: '5m' } });
    const { action, signal, repeat, ...rest } = input;
    expect(action).toEqual({ ...RULE.action, coolDown: '5m', back: { after: '1m30s' } });
    expect({ signal, repeat }).toMatchObject({ signal: { metric: 'error_rate' } });
    expect(rest).toEqual({
      ...Object.fromEntries(Object.entries(RULE).filter(([name]) => name in rest)),
      ...{ every: '1s', for: '1m', keepFiringFor: '2m', graceAfterSwitch: '1m', graceAfterStart: '15s' },
    });
  });

  it('leaves to the API what is no number, and to its default what is empty', () => {
    const { texts } = NEW_DRAFT;
    const input = ruleInput({ ...NEW_DRAFT, texts: { ...texts, 'condition.value': 'much', for: '' } });
    expect(input.condition).toEqual({ type: 'threshold', op: '>', value: 'much' });
    expect(input).not.toHaveProperty('for');
  });

  it('has of a condition what belongs to it', () => {
    const draft = { ...ruleDraft(RULE), condition: 'absent' } as const;
    expect(ruleInput(draft).condition).toEqual({ type: 'absent' });
  });
});

describe('the form of a channel', () => {
  const channel: AlertChannel = {
    ...{ id: 'hook', version: 2, enabled: true, language: 'en', timeZone: 'UTC', minSeverity: 'info' },
    ...{ type: 'webhook', url: 'https://a.example/', secret: '****', headers: { authorization: '****' } },
    rateLimit: { max: 5, per: 60 },
  };

  it('sends masks back where secrets stay', () => {
    expect(channelInput(channelDraft(channel))).toEqual(channel);
  });

  it('sends what replaces a secret', () => {
    const { kept, texts, ...draft } = channelDraft(channel);
    const { secret: _, ...others } = kept;
    const input = channelInput({ ...draft, kept: others, texts: { ...texts, secret: 'new-secret' } });
    expect(input).toMatchObject({ secret: 'new-secret', headers: { authorization: '****' } });
  });

  it('has only the fields of its type', () => {
    const draft = newChannel('UTC', 'zh');
    const input = channelInput({ ...draft, id: 'm', type: 'email', texts: { to: 'a@b.c\nd@e.f', url: 'x' } });
    expect(input).toMatchObject({ to: ['a@b.c', 'd@e.f'], tls: 'starttls', language: 'zh' });
    expect(input).not.toHaveProperty('url');
  });
});

it('errors are shown at all fields that the API names, by what they are called in the form', () => {
  const field = (param: string, code: string) => ({ param, code, message: code, values: {} });
  const fields = [field('rule.id', 'identifier'), field('rule.for', 'empty'), field('rule.for', 'duration')];
  const error = new ApiError('Not valid.', 400, 'invalid_alert_rule', 'rule.id', {}, fields);
  const word = ({ code }: { readonly code: string }) => `word for ${code}`;
  expect([...fieldErrors(error, word, 'rule')]).toEqual([
    ['id', 'word for identifier'],
    ['for', 'word for empty; word for duration'],
  ]);
  const taken = new ApiError('Taken.', 409, 'alert_conflict', 'id');
  expect([...fieldErrors(taken, word)]).toEqual([['id', 'Taken.']]);
});

it.each([
  [0, '0s'],
  [90, '1m30s'],
  [86_400, '1d'],
  [0.5, '0.5'],
])('%d seconds are written as %s', (seconds, text) => expect(durationText(seconds)).toBe(text));

it.each([
  ['error_rate', 'ratio', undefined, 'error_rate'],
  ['total_time', 'p95', 'a', 'total_time.p95'],
  ['requests', 'rate', undefined, 'requests_per_second'],
  ['engine_up', 'last', 'a', 'system.engine_up{engine=a}.avg'],
  ['engine_up', 'last', undefined, undefined],
] as const)('%s, %s is drawn from the series that the API has', (metric, agg, engine, name) =>
  expect(seriesMetric({ metric, agg, window: 60 }, engine)).toBe(name),
);
