/**
 * Records a voice: Opus at 16 kbit/s, mono, which is enough for speech and about
 * 2 KB a second. The recording stays in memory; each second of it is heard by whoever keeps it sealed.
 */

const BITS_PER_SECOND = 16_000;
const EVERY = 1_000;
const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];

/** Whether this phone can record at all. */
export const canRecord = (): boolean => typeof MediaRecorder !== "undefined" && !!navigator.mediaDevices?.getUserMedia;

export interface Running {
  /** Its media type, without parameters. */
  readonly type: string;
  /** Ends it, lets go of the microphone, and gives what was recorded. */
  stop(): Promise<Blob>;
}

/**
 * Asks for the microphone and begins; `heard` gets each part, in order, the last one before `stop` is done. All parts joined are the
 * recording. Throws when it is not allowed.
 */
export async function record(heard: (part: Blob) => void): Promise<Running> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  });
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? "";
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND });
  const type = (): string => (recorder.mimeType || mimeType).split(";")[0] ?? "";
  const parts: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => {
    if (data.size === 0) return;
    parts.push(data);
    heard(data);
  });
  const ended = new Promise<Blob>((resolve) => {
    recorder.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      resolve(new Blob(parts, { type: type() }));
    });
  });
  recorder.start(EVERY);
  return {
    type: type(),
    stop: () => {
      if (recorder.state !== "inactive") recorder.stop();
      return ended;
    },
  };
}
