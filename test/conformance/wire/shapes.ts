// Args for every operation, made from the proto alone: the smallest good ones, and every way in which they may break it.
import {
  getOption,
  hasOption,
  ScalarType,
  type DescField,
  type DescMessage,
  type JsonObject,
  type JsonValue,
} from '@bufbuild/protobuf';
import { limits as limitsOption } from '../../../packages/protocol/src/gen/hubbub/v1/options_pb.ts';

export function limitsOf(field: DescField) {
  return hasOption(field, limitsOption) ? getOption(field, limitsOption) : undefined;
}

/** Only what is required, as short as it may be; ids are well formed and name nothing. */
export function smallest(desc: DescMessage): JsonObject {
  const args: JsonObject = {};
  const chosen = new Set<string>();
  for (const field of desc.fields) {
    if (limitsOf(field)?.required !== true) continue;
    if (field.oneof !== undefined && !field.proto.proto3Optional) {
      if (chosen.has(field.oneof.name)) continue;
      chosen.add(field.oneof.name);
    }
    args[field.jsonName] = sample(field);
  }
  return args;
}

/** A value that the field takes. */
export function sample(field: DescField): JsonValue {
  const one = single(field);
  return field.fieldKind === 'list' ? [one] : one;
}

function single(field: DescField): JsonValue {
  const options = limitsOf(field);
  if (field.message?.typeName === 'google.protobuf.Timestamp') return '2026-01-01T00:00:00Z';
  if (field.message !== undefined) return smallest(field.message);
  if (field.enum !== undefined) return field.enum.values[1]?.name ?? 0;
  if (options?.id !== undefined) return `${options.id}_00000000001`;
  if (field.scalar === ScalarType.STRING) return 'x'.repeat(Math.max(1, options?.minChars ?? 1));
  if (field.scalar === ScalarType.BYTES) return 'eA==';
  if (field.scalar === ScalarType.BOOL) return true;
  return Math.max(1, options?.min ?? 1);
}

/** A value of another kind than the field's. */
export function misfit(field: DescField): JsonValue {
  if (field.fieldKind === 'list' || field.message !== undefined || isText(field)) return 5;
  return field.enum === undefined ? 'x' : {};
}

/** Values just beyond each limit of the field, by the limit's name. */
export function beyond(field: DescField): Readonly<Record<string, JsonValue>> {
  const options = limitsOf(field);
  const found: Record<string, JsonValue> = {};
  const many = (value: JsonValue) => (field.fieldKind === 'list' ? [value] : value);
  if (options?.id !== undefined) found['another kind of id'] = many('nob_00000000001');
  if (options?.maxChars !== undefined)
    found['too many characters'] = many('x'.repeat(options.maxChars + 1));
  if (options?.minChars !== undefined && options.minChars > 1)
    found['too few characters'] = many('x'.repeat(options.minChars - 1));
  if (options?.max !== undefined && options.max < 0xffffffff)
    found['too much'] = many(options.max + 1);
  if (options?.min !== undefined && options.min > 1) found['too little'] = many(options.min - 1);
  if (field.fieldKind === 'list') found['too many entries'] = entries(field, options?.maxItems);
  if (field.enum !== undefined) found['a number without a name'] = many(9999);
  if (
    field.scalar === ScalarType.STRING &&
    options?.id === undefined &&
    options?.anyCharacter !== true
  )
    found['a control character'] = many('x\u0007');
  return found;
}

function entries(field: DescField, most = 1000): JsonValue {
  return Array.from({ length: most + 1 }, () => single(field));
}

function isText(field: DescField): boolean {
  return field.scalar === ScalarType.STRING || field.scalar === ScalarType.BYTES;
}
