// A server that speaks S3, within this process (docs/adr/0051).
import { startFauxqs } from 'fauxqs';

export interface TestS3 {
  /** As --media-s3 takes it. */
  readonly address: string;
  stop(): Promise<void>;
}

export async function startS3(): Promise<TestS3> {
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  server.createBucket('media');
  return {
    address: `http://a-key:a-secret@127.0.0.1:${server.port}/media?region=us-east-1`,
    stop: () => server.stop(),
  };
}
