import { ConfigError } from '../config.ts';
import { shippedGames } from '../own-files.ts';
import type { Command } from './command.ts';

export const serve: Command = {
  name: 'serve',
  does: 'Runs the server until it is told to stop',
  takesOptions: true,
  examples: [
    'serve',
    'serve --port 80 --host 0.0.0.0 --proxies 10.0.0.0/8',
    'serve --database postgres://user:password@host/hubbub --hooks ./hooks',
  ],
  async run({ settle, print, warn, stop, onReload }) {
    const { config, problems, warnings, places } = settle();
    if (problems.length > 0) throw new ConfigError(problems.join('\n'));
    for (const warning of warnings) warn(`${config.environment}: ${warning}`);
    // Whoever names a folder of games, or none (--games=), gets just that.
    const games = places.has('games') ? config.games : shippedGames();
    // Only now: help and completion need not wait for all of the server to be read.
    const { start } = await import('../server.ts');
    const server = await start({ ...config, games });
    const { url, grpc } = server;
    const text = grpc === undefined ? url : `${url}\ngrpc://${grpc}`;
    print({ text, json: { url, ...(grpc !== undefined && { grpc }) } });
    if (config.tlsCert !== '' || config.logFile !== '') onReload(() => server.reload());
    await stop;
    await server.stop();
  },
};
