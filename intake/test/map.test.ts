/** The map: what is in view and where, how a tap comes closer, and what is then said. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Place } from "../src/desk/bundle";
import { closer, dots, further, moved, nearest, pointIn, radius, whole } from "../src/telling/map";

const place = (id: string, at: string | null): Place => [id, id, null, at, []];
const PLACES = [place("west", "14,-6"), place("east", "14,-2"), place("north", "16,-4"), place("middle", "14.5,-4")];
const narrow = (): number => 5;

test("the first view holds every place", () => {
  const view = whole(PLACES);
  assert.deepEqual(
    dots(PLACES, view, narrow, 5).map((dot) => dot.place[0]),
    ["west", "east", "north", "middle"],
  );
});

test("north is up and east is right, in per cent of the sides", () => {
  const [west, east, north] = dots(PLACES, whole(PLACES), narrow, 5);
  assert.ok(west && east && north);
  assert.ok(west.x < 15 && east.x > 85 && Math.abs(west.y - east.y) < 1e-9);
  assert.ok(north.y < west.y && Math.abs(north.x - 50) < 1e-9);
});

test("a tap comes closer around it, so that what was tapped stands in the middle", () => {
  const view = whole(PLACES);
  const dot = dots(PLACES, view, narrow, 5).find((one) => one.place[0] === "middle");
  assert.ok(dot);
  let near = view;
  for (let taps = 0; taps < 3; taps += 1) near = closer(near, taps === 0 ? dot.x : 50, taps === 0 ? dot.y : 50);
  assert.equal(pointIn(near), "14.5,-4");
  assert.ok(radius(near) < radius(view) / 20, `${radius(near)} km after three taps, ${radius(view)} before`);
  assert.equal(nearest(PLACES, near)?.[0], "middle");
});

test("a point has two decimals, and its circle never less than a kilometre", () => {
  let view = { lat: 14.123456, lon: -4.98765, across: 500 };
  for (let taps = 0; taps < 20; taps += 1) view = closer(view, 50, 50);
  assert.equal(pointIn(view), "14.12,-4.99");
  assert.equal(radius(view), 1);
});

test("one goes out again as far as the first view, and moves without growing", () => {
  const all = whole(PLACES);
  let view = closer(closer(all, 20, 20), 20, 20);
  assert.equal(moved(view, 10, 0).across, view.across);
  assert.ok(moved(view, 10, 0).lon > view.lon && moved(view, 0, 10).lat < view.lat);
  for (let out = 0; out < 3; out += 1) view = further(view, all);
  assert.deepEqual(view, all);
});

test("names do not lie over one another, nor over the edge", () => {
  const many = Array.from({ length: 100 }, (_, n) =>
    place(`p${n}`, `${14 + (n % 10) / 10},${-4 + Math.floor(n / 10) / 10}`),
  );
  const found = dots(many, whole(many), () => 30, 8).filter(({ named }) => named);
  assert.ok(found.length > 3);
  for (const one of found)
    for (const other of found)
      if (one !== other) assert.ok(Math.abs(one.x - other.x) > 30 || Math.abs(one.y - other.y) > 8);
  assert.ok(found.every(({ x }) => x - 15 > 0 && x + 15 < 100));
});

test("20,000 places are drawn fast enough for a phone ten times slower", () => {
  const many = Array.from({ length: 20_000 }, (_, n) =>
    place(`p${n}`, `${(n % 141) / 10},${Math.floor(n / 141) / 10}`),
  );
  // The processor's time, not the clock's: whatever else the machine does is no fault of ours.
  const start = process.cpuUsage();
  assert.equal(dots(many, whole(many), () => 20, 5).length, 200);
  nearest(many, whole(many));
  const { user, system } = process.cpuUsage(start);
  assert.ok(user + system < 400_000, `${user + system} µs`);
});
