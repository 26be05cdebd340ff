// A planted fault, loaded before the server (bun --preload): whoever asks for something of a conversation counts as a member.
import { plantInto } from './plant.ts';

plantInto(/rules\/conversation\.ts$/, {
  'export function requireMember(': 'export function requireMember() {}\nfunction left(',
});
