/**
 * The harmless page that "Leave now" leads to: a small calculator that really
 * counts, in no language, and knows nothing of the other page.
 */

const KEYS = ["7", "8", "9", "÷", "4", "5", "6", "×", "1", "2", "3", "−", "0", ".", "=", "+"];
const WORK: Readonly<Record<string, (one: number, other: number) => number>> = {
  "÷": (one, other) => one / other,
  "×": (one, other) => one * other,
  "−": (one, other) => one - other,
  "+": (one, other) => one + other,
};

let typed = "";
let kept = 0;
let waiting = "";

/** Takes one key and gives what is shown after it. */
function press(key: string): string {
  if (/[\d.]/.test(key)) {
    typed = key === "." && typed.includes(".") ? typed : typed + key;
    return typed;
  }
  const value = typed === "" ? kept : Number(typed);
  kept = WORK[waiting]?.(kept, value) ?? value;
  waiting = key === "=" ? "" : key;
  typed = "";
  return String(Number(kept.toPrecision(10)));
}

const shown = document.querySelector("output");
const pad = document.querySelector("div");
for (const key of KEYS) {
  const button = document.createElement("button");
  button.textContent = key;
  button.addEventListener("click", () => {
    if (shown) shown.textContent = press(key);
  });
  pad?.append(button);
}

export {};
