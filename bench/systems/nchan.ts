// nchan in nginx: who publishes is subscribed on the same socket, and takes its own message as the answer, as with bare publish.
// It keeps the last messages in memory, as it does by default, and nothing on disk.
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Content, firstSender } from '../generator/content.ts';
import { freePort, launch } from '../server-process.ts';
import { topicsOf, type Running, type System, type Work } from './system.ts';

/** Debian's, and that of those who build nginx themselves. */
const modules = ['/usr/lib/nginx/modules', '/usr/local/nginx/modules'].map((folder) =>
  join(folder, 'ngx_nchan_module.so'),
);
const connections = 15_000;

export const nchan: System = {
  name: 'nchan',
  does: ['fanout', 'idle'],
  missing: () => {
    if (!nginx()) return 'no nginx; bench/peers/install.sh';
    return moduleFile() ? undefined : 'no nchan; bench/peers/install.sh';
  },
  start,
};

function nginx(): string | null {
  return Bun.which('nginx') ?? (existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : null);
}

function moduleFile(): string | undefined {
  return modules.find((file) => existsSync(file));
}

async function start(work: Work): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'hubbub-bench-nchan-'));
  // Its worker is another user than whoever starts it as root.
  chmodSync(folder, 0o755);
  const file = join(folder, 'nginx.conf');
  const port = await freePort();
  writeFileSync(file, configuration(folder, port));
  const command = [nginx() ?? 'nginx', '-p', folder, '-e', 'stderr', '-c', file];
  const server = await launch({ command, port, stopWith: 'SIGTERM' });
  return {
    server,
    content: new Content(work.eventBytes),
    path: (socket) => `/?topics=${topicsOf(work, socket).join()}`,
    greeting: () => undefined,
    isGreeted: () => true,
    say: (_socket, _id, text) => text,
    read: (bytes, { start: from, end, socket }, seen) => {
      // Of what else it says to a publisher only its own message counts.
      if (bytes[from] !== atSign) return;
      if (socket < work.senders && firstSender(bytes, from, end) === socket) seen.replies += 1;
      else seen.events += 1;
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const atSign = 64;

function configuration(folder: string, port: number): string {
  return `load_module ${moduleFile()};
daemon off;
pid ${folder}/nginx.pid;
error_log stderr error;
worker_processes 1;
events { worker_connections ${connections}; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  nchan_shared_memory_size 256M;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location = / {
      nchan_pubsub websocket;
      nchan_channel_id $arg_topics;
      nchan_channel_id_split_delimiter ",";
      nchan_subscriber_first_message newest;
    }
  }
}
`;
}
