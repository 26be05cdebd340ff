// The package: a whole server inside any program, and what its extensions are written with.
export * from './public.ts';
export { start, type Adapters, type Server } from './server.ts';
export type { Config } from './config/table.ts';
