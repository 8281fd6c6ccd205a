/**
 * Unpacks the oldest Chromium that the page is made for (the one inside `chrome-aws-lambda`) into the folder that is
 * named, once; prints its path.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";

const packed = join(dirname(fileURLToPath(import.meta.url)), "node_modules/chrome-aws-lambda/bin");
const folder = process.argv[2];
const browser = join(folder, "chromium");
if (!existsSync(browser)) {
  mkdirSync(folder, { recursive: true });
  for (const name of ["aws.tar", "swiftshader.tar", "chromium"]) {
    const path = join(folder, `${name}.part`);
    writeFileSync(path, brotliDecompressSync(readFileSync(join(packed, `${name}.br`))));
    if (name === "chromium") continue;
    execFileSync("tar", ["-xf", path, "-C", folder]);
    rmSync(path);
  }
  chmodSync(`${browser}.part`, 0o755);
  renameSync(`${browser}.part`, browser);
}
console.log(browser);
