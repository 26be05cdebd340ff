// A game class's settings with their defaults, checked.
import type { GameTypeInfo } from '../ports/placement.ts';
import type { GameClass, GameSettings } from './game.ts';

export type Settings = Required<Omit<GameSettings, 'input' | 'options'>> &
  Pick<GameSettings, 'input' | 'options'>;

/** Throws with a text for the developer. */
export function readSettings(type: string, { settings: given }: GameClass): Settings {
  const tickRate = whole(type, 'tickRate', { value: given.tickRate ?? 20, min: 1, max: 60 });
  const maxSeats = whole(type, 'maxSeats', { value: given.maxSeats ?? 8, min: 1, max: 100 });
  return {
    tickRate,
    maxSeats,
    minSeats: whole(type, 'minSeats', { value: given.minSeats ?? 1, min: 1, max: maxSeats }),
    patchRate: whole(type, 'patchRate', {
      value: given.patchRate ?? tickRate,
      min: 1,
      max: tickRate,
    }),
    reconnectSeconds: whole(type, 'reconnectSeconds', {
      value: given.reconnectSeconds ?? 30,
      min: 0,
      max: 3600,
    }),
    checkpointSeconds: whole(type, 'checkpointSeconds', {
      value: given.checkpointSeconds ?? 0,
      min: 0,
      max: 3600,
    }),
    ...(given.input && { input: given.input }),
    ...(given.options && { options: given.options }),
  };
}

export function infoOf(type: string, settings: Settings): GameTypeInfo {
  const { minSeats, maxSeats, tickRate, reconnectSeconds } = settings;
  return { type, minSeats, maxSeats, tickRate, reconnectSeconds };
}

/** What a type may be called. */
export function isTypeName(name: string): boolean {
  return /^[\w-]{1,64}$/.test(name);
}

function whole(
  type: string,
  name: string,
  { value, min, max }: { value: number; min: number; max: number },
): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new Error(`game ${type}: ${name} must be a whole number from ${min} to ${max}`);
}
