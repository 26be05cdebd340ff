// What cannot be meant, whatever the environment: options that contradict each other, and values of the wrong shape.
import { accessSync, constants } from 'node:fs';
import { isBucket } from './bucket.ts';
import { reasonOf } from './found.ts';
import { defaults, type Config, type OptionName } from './table.ts';

/** @param at where an option's value stands; @returns a line for each problem */
export function conflicts(config: Config, at: (name: OptionName) => string): string[] {
  const { origins, proxies, doors, database, bus, tlsCert, tlsKey } = config;
  const problems: string[] = [];
  // Else it would be taken for a folder, and an empty server would start in it. Not repeated: it may hold a password.
  if (/^[a-z][a-z\d+.-]*:/i.test(database) && !/^postgres(ql)?:\/\/./.test(database))
    problems.push(
      `${at('database')}: this is no address of PostgreSQL; write it like postgres://user:password@host/name`,
    );
  if (bus !== '' && !(URL.canParse(bus) && /^rediss?:$/.test(new URL(bus).protocol)))
    problems.push(`${at('bus')} cannot be read. It looks like redis://user:password@host:6379.`);
  if (bus !== '' && !/^postgres(ql)?:/.test(database))
    problems.push(
      `${at('bus')} joins nodes that share a database: name it with --database postgres://…; the embedded one belongs to one process.`,
    );
  for (const name of ['port', 'grpcPort'] as const)
    if (config[name] > 65_535)
      problems.push(`${at(name)}: ${config[name]} is no port; 0 to 65535.`);
  if (config.otlp !== '' && !(URL.canParse(config.otlp) && /^https?:/.test(config.otlp)))
    problems.push(`${at('otlp')}: write it like http://localhost:4318`);
  if (config.otlpPercent > 100) problems.push(`${at('otlpPercent')}: at most 100.`);
  if (doors.length === 0) problems.push(`${at('doors')}: at least one of socket, http, grpc.`);
  if (!doors.includes('grpc') && config.grpcPort !== defaults().grpcPort)
    problems.push(`${at('grpcPort')}: this door is closed; open it with --doors socket,http,grpc`);
  if (config.operatorToken !== '' && config.operatorToken.length < 32)
    problems.push(`${at('operatorToken')}: at least 32 characters, for nobody may guess it.`);
  if (config.mediaS3 !== '' && !isBucket(config.mediaS3))
    problems.push(
      `${at('mediaS3')} cannot be read. It looks like https://KEY:SECRET@s3.example.com/bucket?region=eu-1.`,
    );
  const { smtp, mailFrom } = config;
  if (smtp !== '' && !(URL.canParse(smtp) && /^smtps?:$/.test(new URL(smtp).protocol)))
    problems.push(
      `${at('smtp')} cannot be read. It looks like smtps://user:password@mail.example.com.`,
    );
  if (smtp !== '' && !/^[^\r\n@]*@[^\r\n]+$/.test(mailFrom))
    problems.push(`${at('mailFrom')}: mails need a sender like "Hubbub <hubbub@example.com>".`);
  const { pushKey, pushContact, pushCa } = config;
  if (pushKey !== '' && !/^[\w-]{43}$/.test(pushKey))
    problems.push(`${at('pushKey')}: this is no private VAPID key of 32 bytes in base64url`);
  if (pushContact !== '' && !/^(mailto:[^@\s]+@[^@\s]+|https:\/\/\S+)$/.test(pushContact))
    problems.push(`${at('pushContact')}: write it like mailto:admin@example.com`);
  if (pushCa !== '') problems.push(...unreadable(pushCa, at('pushCa')));
  for (const origin of origins)
    if (origin.includes('*'))
      problems.push(
        `${at('origins')}: "${origin}" would let pages of strangers act in people's names; list each origin that may`,
      );
    else if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      problems.push(
        `${at('origins')}: "${origin}" is no origin; write it like https://chat.example.com`,
      );
  for (const proxy of proxies)
    if (!/^[\da-f:.]+(\/\d+)?$/i.test(proxy))
      problems.push(`${at('proxies')}: "${proxy}" is no address or network like 10.0.0.0/8`);
  if ((tlsCert === '') !== (tlsKey === ''))
    problems.push(
      `${at(tlsCert === '' ? 'tlsKey' : 'tlsCert')}: TLS needs both --tls-cert and --tls-key.`,
    );
  for (const name of ['tlsCert', 'tlsKey'] as const)
    if (config[name] !== '') problems.push(...unreadable(config[name], at(name)));
  return problems;
}

function unreadable(path: string, where: string): string[] {
  try {
    accessSync(path, constants.R_OK);
    return [];
  } catch (error) {
    return [`${where}: ${path} cannot be read (${reasonOf(error)}).`];
  }
}
