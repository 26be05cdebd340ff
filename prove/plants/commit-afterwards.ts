// A planted fault, loaded before the server (bun --preload): on PostgreSQL messages are acknowledged 250 ms before they are
// committed, so that a partition, or a transaction that fails meanwhile, keeps them from being stored.
import { plantInto } from './plant.ts';

plantInto(/store\/postgres-engine\.ts$/, {
  'await finish(session, transaction);': `const done = () => finish(session, transaction);
    if (!batch.some(({ write }) => write.name === 'sendMessage')) await done();
    else setTimeout(() => void done().catch(() => undefined), 250);`,
});
