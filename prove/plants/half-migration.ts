// A planted fault, loaded before the server (bun --preload): each statement of a migration is kept at once, not all of them
// together.
import { plantInto } from './plant.ts';

plantInto(/store\/migrate\.ts$/, {
  'for (const statement of migration.statements(context)) await run(statement);': `
    for (const statement of migration.statements(context)) {
      await run(statement);
      await session.commit();
      await session.begin();
    }`,
});
