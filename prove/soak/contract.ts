// The contract as `buf build` describes it: which fields a message has, what an operation takes and answers. Read by hand, so that
// what checks the server's codec shares nothing with it, not even a library.
import { join } from 'node:path';
import { fieldsOf, textOf, type Field } from './fields.ts';

const root = join(import.meta.dir, '../..');
const repeated = 3;

export interface FieldType {
  readonly number: number;
  /** As in JSON. */
  readonly name: string;
  /** FieldDescriptorProto.Type */
  readonly type: number;
  readonly isRepeated: boolean;
  /** Of a message or an enum. */
  readonly typeName: string;
}

export interface Operation {
  readonly takes: string;
  readonly answers: string;
}

export class Contract {
  readonly messages = new Map<string, readonly FieldType[]>();
  readonly enums = new Map<string, ReadonlyMap<number, string>>();
  readonly operations = new Map<string, Operation>();

  static async read(): Promise<Contract> {
    const buf = join(root, 'node_modules/.bin/buf');
    const command = [buf, 'build', '--as-file-descriptor-set', '-o', '-#format=binpb'];
    const child = Bun.spawn(command, { cwd: root, stdout: 'pipe', stderr: 'pipe' });
    const bytes = new Uint8Array(await new Response(child.stdout).arrayBuffer());
    if ((await child.exited) !== 0)
      throw new Error(`no contract: ${await new Response(child.stderr).text()}`);
    return new Contract(bytes);
  }

  constructor(set: Uint8Array) {
    for (const file of fieldsOf(set)) this.addFile(fieldsOf(file.bytes));
  }

  messageOf(name: string): readonly FieldType[] {
    const fields = this.messages.get(name);
    if (!fields) throw new Error(`the contract has no message ${name}`);
    return fields;
  }

  private addFile(file: readonly Field[]): void {
    const scope = `.${textOf(file, 2)}`;
    for (const { number, bytes } of file) {
      if (number === 4) this.addMessage(scope, fieldsOf(bytes));
      if (number === 5) this.addEnum(scope, fieldsOf(bytes));
      if (number === 6) this.addService(fieldsOf(bytes));
    }
  }

  private addMessage(scope: string, message: readonly Field[]): void {
    const name = `${scope}.${textOf(message, 1)}`;
    const of = (number: number) =>
      message.filter((one) => one.number === number).map(({ bytes }) => fieldsOf(bytes));
    this.messages.set(name, of(2).map(fieldType));
    for (const nested of of(3)) this.addMessage(name, nested);
    for (const nested of of(4)) this.addEnum(name, nested);
  }

  private addEnum(scope: string, fields: readonly Field[]): void {
    const values = fields.filter(({ number }) => number === 2).map(({ bytes }) => fieldsOf(bytes));
    const named = values.map((one) => [valueOf(one, 2), textOf(one, 1)] as const);
    this.enums.set(`${scope}.${textOf(fields, 1)}`, new Map(named));
  }

  private addService(service: readonly Field[]): void {
    const area = lower(textOf(service, 1).replace(/Service$/, ''));
    for (const { number, bytes } of service) {
      if (number !== 2) continue;
      const method = fieldsOf(bytes);
      const operation = { takes: textOf(method, 2), answers: textOf(method, 3) };
      this.operations.set(`${area}.${lower(textOf(method, 1))}`, operation);
    }
  }
}

function fieldType(field: readonly Field[]): FieldType {
  return {
    number: valueOf(field, 3),
    name: textOf(field, 10),
    type: valueOf(field, 5),
    isRepeated: valueOf(field, 4) === repeated,
    typeName: textOf(field, 6),
  };
}

function valueOf(fields: readonly Field[], number: number): number {
  return fields.find((one) => one.number === number)?.value ?? 0;
}

function lower(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
