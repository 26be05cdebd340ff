// What files in the server's folders find under '@hubbub/server', in the main thread and in workers alike; programs that run
// the server as a module find `start` beside it (index.ts). Light on purpose: a worker loads this and nothing of the server.
//
// A kind of extension of its own, such as games, adds its class and types here and loads its folder in three steps, in each
// thread that runs the files:
//
//   import * as api from '../public.ts';
//   providePackage(api);                                    // extend/package.ts
//   const found = await loadFolder(config.games, gameKind); // extend/load.ts; in a worker loadFile(file, gameKind)
export { z } from 'zod';
export { defineHooks, Refusal } from './hooks/define.ts';
export type {
  AfterEvent,
  AfterName,
  BeforeEvent,
  BeforeName,
  HookChange,
  HookContext,
  Hooks,
} from './hooks/define.ts';
export { Game } from './games/game.ts';
export type {
  EndReason,
  GameClass,
  GameSettings,
  GameShape,
  LeaveReason,
  Player,
} from './games/game.ts';
