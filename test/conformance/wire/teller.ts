// Tells a story to a server: each scene with the ids that earlier answers held.
import { fromJson, toBinary, type JsonObject, type JsonValue } from '@bufbuild/protobuf';
import { methods, type OperationName } from '@hubbub/protocol';
import type { Answer, Side } from './side.ts';
import type { Scene } from './story.ts';

export function ask(side: Side, op: OperationName, args: JsonObject): Promise<Answer> {
  const { input } = methods[op];
  const proto = toBinary(input, fromJson(input, args));
  return side.ask({ op, json: JSON.stringify(args), proto });
}

export async function tellStory(
  scenes: readonly Scene[],
  people: Readonly<Record<Scene['by'], Side>>,
  heard: (scene: Scene, answer: Answer) => void = () => undefined,
): Promise<void> {
  const ids = new Map<string, string>();
  for (const scene of scenes) {
    const answer = await ask(people[scene.by], scene.op, named(scene.args, ids));
    heard(scene, answer);
    keep(answer, scene.keeps, ids);
  }
}

function named(args: JsonObject, ids: ReadonlyMap<string, string>): JsonObject {
  const given = (_: string, name: string) => ids.get(name) ?? name;
  return JSON.parse(JSON.stringify(args).replaceAll(/\$(\w+)/g, given)) as JsonObject;
}

function keep(answer: Answer, keeps: Scene['keeps'], ids: Map<string, string>): void {
  if (keeps === undefined || !('ok' in answer)) return;
  const [path, name] = keeps;
  const found = path
    .split('.')
    .reduce<JsonValue>((at, key) => (at as JsonObject)[key] ?? {}, answer.ok);
  if (typeof found === 'string') ids.set(name, found);
}
