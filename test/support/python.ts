// Python and the contract for it, for tests of clients that share no code with ours.
import { create, toBinary, type DescFile } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { services } from '@hubbub/protocol';
import { Health } from '@hubbub/protocol/grpc';

/** Debian's own Python first: another one in the path does not see Debian's packages. */
export async function findPython(): Promise<string | undefined> {
  for (const python of ['/usr/bin/python3', 'python3']) {
    const can = Bun.which(python) !== null;
    if (can && (await Bun.spawn([python, '-c', 'import grpc'], { stderr: 'ignore' }).exited) === 0)
      return python;
  }
  return undefined;
}

/** Every file of the contract, imports before what imports them. */
export function descriptorSet(): Uint8Array {
  const found = new Set<DescFile>();
  const add = (file: DescFile) => {
    file.dependencies.forEach(add);
    found.add(file);
  };
  for (const { file } of [...Object.values(services), Health]) add(file);
  const file = [...found].map(({ proto }) => proto);
  return toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file }));
}
