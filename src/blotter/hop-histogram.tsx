/** How often a hop took how long: a bar for each power of two, on a scale that is the same for all hops. */
const HEIGHT = 18;

export function HopHistogram(props: { powers: number[]; marksUs: number[] }) {
  const { powers, marksUs } = props;
  const most = Math.max(1, ...powers);
  // A bar that is there is seen, however small it is beside the others.
  const heightOf = (n: number) => (n === 0 ? 0 : Math.max(1.2, (n / most) * HEIGHT));
  const place = (us: number) => Math.max(0, Math.min(powers.length, Math.log2(Math.max(us, 0.5)) + 1));
  return (
    <svg viewBox={`0 0 ${powers.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {powers.map((n, power) => (
        <rect key={power} x={power + 0.08} y={HEIGHT - heightOf(n)} width={0.84} height={heightOf(n)} />
      ))}
      {marksUs.map((us) => (
        <line key={us} x1={place(us)} x2={place(us)} y1="0" y2={HEIGHT} />
      ))}
    </svg>
  );
}
