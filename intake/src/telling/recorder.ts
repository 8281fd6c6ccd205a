/**
 * Records a voice: Opus at 16 kbit/s, mono, which is enough for speech and about
 * 2 KB a second. The recording stays in memory; nothing is written.
 */

const BITS_PER_SECOND = 16_000;
const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];

/** Whether this phone can record at all. */
export const canRecord = (): boolean => typeof MediaRecorder !== "undefined" && !!navigator.mediaDevices?.getUserMedia;

export interface Running {
  /** Ends it, lets go of the microphone, and gives what was recorded. */
  stop(): Promise<Blob>;
}

/** Asks for the microphone and begins; `grown` hears how many bytes there are. Throws when it is not allowed. */
export async function record(grown: (bytes: number) => void): Promise<Running> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  });
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? "";
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND });
  const pieces: Blob[] = [];
  let bytes = 0;
  recorder.addEventListener("dataavailable", ({ data }) => {
    pieces.push(data);
    bytes += data.size;
    grown(bytes);
  });
  const ended = new Promise<Blob>((resolve) => {
    recorder.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      resolve(new Blob(pieces, { type: (recorder.mimeType || mimeType).split(";")[0] ?? "" }));
    });
  });
  recorder.start(1000);
  return {
    stop: () => {
      if (recorder.state !== "inactive") recorder.stop();
      return ended;
    },
  };
}
