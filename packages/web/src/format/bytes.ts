import { perLocale } from '../strings.ts';

const units = ['kilobyte', 'megabyte', 'gigabyte'] as const;

const formats = perLocale((locale) =>
  units.map(
    (unit) => new Intl.NumberFormat(locale, { style: 'unit', unit, maximumSignificantDigits: 3 }),
  ),
);

/** As the reader's language writes it; under a kilobyte is one. */
export function formatBytes(bytes: number): string {
  const kilobytes = Math.max(1, bytes / 1000);
  const at = Math.min(units.length - 1, Math.floor(Math.log10(kilobytes) / 3));
  return formats()[at]?.format(kilobytes / 1000 ** at) ?? '';
}
