// gRPC reflection, v1 and v1alpha: tools such as grpcurl read the contract from the server itself.
import {
  createRegistry,
  toBinary,
  type DescFile,
  type Registry,
  type MessageInitShape,
} from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { Code, type ConnectRouter } from '@connectrpc/connect';
import { services } from '@hubbub/protocol';
import {
  Health,
  ServerReflection,
  ServerReflectionAlpha,
  type ServerReflectionRequest,
  type ServerReflectionResponseSchema,
} from '@hubbub/protocol/grpc';

type Answer = NonNullable<
  MessageInitShape<typeof ServerReflectionResponseSchema>['messageResponse']
>;

export function bindReflection(router: ConnectRouter): void {
  const served = [...Object.values(services), Health, ServerReflection, ServerReflectionAlpha];
  const files = new Set(served.flatMap(({ file }) => withImports(file)));
  const known: Known = {
    files: new Map([...files].map((file) => [file.proto.name, file])),
    types: createRegistry(...files),
    services: served.map(({ typeName }) => typeName),
  };
  const serverReflectionInfo = async function* (requests: AsyncIterable<ServerReflectionRequest>) {
    for await (const request of requests)
      yield {
        validHost: request.host,
        originalRequest: request,
        messageResponse: answer(request, known),
      };
  };
  router.service(ServerReflection, { serverReflectionInfo });
  router.service(ServerReflectionAlpha, { serverReflectionInfo });
}

interface Known {
  readonly files: ReadonlyMap<string, DescFile>;
  readonly types: Registry;
  readonly services: readonly string[];
}

function answer(
  { messageRequest: asked }: ServerReflectionRequest,
  { files, types, services: served }: Known,
): Answer {
  switch (asked.case) {
    case 'listServices':
      return { case: 'listServicesResponse', value: { service: served.map((name) => ({ name })) } };
    case 'fileByFilename':
      return fileAnswer(files.get(asked.value));
    case 'fileContainingSymbol':
      return fileAnswer(fileOf(types, asked.value));
    case 'fileContainingExtension': {
      const { containingType, extensionNumber } = asked.value;
      const extendee = types.getMessage(containingType);
      return fileAnswer(extendee && types.getExtensionFor(extendee, extensionNumber)?.file);
    }
    case 'allExtensionNumbersOfType': {
      if (types.getMessage(asked.value) === undefined) return notFound;
      const extensionNumber = [...types]
        .filter((one) => one.kind === 'extension')
        .filter(({ extendee }) => extendee.typeName === asked.value)
        .map(({ number }) => number);
      const value = { baseTypeName: asked.value, extensionNumber };
      return { case: 'allExtensionNumbersResponse', value };
    }
    case undefined:
      return refusal(Code.InvalidArgument, 'nothing was asked');
  }
}

/** A type, a service, or a method, field or value named behind the name of what holds it. */
function fileOf(types: Registry, symbol: string): DescFile | undefined {
  const parent = symbol.slice(0, Math.max(0, symbol.lastIndexOf('.')));
  return (types.get(symbol) ?? types.get(parent))?.file;
}

function fileAnswer(file: DescFile | undefined): Answer {
  if (file === undefined) return notFound;
  const fileDescriptorProto = withImports(file).map(({ proto }) =>
    toBinary(FileDescriptorProtoSchema, proto),
  );
  return { case: 'fileDescriptorResponse', value: { fileDescriptorProto } };
}

/** The file first, then all that it imports, each once. */
function withImports(file: DescFile): readonly DescFile[] {
  const found = new Set<DescFile>([file]);
  // A set that grows while it is walked shows what was added.
  for (const one of found) for (const imported of one.dependencies) found.add(imported);
  return [...found];
}

const notFound = refusal(Code.NotFound, 'no such name');

function refusal(errorCode: Code, errorMessage: string): Answer {
  return { case: 'errorResponse', value: { errorCode, errorMessage } };
}
