/**
 * A map drawn from nothing but the coordinates of the desk's own list of places: what stands in a view, and where. A view is
 * a square around a point; all positions are in per cent of its sides. Good enough within a country: one
 * degree of longitude is taken as long everywhere in the view as it is in its middle.
 */
import type { Place } from "../desk/bundle";
import { type Point, pointOf } from "./places";

/** The middle of the square, and kilometres from side to side. */
export interface View extends Point {
  readonly across: number;
}

/** A place in a view; `named` where there is room to write its name. */
export interface Dot {
  readonly place: Place;
  readonly x: number;
  readonly y: number;
  readonly named: boolean;
}

const KM_PER_DEGREE = 111.2;
/** Of the square's side: how far off a point in its middle may be. */
const CIRCLE = 1 / 6;
const CLOSER = 3;
const NARROWEST = 6;
const MOST_DOTS = 200;

const shrink = (lat: number): number => Math.cos((lat * Math.PI) / 180);

/** A view with all these places in it. */
export function whole(places: readonly Place[]): View {
  const points = places.map(([, , , at]) => pointOf(at ?? ""));
  const [north, south] = [Math.max(...points.map(({ lat }) => lat)), Math.min(...points.map(({ lat }) => lat))];
  const [east, west] = [Math.max(...points.map(({ lon }) => lon)), Math.min(...points.map(({ lon }) => lon))];
  const lat = (north + south) / 2;
  const degrees = Math.max(north - south, (east - west) * shrink(lat));
  return { lat, lon: (east + west) / 2, across: Math.max(NARROWEST, degrees * KM_PER_DEGREE * 1.15) };
}

/** How far off the middle of a view may be, in whole kilometres. */
export const radius = ({ across }: View): number => Math.max(1, Math.round(across * CIRCLE));

/** Closer, around what stands at `x`, `y`. */
export const closer = (view: View, x: number, y: number): View => ({
  ...moved(view, x - 50, y - 50),
  across: Math.max(NARROWEST, view.across / CLOSER),
});

/** Further out around the same point, no further than `most`. */
export const further = (view: View, most: View): View =>
  view.across * CLOSER >= most.across ? most : { ...view, across: view.across * CLOSER };

/** As far off sideways and down, in per cent. */
export const moved = (view: View, x: number, y: number): View => ({
  lat: Math.max(-89, Math.min(89, view.lat - ((y / 100) * view.across) / KM_PER_DEGREE)),
  lon: view.lon + ((x / 100) * view.across) / KM_PER_DEGREE / shrink(view.lat),
  across: view.across,
});

/** The middle of a view as an answer has it. */
export const pointIn = ({ lat, lon }: View): string => `${round(lat)},${round(lon)}`;

const round = (degrees: number): number => Math.round(degrees * 100) / 100 + 0;

/** The places of a view, the first ones of `places` first; `width` of a name, and `height` of a line, are in per cent. */
export function dots(
  places: readonly Place[],
  view: View,
  width: (name: string) => number,
  height: number,
): readonly Dot[] {
  const found: Dot[] = [];
  const taken: { x: number; y: number; half: number }[] = [];
  const scale = (KM_PER_DEGREE / view.across) * 100;
  const wide = scale * shrink(view.lat);
  for (const place of places) {
    const { lat, lon } = pointOf(place[3] ?? "");
    const [x, y] = [50 + (lon - view.lon) * wide, 50 - (lat - view.lat) * scale];
    if (x < 0 || x > 100 || y < 0 || y > 100) continue;
    const half = width(place[1]) / 2;
    const free = taken.every((one) => Math.abs(one.x - x) > one.half + half || Math.abs(one.y - y) > height);
    const named = free && x - half > 0 && x + half < 100 && y > height;
    if (named) taken.push({ x, y, half });
    found.push({ place, x, y, named });
    if (found.length >= MOST_DOTS) break;
  }
  return found;
}

/** The place nearest to the middle of a view; undefined where there is none. */
export function nearest(places: readonly Place[], view: View): Place | undefined {
  let best: Place | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const place of places) {
    const { lat, lon } = pointOf(place[3] ?? "");
    const off = (lat - view.lat) ** 2 + ((lon - view.lon) * shrink(view.lat)) ** 2;
    if (off < least) [best, least] = [place, off];
  }
  return best;
}
