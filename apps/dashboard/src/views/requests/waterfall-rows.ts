import type { TurnDetail } from '@yychat/protocol';

type ToolTime = TurnDetail['tools'][number];

/** A stage of a turn, or a tool that ran in one. Seconds; `start` counts from the arrival of the request. */
export interface WaterfallRow {
  readonly id: string;
  readonly kind: 'stage' | 'tool';
  readonly name: string;
  readonly start: number;
  readonly duration: number;
  /** Of a tool. */
  readonly failed: boolean;
}

const TOOLS = 'tool_execution';
/** A span that lies over others: it is a mark. */
const FIRST_CHUNK = 'first_chunk';

/** Stages in the order in which they began, tools behind the stage in which they ran. */
export function waterfallRows({
  stages,
  tools,
}: Pick<TurnDetail, 'stages' | 'tools'>): readonly WaterfallRow[] {
  const inOrder = stages
    .filter(({ stage }) => stage !== FIRST_CHUNK)
    .toSorted((one, other) => one.start - other.start);
  const rounds = inOrder.filter(({ stage }) => stage === TOOLS);
  const byRound = toolsByRound(rounds, tools);
  return inOrder.flatMap((stage, i) => [
    {
      id: `${i}`,
      kind: 'stage' as const,
      name: stage.stage,
      start: stage.start,
      duration: stage.duration,
      failed: false,
    },
    ...(byRound.get(stage) ?? []).map((tool, k) => ({
      id: `${i}.${k}`,
      kind: 'tool' as const,
      name: tool.name,
      // All calls of a round begin together.
      start: stage.start,
      duration: tool.duration,
      failed: !tool.ok,
    })),
  ]);
}

/** When the first word went out, in seconds from the arrival; `null`: none did. */
export function firstChunkAt({ stages }: Pick<TurnDetail, 'stages'>): number | null {
  const stage = stages.find((it) => it.stage === FIRST_CHUNK);
  return stage === undefined ? null : stage.start + stage.duration;
}

/**
 * Which tools ran in which round: each in the first that took as long as it did. It is not told; but rounds come one after the other,
 * and each ran one tool at least.
 */
function toolsByRound<Round extends { readonly duration: number }>(
  rounds: readonly Round[],
  tools: readonly ToolTime[],
): ReadonlyMap<Round, readonly ToolTime[]> {
  const found: ToolTime[][] = rounds.map(() => []);
  let at = 0;
  tools.forEach((tool, i) => {
    const roundsAfter = rounds.length - 1 - at;
    const isTooLong = tool.duration > (rounds[at]?.duration ?? 0);
    const isNeededLater = tools.length - i <= roundsAfter;
    if (found[at]?.length !== 0 && roundsAfter > 0 && (isTooLong || isNeededLater)) at += 1;
    found[at]?.push(tool);
  });
  return new Map(rounds.map((round, i) => [round, found[i] ?? []]));
}
