const units = ['kilobyte', 'megabyte', 'gigabyte'] as const;

/** As the reader's language writes it; under a kilobyte is one. */
export function formatBytes(bytes: number): string {
  const kilobytes = Math.max(1, bytes / 1000);
  const at = Math.min(units.length - 1, Math.floor(Math.log10(kilobytes) / 3));
  const format = new Intl.NumberFormat(undefined, {
    style: 'unit',
    unit: units[at] ?? 'kilobyte',
    maximumSignificantDigits: 3,
  });
  return format.format(kilobytes / 1000 ** at);
}
