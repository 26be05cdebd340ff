// Worst cases for one regular expression: what it is made of, alone, in pairs and behind one another, 50 KB of it, with an end that
// does not fit. One that is linear has done with each at once.
interface Step {
  readonly characters: number;
  /** What one that is linear stays far below, in milliseconds of CPU. */
  readonly mostMs: number;
}

/** Growing, so that one whose time doubles with each character is found out before it takes for ever. */
const steps: readonly Step[] = [
  { characters: 24, mostMs: 8 },
  { characters: 400, mostMs: 8 },
  { characters: 6000, mostMs: 8 },
];
const whole: Step = { characters: 50_000, mostMs: 60 };
/** So many of the worst cases are tried whole. */
const worst = 4;
/** The collector may fall upon an innocent one. */
const looks = 4;

/** Characters of the classes that patterns speak of. */
const classes: Readonly<Record<string, readonly string[]>> = {
  d: ['0', '9'],
  D: ['x'],
  w: ['a', '_', '0'],
  W: ['-', ' '],
  s: [' ', '\t', '\n', '\u00a0'],
  S: ['x'],
  n: ['\n'],
  r: ['\r'],
  t: ['\t'],
  b: [],
  B: [],
};
const always = ['a', '0', ' ', '.', '-', '_', '\n'];
const ends = ['', '!', '\n!'];

/** On what, and for how long, it takes more time than its text is long; undefined for one that is linear. */
export function slowness(of: {
  readonly source: string;
  readonly flags: string;
}): string | undefined {
  const regex = new RegExp(of.source, of.flags);
  const taken: { readonly attack: Attack; readonly ms: number }[] = [];
  for (const attack of attacks(of.source)) {
    let ms = 0;
    for (const step of steps) {
      ms = shortest(regex, attack, step);
      if (ms > step.mostMs) return told(attack, step, ms);
    }
    taken.push({ attack, ms });
  }
  for (const { attack } of taken.toSorted((a, b) => b.ms - a.ms).slice(0, worst)) {
    const ms = shortest(regex, attack, whole);
    if (ms > whole.mostMs) return told(attack, whole, ms);
  }
  return undefined;
}

function told({ prefix, pump, end }: Attack, { characters }: Step, ms: number): string {
  return `${ms.toFixed(0)} ms for ${characters} characters of ${JSON.stringify([prefix, pump, end])}`;
}

function shortest(regex: RegExp, { prefix, pump, end }: Attack, step: Step): number {
  const text = prefix + pump.repeat(Math.ceil(step.characters / pump.length)) + end;
  let ms = timed(regex, text);
  for (let again = 1; ms > step.mostMs && again < looks; again += 1)
    ms = Math.min(ms, timed(regex, text));
  return ms;
}

interface Attack {
  readonly prefix: string;
  readonly pump: string;
  readonly end: string;
}

function attacks(source: string): readonly Attack[] {
  const letters = lettersOf(source);
  const words = wordsOf(source);
  const pairs = letters.flatMap((a) => letters.slice(0, 6).map((b) => a + b));
  const pumps = [...new Set([...letters, ...words, ...pairs])]
    .filter((one) => one !== '')
    .slice(0, 48);
  const prefixes = ['', ...words.slice(0, 1)];
  return pumps.flatMap((pump) =>
    prefixes.flatMap((prefix) =>
      ends.slice(0, prefix === '' ? ends.length : 2).map((end) => ({ prefix, pump, end })),
    ),
  );
}

/** Each character that the pattern names, and some of each class. */
function lettersOf(source: string): string[] {
  const found = new Set<string>();
  for (let at = 0; at < source.length; at += 1) {
    const one = source[at] ?? '';
    if (one !== '\\') {
      found.add(one);
      continue;
    }
    at += 1;
    const escaped = source[at] ?? '';
    for (const letter of classes[escaped] ?? [escaped]) found.add(letter);
  }
  for (const letter of always) found.add(letter);
  return [...found].filter(
    (letter) => !'?+(){}|^$\\'.includes(letter) || source.includes(`\\${letter}`),
  );
}

/** Runs of plain characters: `https://`, `usr_`. */
function wordsOf(source: string): string[] {
  const plain = source.replaceAll(/\\([^\w\s])/g, '$1').replaceAll(/\[[^\]]*\]|\\./g, ' ');
  return [...plain.matchAll(/[\w:/@#<>-]{2,}/g)].map(([word]) => word).slice(0, 6);
}

function timed(regex: RegExp, text: string): number {
  regex.lastIndex = 0;
  const before = process.cpuUsage();
  if (regex.global) text.replace(regex, '');
  else regex.exec(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
