// A collector of OpenTelemetry traces for tests: OTLP over HTTP in JSON.

export interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly seconds: number;
}

export interface Collector {
  readonly url: string;
  readonly spans: readonly Span[];
  /** All that was sent, as it came. */
  readonly raw: readonly string[];
  stop(): Promise<void>;
}

interface Sent {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}

interface SentSpan extends Omit<Span, 'attributes' | 'seconds'> {
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
}

export function startCollector(): Collector {
  const spans: Span[] = [];
  const raw: string[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      if (new URL(request.url).pathname !== '/v1/traces')
        return new Response(null, { status: 404 });
      const text = await request.text();
      raw.push(text);
      const { resourceSpans } = JSON.parse(text) as Sent;
      for (const { scopeSpans } of resourceSpans)
        for (const scope of scopeSpans) spans.push(...scope.spans.map(spanOf));
      return Response.json({});
    },
  });
  return { url: `http://127.0.0.1:${server.port}`, spans, raw, stop: () => server.stop(true) };
}

function spanOf({ attributes, startTimeUnixNano, endTimeUnixNano, ...span }: SentSpan): Span {
  return {
    ...span,
    attributes: Object.fromEntries(
      attributes.map(({ key, value }) => [key, Object.values(value)[0]]),
    ),
    seconds: Number(BigInt(endTimeUnixNano) - BigInt(startTimeUnixNano)) / 1e9,
  };
}
