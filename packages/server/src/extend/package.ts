// The name `@hubbub/server` for files that are loaded at run time. They may lie anywhere, and the server may be a single
// executable without a node_modules, so the runtime is told what the name stands for: the running server's own public API
// (public.ts). A class that such a file extends is therefore the very class the server knows.
import { plugin } from 'bun';

const packageName = '@hubbub/server';

/**
 * From now on whatever is imported at run time finds the API under the package's name, this thread only: a worker calls it
 * for itself before it loads anything. Calling it again is harmless.
 */
export function providePackage(api: Readonly<Record<string, unknown>>): void {
  plugin({
    name: packageName,
    setup(build) {
      build.module(packageName, () => ({ exports: { ...api }, loader: 'object' }));
    },
  });
}
