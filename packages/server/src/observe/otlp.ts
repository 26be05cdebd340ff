// Traces to a collector, as OTLP over HTTP in JSON. Loaded only when asked for. A collector that is away costs nothing but
// its spans: they wait in a bounded queue and are dropped.
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { OperationTrace, TraceOrigin, Tracing } from './tracing.ts';

export interface OtlpOptions {
  /** The collector, e.g. http://localhost:4318; a path of its own is kept. */
  readonly url: string;
  /** Of a hundred operations so many are traced; what a caller traces is always. */
  readonly percent: number;
  readonly version: string;
}

const mostWaiting = 2048;

export function otlpTracing({ url, percent, version }: OtlpOptions): Tracing {
  const exporter = new OTLPTraceExporter({ url: pathOf(url), timeoutMillis: 5_000 });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'hubbub', 'service.version': version }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(percent / 100) }),
    spanProcessors: [
      new BatchSpanProcessor(exporter, { maxQueueSize: mostWaiting, scheduledDelayMillis: 1_000 }),
    ],
  });
  const tracer = provider.getTracer('hubbub');
  return { operation, commit, close: () => provider.shutdown().catch(() => undefined) };

  function operation(op: string, { door, parent }: TraceOrigin): OperationTrace {
    const from = contextOf(parent);
    const kind = SpanKind.SERVER;
    const span = tracer.startSpan(op, { kind, attributes: { 'hubbub.door': door } }, from);
    const within = trace.setSpan(ROOT_CONTEXT, span);
    return {
      step(name) {
        const step = tracer.startSpan(name, {}, within);
        return () => step.end();
      },
      end(outcome) {
        span.setAttribute('hubbub.outcome', outcome);
        if (outcome === 'BUG') span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  }

  function commit({ writes, ms }: { readonly writes: number; readonly ms: number }): void {
    const now = Date.now();
    const attributes = { 'hubbub.writes': writes };
    tracer.startSpan('commit', { attributes, startTime: now - ms }, ROOT_CONTEXT).end(now);
  }
}

function pathOf(url: string): string {
  const place = new URL(url);
  if (place.pathname === '/') place.pathname = '/v1/traces';
  return place.href;
}

/** W3C trace context: version, trace, span, flags. What is none begins a trace of our own. */
function contextOf(parent: string | undefined): Context {
  const found = /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/.exec(parent ?? '');
  if (found === null) return ROOT_CONTEXT;
  const [, traceId = '', spanId = '', flags = '0'] = found;
  const traceFlags = Number.parseInt(flags, 16) & 1;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}
