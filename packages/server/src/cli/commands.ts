// The table of all commands, one line each.
import { appCommands } from './app.ts';
import { audit } from './audit.ts';
import { backup, epochNew, restore } from './backup.ts';
import type { Command } from './command.ts';
import { completion } from './completion.ts';
import { configCheck, configPrint } from './config.ts';
import { doctor } from './doctor.ts';
import { log } from './log.ts';
import { mediaOrphans } from './media.ts';
import { messageCommands } from './message.ts';
import { reportCommands } from './report.ts';
import { roomCommands } from './room.ts';
import { serve } from './serve.ts';
import { tokenCommands } from './token.ts';
import { userCommands } from './user.ts';

export const commands: readonly Command[] = [
  serve,
  backup,
  restore,
  epochNew,
  configCheck,
  configPrint,
  doctor,
  mediaOrphans,
  ...appCommands,
  ...userCommands,
  ...tokenCommands,
  ...roomCommands,
  ...reportCommands,
  ...messageCommands,
  log,
  audit,
  completion,
];
