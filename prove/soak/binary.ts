// hubbub.proto, between the bytes of the wire and the JSON of hubbub.json, which is what the log and the checker know.
import type { Codec } from '../style.ts';
import type { Frame } from '../wire.ts';
import { Contract, type FieldType } from './contract.ts';
import { fieldsOf, Reader, Writer, type Field } from './fields.ts';

type Json = Record<string, unknown>;

const types = { double: 1, bool: 8, text: 9, message: 11, bytes: 12, enum: 14 } as const;
/** int64, uint64, int32, uint32: nothing negative is sent. */
const numbers = new Set([3, 4, 5, 13]);
const timestamp = '.google.protobuf.Timestamp';
const decoder = new TextDecoder('utf-8', { fatal: true });

export async function binary(): Promise<Codec> {
  const translator = new Translator(await Contract.read());
  return {
    name: 'hubbub.proto',
    write: ({ id, op, args }) => {
      const bytes = translator.write(translator.operation(op).takes, args);
      const request = new Writer().number(1, id).data(2, op).data(3, bytes).done();
      return new Writer().framed(request).done();
    },
    read: (data, opOf) => {
      const frames: Frame[] = [];
      const reader = new Reader(new Uint8Array(data as ArrayBuffer));
      while (!reader.isAtEnd) frames.push(translator.frame(reader.take(reader.varint()), opOf));
      return frames;
    },
  };
}

class Translator {
  constructor(private readonly contract: Contract) {}

  operation(op: string) {
    const operation = this.contract.operations.get(op);
    if (!operation) throw new Error(`the contract has no operation ${op}`);
    return operation;
  }

  frame(bytes: Uint8Array, opOf: (id: number) => string | undefined): Frame {
    const [field] = fieldsOf(bytes);
    if (!field) throw new Error('a frame holds nothing');
    if (field.number === 2) return { event: this.read('.hubbub.v1.Event', field.bytes) };
    const reply = new Map(fieldsOf(field.bytes).map((one) => [one.number, one]));
    const id = reply.get(1)?.value ?? 0;
    const error = reply.get(3);
    if (error) return { id, error: this.read('.hubbub.v1.Error', error.bytes) as never };
    const op = opOf(id);
    // Who asked has given up meanwhile.
    if (op === undefined) return {};
    const { answers } = this.operation(op);
    return { id, ok: this.read(answers, reply.get(2)?.bytes ?? new Uint8Array()) };
  }

  read(message: string, bytes: Uint8Array): Json {
    const types = this.contract.messageOf(message);
    const json: Json = {};
    for (const field of fieldsOf(bytes)) {
      const type = types.find(({ number }) => number === field.number);
      if (!type) throw new Error(`${message} has no field ${field.number}`);
      if (!type.isRepeated) json[type.name] = this.value(type, field);
      else
        json[type.name] = [...((json[type.name] as unknown[]) ?? []), ...this.values(type, field)];
    }
    return json;
  }

  /** Numbers that are repeated stand in one field. */
  private values(type: FieldType, field: Field): readonly unknown[] {
    const isPacked = field.kind === 2 && (numbers.has(type.type) || type.type === types.enum);
    if (!isPacked) return [this.value(type, field)];
    const values: unknown[] = [];
    const reader = new Reader(field.bytes);
    while (!reader.isAtEnd) values.push(this.value(type, { ...field, value: reader.varint() }));
    return values;
  }

  private value({ type, typeName }: FieldType, field: Field): unknown {
    if (numbers.has(type)) return field.value;
    if (type === types.text) return decoder.decode(field.bytes);
    if (type === types.bool) return field.value !== 0;
    if (type === types.enum) return this.contract.enums.get(typeName)?.get(field.value);
    if (type === types.bytes) return Buffer.from(field.bytes).toString('base64');
    if (type === types.double) return Buffer.from(field.bytes).readDoubleLE();
    if (type !== types.message) throw new Error(`type ${type} is not known here`);
    const message = this.read(typeName, field.bytes);
    return typeName === timestamp ? time(message) : message;
  }

  write(message: string, json: object): Uint8Array<ArrayBuffer> {
    const writer = new Writer();
    const types = this.contract.messageOf(message);
    for (const [name, value] of Object.entries(json)) {
      if (value === undefined) continue;
      const type = types.find((one) => one.name === name);
      if (!type) throw new Error(`${message} has no field ${name}`);
      for (const one of type.isRepeated ? (value as unknown[]) : [value])
        this.put(writer, type, one);
    }
    return writer.done();
  }

  private put(writer: Writer, { number, type, typeName }: FieldType, value: unknown): void {
    if (type === types.message) writer.data(number, this.write(typeName, value as object));
    else if (type === types.text) writer.data(number, value as string);
    else if (type === types.bool) writer.number(number, Number(value));
    else if (type === types.enum) writer.number(number, this.numberOf(typeName, value as string));
    else if (numbers.has(type)) writer.number(number, value as number);
    else throw new Error(`type ${type} is not known here`);
  }

  private numberOf(name: string, value: string): number {
    const found = [...(this.contract.enums.get(name) ?? [])].find(([, one]) => one === value);
    if (!found) throw new Error(`${name} has no ${value}`);
    return found[0];
  }
}

function time({ seconds = 0, nanos = 0 }: { seconds?: number; nanos?: number }): string {
  return new Date(seconds * 1000 + nanos / 1e6).toISOString();
}
