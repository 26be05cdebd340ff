// Scripts with which a shell completes commands, flags and their values. Made from the table and complete in themselves: the
// shell does not run the program for them.
import { options } from '../config/table.ts';
import { everywhere } from './arguments.ts';
import type { Command } from './command.ts';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

export const completion: Command = {
  name: 'completion',
  does: 'Prints the script that completes commands and options in a shell',
  operands: [{ name: 'SHELL', oneOf: shells }],
  takesOptions: false,
  examples: [
    'completion bash > /etc/bash_completion.d/hubbub',
    'completion zsh > ~/.zfunc/_hubbub',
    'completion fish > ~/.config/fish/completions/hubbub.fish',
  ],
  run({ operands: [shell], commands, print }) {
    const script = scripts[shell as Shell](commands.map(knows));
    print({ text: script.trimEnd(), json: { shell, script } });
  },
};

interface Known {
  readonly name: string;
  readonly does: string;
  /** What may follow the name. */
  readonly operands: readonly string[];
  readonly flags: readonly KnownFlag[];
}

interface KnownFlag {
  readonly name: string;
  readonly doc: string;
  /** What may follow it; undefined for a switch, empty for anything, files among it. */
  readonly values: readonly string[] | undefined;
}

function knows({ name, does, operands = [], flags = {}, takesOptions }: Command): Known {
  const own = Object.entries({ ...flags, ...everywhere }).map(([flag, { doc, value, oneOf }]) => ({
    name: flag,
    doc,
    values: value === undefined ? undefined : (oneOf ?? []),
  }));
  const shared = options.map(({ flag, doc, oneOf, fallback }) => ({
    name: flag,
    doc,
    values: typeof fallback === 'boolean' ? ['true', 'false'] : (oneOf ?? []),
  }));
  const words = operands.flatMap(({ oneOf = [] }) => oneOf);
  return { name, does, operands: words, flags: takesOptions ? [...own, ...shared] : own };
}

const scripts: Readonly<Record<Shell, (known: readonly Known[]) => string>> = {
  bash: (known) => `# bash completion of hubbub
_hubbub() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
  local line="\${COMP_WORDS[*]:1:COMP_CWORD-1} "
  # Words are broken at = too.
  [ "$cur" = = ] && cur=""
  [ "$prev" = = ] && prev="\${COMP_WORDS[COMP_CWORD-2]}"
  case "$prev" in
${each(flagsOf(known), ({ name, values = [] }) => `    ${name}) ${values.length === 0 ? 'COMPREPLY=($(compgen -f -- "$cur"))' : `COMPREPLY=($(compgen -W "${values.join(' ')}" -- "$cur"))`}; return ;;`)}
  esac
  case "$line" in
${each(known, ({ name, operands, flags }) => `    "${name} "*) COMPREPLY=($(compgen -W "${[...operands, ...flags.map((flag) => flag.name)].join(' ')}" -- "$cur")) ;;`)}
${each(families(known), ([first, second]) => `    "${first} "*) COMPREPLY=($(compgen -W "${second.join(' ')}" -- "$cur")) ;;`)}
    *) COMPREPLY=($(compgen -W "${firstWords(known).join(' ')}" -- "$cur")) ;;
  esac
}
complete -F _hubbub hubbub
`,
  zsh: (known) => `#compdef hubbub
_hubbub() {
  local line="\${(j: :)words[2,CURRENT-1]} "
  case "\${words[CURRENT-1]}" in
${each(flagsOf(known), ({ name, values = [] }) => `    ${name}) ${values.length === 0 ? '_files' : `compadd -- ${values.join(' ')}`}; return ;;`)}
  esac
  case "$line" in
${each(known, ({ name, operands, flags }) => `    ${quote(`${name} `)}*) compadd -- ${[...operands, ...flags.map((flag) => flag.name)].join(' ')} ;;`)}
${each(families(known), ([first, second]) => `    ${quote(`${first} `)}*) compadd -- ${second.join(' ')} ;;`)}
    *) compadd -- ${firstWords(known).join(' ')} ;;
  esac
}
# Loaded by its name it is the completion itself, sourced it registers it.
if [ "$funcstack[1]" = _hubbub ]; then _hubbub "$@"; else compdef _hubbub hubbub; fi
`,
  fish: (known) => `# fish completion of hubbub
complete -c hubbub -f
${each(known, ({ name, does }) =>
  name.includes(' ')
    ? `complete -c hubbub ${after(name.split(' ').slice(0, -1))} -a ${name.split(' ').at(-1)} -d ${quote(does)}`
    : `complete -c hubbub -n __fish_use_subcommand -a ${name} -d ${quote(does)}`,
)}
${each(families(known), ([start, words]) => {
  const before = start.split(' ').slice(0, -1);
  const on = before.length === 0 ? '-n __fish_use_subcommand' : after(before);
  return `complete -c hubbub ${on} -a ${start.split(' ').at(-1)} -d ${quote(words.join(', '))}`;
})}
${each(known, ({ name, operands, flags }) => {
  const on = after(name.split(' '));
  const words =
    operands.length === 0 ? [] : [`complete -c hubbub ${on} -a ${quote(operands.join(' '))}`];
  const lines = flags.map(({ name: flag, doc, values }) => {
    const takes =
      values === undefined
        ? ''
        : values.length === 0
          ? ' -r -F'
          : ` -x -a ${quote(values.join(' '))}`;
    return `complete -c hubbub ${on} -l ${flag.slice(2)}${takes} -d ${quote(doc)}`;
  });
  return [...words, ...lines].join('\n');
})}
`,
};

/** In fish: all of these words are there. */
function after(words: readonly string[]): string {
  return `-n '${words.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ')}'`;
}

/** Flags that take a value, each once. */
function flagsOf(known: readonly Known[]): readonly KnownFlag[] {
  const all = known.flatMap(({ flags }) => flags).filter(({ values }) => values !== undefined);
  return [...new Map(all.map((flag) => [flag.name, flag])).values()];
}

function firstWords(known: readonly Known[]): readonly string[] {
  return [...new Set(known.map(({ name }) => name.split(' ')[0] ?? ''))];
}

/** What may come next, by the words that are there; the longest first, as a shell takes the first that fits. */
function families(known: readonly Known[]): readonly (readonly [string, readonly string[]])[] {
  const next = new Map<string, Set<string>>();
  for (const { name } of known) {
    const words = name.split(' ');
    for (let i = 1; i < words.length; i++) {
      const start = words.slice(0, i).join(' ');
      next.set(start, (next.get(start) ?? new Set()).add(words[i] ?? ''));
    }
  }
  return [...next]
    .toSorted(([a], [b]) => b.length - a.length)
    .map(([start, words]) => [start, [...words]]);
}

function each<T>(items: readonly T[], line: (item: T) => string): string {
  return items.map(line).join('\n');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", '’')}'`;
}
