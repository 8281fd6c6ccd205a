/**
 * A photo, made small on the phone before anything else happens to it: drawn anew and written as JPEG, so that of
 * the file nothing is left but what can be seen: no place, no time, no maker of the camera. The original is let go.
 */

const MOST_BYTES = 300_000;
/** Longest side in pixels, from the best that is tried to the least. */
const SIDES = [1600, 1200, 900, 600];

/** The photo as JPEG of at most 300,000 bytes; throws when the file is no picture that this phone can read. */
export async function small(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file);
  try {
    for (const side of SIDES) {
      const made = await draw(picture, side);
      if (made.size <= MOST_BYTES || side === SIDES[SIDES.length - 1]) return made;
    }
  } finally {
    picture.close();
  }
  throw new TypeError("photo");
}

function draw(picture: ImageBitmap, side: number): Promise<Blob> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new TypeError("photo"))), "image/jpeg", 0.7),
  );
}
