/**
 * All that help can be shown without: sealing, and the screens that need it. One
 * bundle, fetched after the first screen is there; each file more costs a phone
 * on a poor line more than its bytes. It is therefore built on all of the first
 * bundle, so that none of that is split off into a third.
 */
import "./main";

export { refresh } from "./desk/refresh";
export { before } from "./screens/before";
export { comeBack } from "./screens/come-back";
export { waitingList } from "./screens/waiting-list";
