import type { ApiQueryOptions } from '@nestjs/swagger';

/** The parameters of `/v1/dashboard/series`, as the docs show them. */
export const shownSeries = {
  metrics: {
    name: 'metrics',
    description: 'Names, separated by commas; docs/metrics.md has them all.',
    example: 'requests,total_time.p95,system.event_loop_delay.p99',
  },
  window: {
    name: 'window',
    required: false,
    description: '1m, 5m, 1h, 24h, or seconds, up to those that figures are kept.',
    schema: { type: 'string', default: '1h' },
  },
  step: {
    name: 'step',
    required: false,
    description:
      'Seconds of a point. Made longer where time is not kept as finely. Default: the 120th of the window.',
    schema: { type: 'integer', minimum: 1 },
  },
} satisfies Readonly<Record<string, ApiQueryOptions>>;

export const shownType: ApiQueryOptions = {
  name: 'type',
  required: false,
  description: 'Such as `engine.switched` or `instance.started`.',
};
