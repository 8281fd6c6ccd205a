/**
 * The page as one file that is passed on from phone to phone (spec/page.md, One file). It is its own harmless page:
 * "Leave now" loads it anew with `?1`, and then it is a calculator.
 */
if (location.search === "?1") {
  document.title = "1 + 1";
  document.body.className = "sums";
  document.body.replaceChildren(document.createElement("output"), document.createElement("div"));
  void import("./sums");
} else void import("./main");
