// How numbers, times and states read. Pure functions.

/** A position of the log as PostgreSQL prints it: `%X/%X`. */
export function lsn(position) {
  if (position == null) return '–';
  const value = BigInt(position);
  return `${(value >> 32n).toString(16)}/${(value & 0xffffffffn).toString(16)}`.toUpperCase();
}

/** A number of bytes in the largest unit that keeps it above one. */
export function bytes(count) {
  if (count == null) return '–';
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

/** A measured delay. */
export function millis(ms) {
  if (ms == null) return '–';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 120_000 ? `${(ms / 1000).toFixed(1)} s` : duration(ms / 1000);
}

/** A stretch of time in its two largest units. */
export function duration(seconds) {
  if (seconds == null) return '–';
  const s = Math.max(0, Math.floor(seconds));
  const parts = [[Math.floor(s / 86400), 'd'], [Math.floor(s / 3600) % 24, 'h'], [Math.floor(s / 60) % 60, 'min'], [s % 60, 's']];
  const first = parts.findIndex(([n]) => n > 0);
  if (first < 0) return '0 s';
  return parts.slice(first, first + 2).filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}`).join(' ');
}

/** How long ago an ISO time was. */
export function ago(iso, now = Date.now()) {
  if (!iso) return 'never';
  const seconds = (now - Date.parse(iso)) / 1000;
  return seconds < 2 ? 'just now' : `${duration(seconds)} ago`;
}

/** The time of day of an ISO time, in the reader's own zone. */
export function clock(iso) {
  return new Date(iso).toLocaleTimeString([], { hour12: false });
}

/** A state in words. */
export function words(state) {
  return (state ?? 'unknown').replaceAll('_', ' ');
}

/** What a member is, in one word that CSS knows too: primary, sync, semi-sync, async, observer, unknown. */
export function kind(member) {
  if (member.role === 'primary' || member.role === 'standalone') return 'primary';
  if (member.role === 'observer') return 'observer';
  return member.syncMode ?? 'unknown';
}

/** good, busy (comes to be good by itself) or bad. */
export function mood(member) {
  if (!member.healthy) return 'bad';
  return ['connecting', 'catching_up', 'starting'].includes(member.state) ? 'busy' : 'good';
}
