import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, stopWith } from './process.mjs';

/**
 * The path of the Bun that package-lock.json pins. Its install script moves the binary out of the
 * platform package; where scripts are blocked it stays there, and `.bin/bun` is a small stub.
 */
export function findBun() {
  const found = candidates().find(isRealBinary);
  if (found) return found;
  return stopWith(
    `no Bun for ${process.platform}-${process.arch} in node_modules; delete node_modules and retry`,
  );
}

function candidates() {
  const modules = join(root, 'node_modules');
  const exe = process.platform === 'win32' ? 'bun.exe' : 'bun';
  return [
    join(modules, 'bun', 'bin', 'bun.exe'),
    ...platformPackages().map((name) => join(modules, '@oven', name, 'bin', exe)),
  ];
}

function platformPackages() {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const arch = process.arch === 'arm64' ? 'aarch64' : process.arch;
  const plain = `bun-${os}-${arch}`;
  const musl = existsSync(`/lib/ld-musl-${arch === 'x64' ? 'x86_64' : arch}.so.1`);
  const glibc =
    existsSync('/lib64/ld-linux-x86-64.so.2') || existsSync('/lib/ld-linux-aarch64.so.1');
  return musl && !glibc ? [`${plain}-musl`] : [plain];
}

function isRealBinary(file) {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return size > 1_000_000;
}
