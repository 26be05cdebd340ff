import type { Config } from '../config.ts';
import { start } from '../server.ts';
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
  async run({ config: read, print, warn, stop }) {
    const config = read();
    const server = await start(config);
    if (isExposed(config)) warn('Plain HTTP beyond this machine: for trying out only.');
    const { url, grpc } = server;
    const text = grpc === undefined ? url : `${url}\ngrpc://${grpc}`;
    print({ text, json: { url, ...(grpc !== undefined && { grpc }) } });
    await stop;
    await server.stop();
  },
};

function isExposed({ environment, proxies, host }: Config): boolean {
  const isHere = /^(127\.|localhost|::1)/.test(host);
  return environment === 'dev' && proxies.length === 0 && !isHere;
}
