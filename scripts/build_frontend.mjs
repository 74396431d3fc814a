// Bundles every top-level module of static_src/js and the style sheets into static_build/.
// Source files with a page of their own in the browser: js/<name>.js, css/main.css, css/admin.css.
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const source = join(root, "static_src");
const target = join(root, "static_build");
const styleSheets = ["main.css", "admin.css", "print.css"];

function entries() {
  const scripts = join(source, "js");
  const found = [];
  if (existsSync(scripts)) {
    for (const name of readdirSync(scripts).sort()) {
      if (name.endsWith(".js")) found.push({ in: join(scripts, name), out: `js/${basename(name, ".js")}` });
    }
  }
  for (const name of styleSheets) {
    const path = join(source, "css", name);
    if (existsSync(path)) found.push({ in: path, out: `css/${basename(name, ".css")}` });
  }
  return found;
}

const options = {
  absWorkingDir: root,
  entryPoints: entries(),
  outdir: target,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2020", "safari14"],
  // Safari 14 knows destructuring but for corners that nothing here uses, and esbuild cannot rewrite it.
  supported: { destructuring: true },
  charset: "utf8",
  legalComments: "none",
  sourcemap: "linked",
  // Fonts and pictures are copied beside the style sheet; their names carry the hash of their content.
  loader: { ".svg": "file", ".png": "file", ".webp": "file", ".woff2": "file" },
  assetNames: "assets/[name]-[hash]",
  logLevel: "warning",
};

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
if (process.argv.includes("--watch")) {
  const watcher = await context(options);
  await watcher.watch();
  console.log(`watching ${options.entryPoints.length} entries`);
} else {
  await build(options);
  for (const entry of options.entryPoints) {
    const built = join(target, entry.out + (entry.in.endsWith(".css") ? ".css" : ".js"));
    console.log(`  ${entry.out.padEnd(28)} ${(statSync(built).size / 1024).toFixed(1)} KB`);
  }
}
