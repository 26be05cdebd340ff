// Where the server does not do what the text demands, case by case, and why. A test asks that these cases go wrong and no
// others, so that a deviation that was mended leaves this table too.
export interface Deviation {
  readonly cases: readonly string[];
  readonly reason: string;
}

export const deviations: readonly Deviation[] = [
  {
    cases: [
      '48 bytes with a length of 16 bits',
      '125 bytes with a length of 16 bits',
      '48 bytes with a length of 64 bits',
      '125 bytes with a length of 64 bits',
      '126 bytes with a length of 64 bits',
      '1024 bytes with a length of 64 bits',
      '65535 bytes with a length of 64 bits',
    ],
    reason:
      'Lengths of data frames that are not the shortest (5.2) are read: the runtime reads frames, and the library ws does the ' +
      'same. Nothing depends on it: limits count the bytes of the payload.',
  },
  {
    cases: ['HTTP/1.0'],
    reason: 'A handshake over HTTP/1.0 (4.2.1) is taken: the runtime does not say the version.',
  },
];

export const deviating: ReadonlySet<string> = new Set(deviations.flatMap(({ cases }) => cases));
