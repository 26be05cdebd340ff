// Passwords that guessers try first. This is no list from a leak: it is made here by the rules that such lists show again
// and again (common words and first names with the usual endings and spellings, walks over the keyboard, repeats,
// sequences, dates): hundreds of thousands of passwords without a file, a download or a licence. It
// stops what is tried in the first hours of an attack; the limits on attempts are what stops the rest.
export const knownWords = `
password passwort passw0rd motdepasse contrasena senha parola salasana haslo wachtwoord secret geheim admin administrator
root toor guest user test tester testing login welcome willkommen bienvenue letmein changeme default master system server
monkey dragon football baseball basketball soccer hockey tennis cricket superman batman spiderman pokemon starwars matrix
princess sunshine shadow flower butterfly rainbow summer winter spring autumn january february april august september
october november december monday friday sunday london paris berlin madrid moscow newyork chicago boston dallas houston
america canada england france germany italia espana brazil mexico india pakistan australia liverpool arsenal chelsea
barcelona realmadrid juventus ferrari mercedes porsche mustang corvette harley yamaha honda toyota nissan
michael jennifer jessica ashley daniel andrew joshua matthew nicole thomas robert william george charlie maggie ginger
pepper cookie chocolate cheese banana orange apple computer internet google facebook youtube twitter samsung iphone
nintendo playstation minecraft fortnite iloveyou loveyou loveme lovely forever angel angels heaven jesus christ blessed
family mother father sister brother babygirl sweetheart darling teamo tequiero amor corazon estrella hannah jordan hunter
buster tigger soldier killer ranger phoenix thunder lightning diamond golden silver purple yellow orange black white
money freedom liberty trustno1 whatever nothing nobody access private security server manager service support office
company business student school college teacher doctor police hubbub message chatting hello hallo hola bonjour freunde
friends bestfriend samantha elizabeth alexander christian jonathan victoria anthony patrick richard martin david steven
marina natasha andrea carlos antonio maria sophie olivia amanda melissa michelle stephanie alice bob
`
  .trim()
  .split(/\s+/);

const rows = [
  '1234567890-=',
  'qwertyuiop[]',
  "asdfghjkl;'",
  'zxcvbnm,./',
  'azertyuiop',
  'qwertzuiop',
  'йцукенгшщзхъ',
  'фывапролджэ',
];
const columns = [
  '1qaz',
  '2wsx',
  '3edc',
  '4rfv',
  '5tgb',
  '6yhn',
  '7ujm',
  '8ik,',
  '9ol.',
  '0p;/',
  'q1w2',
  'w2e3',
  'e3r4',
  'r4t5',
  '1q2w',
  '2w3e',
  '3e4r',
  '4r5t',
];

// Often tried, and of no rule's making.
const singles = `
opensesame correcthorsebatterystaple whatsup1 fuckyou1 fuckyou2 asshole1 bigdaddy1 mypassword mypassword1 thepassword
nopassword newpassword newpassword1 yourpassword adminadmin admin123456 rootroot testtest guestguest useruser
qwerty123456 1qazxsw2 zaq12wsx zaq1zaq1 q1w2e3r4 q1w2e3r4t5 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y qazwsxedc qweasdzxc
qweasd123 asdzxc123 a1b2c3d4 a1b2c3d4e5 aa123456 a123456789 abcd1234 abcd12345 1234abcd 123456abc 123qweasd 123qwe123
woaini1314 5201314520 woaini520 147258369 159753456 741852963 789456123 963852741 987654321 31415926 314159265 27182818
11223344 1122334455 112233445566 12344321 123321123 123454321 1234554321 12341234 87654321 password1password
`
  .trim()
  .split(/\s+/);

const walkSet: ReadonlySet<string> = new Set([...columns, ...walks()]);
const cores: ReadonlySet<string> = new Set([...knownWords, ...singles, ...walkSet]);

/** Is it one of the passwords everybody tries? Case, full-width forms and digits written for letters do not hide it. */
export function isWellKnown(password: string): boolean {
  const folded = password.normalize('NFKC').toLowerCase();
  return isPattern(folded) || [...spellings(folded)].some(isFromCores);
}

function isPattern(text: string): boolean {
  return isRepeat(text) || isSequence(text) || isDate(text);
}

/** As it is written, and with the letters that its digits stand for; an ending of digits is more often a number. */
function* spellings(text: string): Generator<string> {
  const ending = /\P{L}*$/u.exec(text)?.[0] ?? '';
  yield text;
  yield unleet(text);
  yield unleet(text.slice(0, text.length - ending.length)) + ending;
}

/** A core with at most a start and an ending, backwards, or one or two cores in a row. */
function isFromCores(text: string): boolean {
  const trimmed = [text, text.replace(/^(?:my|the|\P{L}{1,3})/u, '')];
  return trimmed.flatMap(withoutEnding).some((core) => {
    const half = core.length / 2;
    const reversed = Array.from(core).toReversed().join('');
    return (
      cores.has(core) ||
      cores.has(reversed) ||
      (core.startsWith(core.slice(half)) && cores.has(core.slice(half))) ||
      [3, 4, 5, 6].some((at) => cores.has(core.slice(0, at)) && walkSet.has(core.slice(at)))
    );
  });
}

/** The text itself, and what stands before an ending that guessers append: up to five digits and signs, or a pattern. */
function withoutEnding(text: string): string[] {
  const found = [text];
  for (let at = 3; at < text.length; at += 1) {
    const ending = text.slice(at);
    if (/^\P{L}+$/u.test(ending) && (ending.length <= 5 || isPattern(ending)))
      found.push(text.slice(0, at));
    else if (/^(?:abc|qwe|qwerty|asd|me|man|girl|boy)$/.test(ending)) found.push(text.slice(0, at));
  }
  return found;
}

/** Along the rows of a keyboard, forwards and back. */
function* walks(): Generator<string> {
  for (const row of rows)
    for (let from = 0; from < row.length; from += 1)
      for (let to = from + 3; to <= row.length; to += 1) yield row.slice(from, to);
}

/** Days as people write their birthdays: 24121985, 12241985, 19851224, 24.12.1985. */
function isDate(text: string): boolean {
  const [d, m, y] = ['(?:0[1-9]|[12]\\d|3[01])', '(?:0[1-9]|1[0-2])', '(?:19|20)\\d\\d'];
  return new RegExp(
    `^(?:${d}S${m}S${y}|${m}S${d}S${y}|${y}S${m}S${d})$`.replaceAll('S', '[-./]?'),
  ).test(text);
}

/** One to four characters over and over. */
function isRepeat(text: string): boolean {
  return /^(.{1,4}?)\1+.{0,3}$/su.test(text) && new Set(text).size <= 4;
}

/** Each character follows the one before it, up or down, wrapping from 9 to 0: 23456789, hgfedcba, 67890123. */
function isSequence(text: string): boolean {
  const codes = Array.from(text).map((character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, i) => {
    const step = code - (codes[i] ?? 0);
    return step === -9 ? 1 : step === 9 ? -1 : step;
  });
  return steps.every((step) => step === 1) || steps.every((step) => step === -1);
}

function unleet(text: string): string {
  const letters: Record<string, string> = {
    '0': 'o',
    '1': 'i',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    '@': 'a',
    $: 's',
    '!': 'i',
  };
  return text.replace(/[013457@$!]/g, (character) => letters[character] ?? character);
}
