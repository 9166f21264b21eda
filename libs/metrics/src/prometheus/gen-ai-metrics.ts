import type { Registry } from 'prom-client';
import type { FinishedTurn } from '../turns/finished-turn.js';
import type { TurnLabels } from '../turns/turn-labels.js';
import { Histograms } from './histograms.js';

/*
 * Names, labels and buckets by the semantic conventions of OpenTelemetry for generative AI (status: Development),
 * https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/. In Prometheus dots are underscores, and seconds are named.
 */
const DURATIONS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const FIRST_TOKENS = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const PER_TOKENS = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];
const TOKENS = Array.from({ length: 14 }, (_, i) => 4 ** i);

const LABELS = [
  'gen_ai_operation_name',
  'gen_ai_provider_name',
  'gen_ai_request_model',
  'yychat_engine',
] as const;
const OPERATION = 'chat';

/** Turns as the conventions see them: YYChat is a client of its upstream, and a server to its own clients. */
export class GenAiMetrics {
  readonly #operations;
  readonly #tokens;
  readonly #requests;
  readonly #firstTokens;
  readonly #perToken;
  readonly #tools;

  /** @param provider as the conventions name it, e.g. `openai` */
  constructor(
    registry: Registry,
    private readonly provider: string,
    private readonly labels: TurnLabels,
  ) {
    const withError = [...LABELS, 'error_type'] as const;
    this.#operations = new Histograms(
      registry,
      {
        name: 'gen_ai_client_operation_duration_seconds',
        help: 'How long the upstream takes for one answer.',
      },
      withError,
      DURATIONS,
    );
    this.#tokens = new Histograms(
      registry,
      { name: 'gen_ai_client_token_usage', help: 'Tokens of a turn, as the upstream counts them.' },
      [...LABELS, 'gen_ai_token_type'],
      TOKENS,
    );
    this.#requests = new Histograms(
      registry,
      {
        name: 'gen_ai_server_request_duration_seconds',
        help: 'From the arrival of a request to its last byte.',
      },
      withError,
      DURATIONS,
    );
    this.#firstTokens = new Histograms(
      registry,
      {
        name: 'gen_ai_server_time_to_first_token_seconds',
        help: 'From the arrival of a request to the first chunk of a streamed answer.',
      },
      LABELS,
      FIRST_TOKENS,
    );
    this.#perToken = new Histograms(
      registry,
      {
        name: 'gen_ai_server_time_per_output_token_seconds',
        help: 'Time for each token after the first of a streamed answer.',
      },
      LABELS,
      PER_TOKENS,
    );
    this.#tools = new Histograms(
      registry,
      { name: 'gen_ai_execute_tool_duration_seconds', help: "How long calls to the server's tools take." },
      ['gen_ai_tool_name', 'error_type'],
      DURATIONS,
    );
  }

  record(turn: FinishedTurn): void {
    const { times, tokens, stages, tools } = turn;
    const values = [OPERATION, this.provider, this.labels.modelOf(turn), turn.engine];
    const error = this.labels.errorOf(turn) ?? '';
    const calls = stages.filter(({ stage }) => stage === 'openai_api');
    for (const [i, { duration }] of calls.entries()) {
      // The turn goes on after any answer of the upstream but the last.
      this.#operations.observe(duration, ...values, i === calls.length - 1 ? error : '');
    }
    for (const tool of tools) {
      this.#tools.observe(tool.duration, this.labels.toolOf(tool), tool.ok ? '' : 'tool_failed');
    }
    if (times.total !== undefined) this.#requests.observe(times.total, ...values, error);
    if (tokens !== null) {
      this.#tokens.observe(tokens.input, ...values, 'input');
      this.#tokens.observe(tokens.output, ...values, 'output');
    }
    // "For successful responses", say the conventions of these two.
    if (turn.outcome !== 'ok') return;
    if (times.first_chunk !== undefined)
      this.#firstTokens.observe((times.queue ?? 0) + times.first_chunk, ...values);
    if (times.time_per_output_token !== undefined)
      this.#perToken.observe(times.time_per_output_token, ...values);
  }
}
