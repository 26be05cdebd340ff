// Black on white in the dark too: cameras expect it.
import encodeQR from 'qr';
import { useMemo } from 'react';

/** Modules around it that must stay white. */
const border = 4;

export default function QrCode({ text, label }: { text: string; label: string }) {
  const rows = useMemo(() => encodeQR(text, 'raw', { ecc: 'medium', border }), [text]);
  const path = rows
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- drawn here, and one picture all the same
    <svg className="qr-code" viewBox={`0 0 ${rows.length} ${rows.length}`} role="img">
      <title>{label}</title>
      <path d={path} />
    </svg>
  );
}
