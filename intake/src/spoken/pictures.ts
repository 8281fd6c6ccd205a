/** Pictures that the desk drew for its own forms. */
import type { App } from "../app";
import { fetchMedia, listOf } from "./media";

const TYPES = [
  ["svg", "image/svg+xml"],
  ["png", "image/png"],
] as const;

/** Puts the desk's picture of this name into `image`; nothing where it has none, or it cannot be had now. */
export async function drawPicture(app: App, name: string, image: HTMLImageElement): Promise<void> {
  const list = await listOf(app.openDesk.fingerprint, null);
  for (const [ending, type] of TYPES) {
    const hash = list.get(`${name}.${ending}`);
    if (!hash) continue;
    const bytes = await fetchMedia(app.openDesk.fingerprint, hash).catch(() => null);
    if (!bytes || !image.isConnected) return;
    image.src = URL.createObjectURL(new Blob([bytes], { type }));
    image.onload = () => URL.revokeObjectURL(image.src);
  }
}
