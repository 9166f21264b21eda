import { bytesOf, messages, numberOf, readFields, textOf, type Fields } from './protobuf.js';

type Attributes = Readonly<Record<string, unknown>>;

/** A span as it came over the wire. */
export interface ReceivedSpan {
  /** Hexadecimal; the parent of a root is ''. */
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly name: string;
  readonly kind: string;
  /** Nanoseconds since the epoch. */
  readonly start: bigint;
  readonly end: bigint;
  readonly attributes: Attributes;
  readonly status: { readonly code: string; readonly message: string };
  readonly isParentRemote: boolean;
  /** Of the process that it comes from. */
  readonly resource: Attributes;
  readonly scope: string;
}

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const CODES = ['unset', 'ok', 'error'];

/**
 * The spans of an `ExportTraceServiceRequest`. Field numbers from opentelemetry-proto 1.x: `collector/trace/v1/trace_service.proto`,
 * `trace/v1/trace.proto`, `resource/v1/resource.proto` and `common/v1/common.proto`.
 */
export function readSpans(body: Buffer): ReceivedSpan[] {
  return messages(readFields(body), 1).flatMap((resourceSpans) => {
    const [resource] = messages(resourceSpans, 1);
    const attributes = resource === undefined ? {} : attributesOf(resource, 1);
    return messages(resourceSpans, 2).flatMap((scopeSpans) => {
      const [scope] = messages(scopeSpans, 1);
      const name = scope === undefined ? '' : textOf(scope, 1);
      return messages(scopeSpans, 2).map((span) => ({
        ...readSpan(span),
        resource: attributes,
        scope: name,
      }));
    });
  });
}

function readSpan(span: Fields): Omit<ReceivedSpan, 'resource' | 'scope'> {
  const [status] = messages(span, 15);
  return {
    traceId: bytesOf(span, 1).toString('hex'),
    spanId: bytesOf(span, 2).toString('hex'),
    traceState: textOf(span, 3),
    parentSpanId: bytesOf(span, 4).toString('hex'),
    name: textOf(span, 5),
    kind: KINDS[Number(numberOf(span, 6))] ?? 'unknown',
    start: numberOf(span, 7),
    end: numberOf(span, 8),
    attributes: attributesOf(span, 9),
    status: {
      code: CODES[status === undefined ? 0 : Number(numberOf(status, 3))] ?? 'unknown',
      message: status === undefined ? '' : textOf(status, 2),
    },
    isParentRemote: (Number(numberOf(span, 16)) & 0x300) === 0x300,
  };
}

function attributesOf(fields: Fields, field: number): Attributes {
  return Object.fromEntries(
    messages(fields, field).map((pair) => [textOf(pair, 1), valueOf(messages(pair, 2)[0])]),
  );
}

function valueOf(value: Fields | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.has(1)) return textOf(value, 1);
  if (value.has(2)) return numberOf(value, 2) === 1n;
  if (value.has(3)) return Number(BigInt.asIntN(64, numberOf(value, 3)));
  if (value.has(4)) return toDouble(numberOf(value, 4));
  if (value.has(5)) return messages(messages(value, 5)[0] ?? new Map(), 1).map(valueOf);
  return undefined;
}

function toDouble(bits: bigint): number {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(bits);
  return bytes.readDoubleLE();
}
