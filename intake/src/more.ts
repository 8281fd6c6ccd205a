/**
 * All that telling and sealing do not need: coming back, carrying, community workers, the map, lists of what waits.
 * Fetched after everything else, quietly, or when one of its screens is opened before.
 */
import "./seals";
import { community } from "./community/entry";
import { arrive } from "./later";
import { findPlace } from "./screens/answers/find-place";
import { pointAt } from "./screens/answers/point-at";
import { receipt } from "./screens/back/receipt";
import { carry } from "./screens/carry";
import { comeBack } from "./screens/come-back";
import { voices } from "./screens/voices";
import { waitingList } from "./screens/waiting-list";
import { solve } from "./sending/work";
import { drawPicture } from "./spoken/pictures";
import { read } from "./spoken/read";

export const offers = {
  carry,
  community,
  comeBack,
  waitingList,
  receipt,
  findPlace,
  pointAt,
  voices,
  read,
  drawPicture,
  solve,
};
arrive("more", offers);
