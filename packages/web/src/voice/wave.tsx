interface WaveProps {
  /** 0 to 255. */
  readonly levels: Iterable<number>;
  /** From 0 to 1. */
  readonly heard?: number;
}

const width = 192;

/** How loud it is from beginning to end, for the eye. */
export function Wave({ levels, heard = 0 }: WaveProps) {
  const all = [...levels];
  const step = width / Math.max(1, all.length);
  return (
    <svg
      className="voice-wave"
      viewBox={`0 0 ${width} 32`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {all.map((level, at) => {
        const height = 3 + (level / 255) * 29;
        return (
          <rect
            // oxlint-disable-next-line react/no-array-index-key -- a bar is its place
            key={at}
            className={(at + 0.5) / all.length < heard ? 'voice-heard' : undefined}
            x={at * step}
            y={16 - height / 2}
            width={step * 0.6}
            height={height}
            rx={1}
          />
        );
      })}
    </svg>
  );
}
