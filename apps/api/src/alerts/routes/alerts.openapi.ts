import type { ApiBodyOptions, ApiQueryOptions } from '@nestjs/swagger';
import { HISTORY_TYPES } from './history-query.js';

/** Bodies of the alerts' routes, as the docs show them. */
const RULE = {
  id: 'error-rate',
  name: 'Many requests fail',
  severity: 'critical',
  scope: { engine: 'active' },
  signal: { metric: 'error_rate', agg: 'ratio', window: '5m' },
  condition: { type: 'threshold', op: '>', value: 0.1, clear: 0.05 },
  minSamples: 20,
  for: '1m',
  keepFiringFor: '2m',
  channels: ['team'],
  action: { type: 'switch_engine', to: 'chat_engine' },
};

export const ruleBody: ApiBodyOptions = {
  schema: {
    type: 'object',
    required: ['id', 'name', 'signal', 'condition'],
    additionalProperties: true,
    example: RULE,
  },
};

export const replaceRuleBody: ApiBodyOptions = {
  description: 'The whole rule, with the `version` that it was read with.',
  schema: {
    type: 'object',
    required: ['version', 'name', 'signal', 'condition'],
    additionalProperties: true,
    example: { version: 1, ...RULE },
  },
};

export const previewBody: ApiBodyOptions = {
  schema: {
    type: 'object',
    required: ['rule'],
    properties: {
      rule: { type: 'object', additionalProperties: true },
      from: { description: 'Milliseconds since the epoch, or ISO 8601. Default: a day before `to`.' },
      to: { description: 'Default: now.' },
    },
    example: { rule: RULE, from: '2026-01-01T00:00:00Z' },
  },
};

export const acknowledgeBody: ApiBodyOptions = {
  required: false,
  schema: {
    type: 'object',
    properties: { note: { type: 'string', maxLength: 500 } },
    example: { note: 'On it.' },
  },
};

export const silenceBody: ApiBodyOptions = {
  schema: {
    type: 'object',
    required: ['match', 'endsAt', 'reason'],
    properties: {
      match: {
        type: 'object',
        properties: {
          rule: { type: 'string' },
          engine: { type: 'string' },
          severity: { type: 'string', enum: ['info', 'warning', 'critical'] },
          labels: { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
      startsAt: { description: 'Milliseconds since the epoch, or ISO 8601. Default: now.' },
      endsAt: { description: 'At most 90 days after `startsAt`.' },
      reason: { type: 'string', maxLength: 500 },
    },
    example: { match: { rule: 'error-rate' }, endsAt: '2026-01-01T00:00:00Z', reason: 'Moving house.' },
  },
};

export const channelsBody: ApiBodyOptions = {
  description:
    'All channels from now on. Each that exists already has the `version` that it was read with; masks keep its secrets.',
  schema: {
    type: 'object',
    required: ['channels'],
    properties: { channels: { type: 'array', items: { type: 'object', additionalProperties: true } } },
    example: {
      channels: [
        {
          id: 'team',
          type: 'dingtalk',
          url: 'https://oapi.dingtalk.com/robot/send?access_token=…',
          secret: 'SEC…',
        },
      ],
    },
  },
};

export const historyQuery: readonly ApiQueryOptions[] = [
  { name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: 500, default: 100 } },
  { name: 'before', required: false, description: 'The `sequence` that the page ends before' },
  { name: 'rule', required: false, description: 'Id of a rule' },
  { name: 'incident', required: false, description: 'Id of an incident' },
  {
    name: 'type',
    required: false,
    description: `Some of, with commas between them: ${HISTORY_TYPES.join(', ')}`,
  },
];
