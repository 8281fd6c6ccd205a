/**
 * Tells one account in the browser that is named (`chrome` or `firefox`, and where it is), as a person would:
 * `node tell.mjs BROWSER PATH LINK WORDS.json`. WORDS names what each button says and what is typed. Prints one line of
 * JSON when what was sealed has arrived; ends with 1 otherwise.
 */
import { readFileSync } from "node:fs";

const [name, executablePath, link, file] = process.argv.slice(2);
const { help, tell, begin, typed, onward, stopHere, send } = JSON.parse(readFileSync(file, "utf8"));
// An old browser is driven by the driver of its time, of which only calls are used that both have.
const driver = name === "chrome" ? "puppeteer-of-its-time" : "puppeteer-core";
const { default: puppeteer } = await import(driver);
const browser = await puppeteer.launch({
  browser: name,
  executablePath,
  headless: true,
  timeout: 120_000,
  args: name === "chrome" ? ["--no-sandbox", "--disable-gpu", "--no-zygote"] : [],
});
const said = [];
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  page.on("pageerror", (error) => said.push(String(error.message)));
  await page.setViewport({ width: 320, height: 568 });
  const shown = (text) => page.waitForFunction((words) => document.body.innerText.includes(words), {}, text);
  const press = async (text) => {
    const find = (words) =>
      [...document.querySelectorAll("button")].find((one) => one.innerText.trim() === words && !one.disabled);
    const button = await page.waitForFunction(find, {}, text);
    await button.click();
  };
  await page.goto(link);
  await shown(help);
  await press(tell);
  await press(begin);
  while (!(await page.$("main textarea"))) {
    const before = await page.$eval("main h1", (heading) => heading.textContent);
    await press(onward);
    await page.waitForFunction((last) => document.querySelector("main h1")?.textContent !== last, {}, before);
  }
  await page.type("main textarea", typed);
  await press(stopHere);
  await press(send);
  await page.waitForSelector(".sending.arrived");
  console.log(JSON.stringify({ version: await browser.version(), said }));
} finally {
  await browser.close();
}
