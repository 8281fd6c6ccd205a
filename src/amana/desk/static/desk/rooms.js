// On a narrow screen the list of rooms is folded, so that a page begins with what it is for. Without this script it is open.
"use strict";
(() => {
  const rooms = document.querySelector("details.rooms");
  if (!rooms) return;
  const wide = matchMedia("(min-width: 40.01rem)");
  const fit = () => { rooms.open = wide.matches; };
  wide.addEventListener("change", fit);
  fit();
})();
