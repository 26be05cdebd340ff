import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dir, '../..');
const packageFolder = join(root, 'node_modules/@sparticuz/chromium');

/** Whether the package has one for this machine. */
export const hasChromiumPackage = process.platform === 'linux' && process.arch === 'x64';

interface UnpackedChromium {
  executable: string;
  /** The system libraries Chromium wants and a bare machine lacks. */
  libraries: string;
  /** A folder with fonts.conf, for a machine without fonts. */
  fonts: string;
}

/** Unpacks the Chromium of the npm package once per version and user; later calls find it there. */
export async function unpackChromium(): Promise<UnpackedChromium> {
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const folder = join(tmpdir(), `hubbub-chromium-${version}-${process.getuid?.()}`);
  if (!existsSync(folder)) await unpackInto(folder);
  return {
    executable: join(folder, 'chromium'),
    libraries: join(folder, 'al2023/lib'),
    fonts: join(folder, 'fonts'),
  };
}

// Whole or not at all: unpacked aside, then renamed; who comes second throws the own copy away.
async function unpackInto(folder: string): Promise<void> {
  const draft = await mkdtemp(`${folder}-`);
  try {
    await unpackPackage(draft);
    await writeFile(join(draft, 'fonts/fonts.conf'), fontConfig(folder));
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

// The package unpacks to the temporary folder, shared names and all, and adds its libraries only
// where it believes to run in a Lambda. A process of its own sees exactly that.
async function unpackPackage(draft: string): Promise<void> {
  const code = `await (await import('@sparticuz/chromium')).default.executablePath();`;
  const child = Bun.spawn([process.execPath, '-e', code], {
    cwd: root,
    env: { ...process.env, TMPDIR: draft, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
    stdout: 'ignore',
    stderr: 'pipe',
  });
  const errors = await new Response(child.stderr).text();
  if ((await child.exited) !== 0) throw new Error(`cannot unpack Chromium: ${errors}`);
}

function fontConfig(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}
