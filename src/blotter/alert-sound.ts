/** Two short tones, quiet: falling for what should be looked at, three times for what is grave. */
const EVERY_MS = 2_000;
const TONES: readonly (readonly [atSeconds: number, hz: number])[] = [
  [0, 880],
  [0.16, 660],
];
const GRAVE_TONES: readonly (readonly [atSeconds: number, hz: number])[] = [
  [0, 990],
  [0.18, 740],
  [0.36, 990],
];

let playedAtMs = Number.NEGATIVE_INFINITY;
let audio: AudioContext | null = null;

/** At most once in two seconds. Browsers allow it once somebody has touched the page. */
export function playAlert(isGrave: boolean): void {
  if (performance.now() - playedAtMs < EVERY_MS || !navigator.userActivation?.hasBeenActive) return;
  playedAtMs = performance.now();
  audio ??= new AudioContext();
  for (const [at, hz] of isGrave ? GRAVE_TONES : TONES) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = hz;
    volume.gain.setValueAtTime(0.08, audio.currentTime + at);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + at + 0.14);
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.15);
  }
}
