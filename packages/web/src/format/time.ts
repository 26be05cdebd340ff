// Times as the reader's own language and zone write them.
import { perLocale } from '../strings.ts';

export interface Timestamp {
  readonly seconds: bigint;
  readonly nanos: number;
}

const formats = perLocale((locale) => ({
  time: new Intl.DateTimeFormat(locale, { timeStyle: 'short' }),
  weekday: new Intl.DateTimeFormat(locale, { weekday: 'short' }),
  shortDate: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }),
  fullDate: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'numeric', year: 'numeric' }),
  longDay: new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }),
  longDayYear: new Intl.DateTimeFormat(locale, { dateStyle: 'full' }),
  exact: new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }),
  relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
}));
const dayMs = 86_400_000;

export function toDate({ seconds, nanos }: Timestamp): Date {
  return new Date(Number(seconds) * 1000 + nanos / 1_000_000);
}

export function formatTime(date: Date): string {
  return formats().time.format(date);
}

export function formatExact(date: Date): string {
  return formats().exact.format(date);
}

/** As short as it can be for a list: a time today, a weekday this week, else a date. */
export function formatBrief(date: Date, now = new Date()): string {
  const days = daysBetween(date, now);
  const { time, weekday, shortDate, fullDate } = formats();
  if (days <= 0) return time.format(date);
  if (days < 7) return weekday.format(date);
  return date.getFullYear() === now.getFullYear() ? shortDate.format(date) : fullDate.format(date);
}

export function formatDay(date: Date, now = new Date()): string {
  const days = daysBetween(date, now);
  const { relative, longDay, longDayYear } = formats();
  if (days === 0 || days === 1) return capital(relative.format(-days, 'day'));
  return date.getFullYear() === now.getFullYear() ? longDay.format(date) : longDayYear.format(date);
}

export function isToday(date: Date, now = new Date()): boolean {
  return dayKey(date) === dayKey(now);
}

/** How long ago, in the largest unit that fits; a date after a month. */
export function formatSince(date: Date, now = new Date()): string {
  const { relative } = formats();
  const minutes = Math.max(0, Math.floor((now.getTime() - date.getTime()) / 60_000));
  if (minutes < 60) return relative.format(-minutes, 'minute');
  if (minutes < 24 * 60) return relative.format(-Math.floor(minutes / 60), 'hour');
  const days = daysBetween(date, now);
  return days <= 30 ? relative.format(-days, 'day') : formatDate(date);
}

export function formatDate(date: Date): string {
  return formats().fullDate.format(date);
}

/** Names a calendar day of the reader's zone. */
export function dayKey(date: Date): string {
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

function daysBetween(date: Date, now: Date): number {
  const from = new Date(date.getFullYear(), date.getMonth(), date.getDate());
  const to = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((to.getTime() - from.getTime()) / dayMs);
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
