// google.protobuf.Timestamp: RFC 3339 in JSON, (seconds, nanos) in messages.
export interface Timestamp {
  readonly $typeName?: 'google.protobuf.Timestamp';
  readonly seconds: bigint;
  readonly nanos: number;
}

const first = -62135596800;
const last = 253402300799;
const pattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d{1,9}))?(?:Z|[+-]\d\d:\d\d)$/;

export function formatTimestamp(time: Timestamp): string {
  const whole = new Date(Number(time.seconds ?? 0n) * 1000).toISOString().slice(0, -5);
  return `${whole}${formatNanos(time.nanos ?? 0)}Z`;
}

/** "", ".123", ".123456" or ".123456789". */
export function formatNanos(nanos: number): string {
  if (nanos === 0) return '';
  const digits = String(nanos).padStart(9, '0');
  const kept = digits.endsWith('000000') ? 3 : digits.endsWith('000') ? 6 : 9;
  return `.${digits.slice(0, kept)}`;
}

/** undefined for what is no time. */
export function parseTimestamp(text: string): Timestamp | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const ms = Date.parse(match[1] === undefined ? text : text.replace(`.${match[1]}`, ''));
  return Number.isNaN(ms)
    ? undefined
    : makeTimestamp(ms / 1000, Number((match[1] ?? '').padEnd(9, '0')));
}

/** @param ms since 1970, as clocks give it */
export function timestampOf(ms: number): Timestamp & { $typeName: 'google.protobuf.Timestamp' } {
  const seconds = Math.floor(ms / 1000);
  return {
    $typeName: 'google.protobuf.Timestamp',
    seconds: BigInt(seconds),
    nanos: (ms - seconds * 1000) * 1_000_000,
  };
}

/** undefined when out of the range that RFC 3339 can say. */
export function makeTimestamp(seconds: number, nanos: number): Timestamp | undefined {
  if (seconds < first || seconds > last || nanos < 0 || nanos > 999_999_999) return undefined;
  return { $typeName: 'google.protobuf.Timestamp', seconds: BigInt(seconds), nanos };
}
