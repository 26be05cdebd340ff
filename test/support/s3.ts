// A server that speaks S3: moto's, where it is installed.
import { until } from './until.ts';

export const hasS3 = Bun.which('moto_server') !== null;

export interface TestS3 {
  /** As --media-s3 takes it. */
  readonly address: string;
  stop(): Promise<void>;
}

export async function startS3(): Promise<TestS3> {
  const port = freePort();
  const child = Bun.spawn(['moto_server', '-H', '127.0.0.1', '-p', String(port)], {
    stdout: 'ignore',
    stderr: 'ignore',
  });
  const bucket = `http://127.0.0.1:${port}/media`;
  await until(
    async () => (await fetch(bucket, { method: 'PUT' }).catch(() => undefined))?.ok === true,
    { what: 'object storage', timeoutMs: 60_000 },
  );
  return {
    address: `${bucket.replace('://', '://a-key:a-secret@')}?region=us-east-1`,
    async stop() {
      child.kill();
      await child.exited;
    },
  };
}

/** That was free a moment ago. */
function freePort(): number {
  const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response() });
  const { port = 0 } = server;
  void server.stop(true);
  return port;
}
