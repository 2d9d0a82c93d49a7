//! From the linked WebAssembly module to the site in `dist/`.
//!
//! 1. The module is split at the functions marked `#[wasm_split]`: a main module, and chunks that share its memory and table.
//! 2. wasm-bindgen writes the JavaScript around the main module; chunks reach JavaScript through it.
//! 3. Binaryen shrinks each of them; the small ones that chunks share are put into one file: a request takes longer than their bytes.
//! 4. esbuild bundles scripts and styles.
//!
//! All of it ends in one folder `app-HASH`, named after its content: whoever has an old page open or in the cache never
//! mixes it with a new one. `index.html`, `embed.js`, `data/` and the pages of the checks lie beside it. Addresses are relative: the
//! site works at any path.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};
use serde::{Deserialize, Serialize};
use wasm_split_cli_support::Options;

use crate::build::Mode;
use crate::progress::must_run;
use crate::reference;
use crate::setup;
use crate::workspace::{command, dist, root, site_data};

/// The folder that `index.html` names, before it gets its hash.
const APP: &str = "./app/";
/// The script that the chunks are instantiated by.
const LINK: &str = "./link.js";
/// The file of all small chunks, one after the other.
const SMALL_CHUNKS: &str = "small-chunks.bin";
/// The split tool begins the names of chunks so that others share.
const SHARED: &str = "chunk_";
/// A shared chunk of fewer bytes is a small one.
const SMALL: u64 = 16 * 1024;

/// Builds the site from the module as the linker leaves it.
pub(crate) fn run(module: &Path, mode: Mode) -> Result<()> {
    let work = root().join("target/site/work");
    let split = work.join("split");
    let app = work.join("app");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&app)?;
    let chunks = split_module(module, &split)?;
    bind(&split.join("main.wasm"), &split)?;
    let mut modules = vec![split.join("playground_bg.wasm")];
    modules.extend(chunks.iter().map(|chunk| split.join(chunk)));
    place(&modules, &app, mode)?;
    let chunks = pack(chunks, &app)?;
    fs::write(work.join(CHUNKS), serde_json::to_vec(&chunks)?)?;
    scripts(&split, &app, &chunks, mode)?;
    styles(&app, mode)?;
    publish(&app)?;
    embedding_script(mode)
}

/// The site, which is built, as one HTML file in `dist/`.
pub(crate) fn single_file() -> Result<()> {
    let work = root().join("target/site/work");
    let app = work.join("app");
    let chunks: Chunks = serde_json::from_slice(&fs::read(work.join(CHUNKS))?)?;
    esbuild(
        "bundling the script of the single file",
        Mode::Release,
        &[
            display(&root().join("www/single-file.js")),
            "--bundle".to_owned(),
            "--format=esm".to_owned(),
            // wasm-bindgen names the script that links the chunks once a chunk.
            "--log-override:duplicate-object-key=silent".to_owned(),
            format!("--alias:app={}", display(&app.join("playground.js"))),
            chunks.define()?,
            format!("--outdir={}", display(&work)),
        ],
    )?;
    let out = dist().join("iam-policy-playground.html");
    let mut put_together = command("node", &["xtask/scripts/single-file.mjs"])?;
    put_together
        .arg(dist())
        .arg(work.join("single-file.js"))
        .arg(&out);
    must_run("putting all into one file", &mut put_together)?;
    println!("  {}", display(&out));
    Ok(())
}

/// Where the chunks of the module are, by their names.
#[derive(Serialize, Deserialize)]
struct Chunks {
    /// Files of their own.
    files: Vec<String>,
    /// The first byte of each in [`SMALL_CHUNKS`], and the byte after its last.
    small: BTreeMap<String, (u64, u64)>,
}

/// The file in the work folder that keeps [`Chunks`] for the single file.
const CHUNKS: &str = "chunks.json";

impl Chunks {
    /// For the loader, in the place of its CHUNKS.
    fn define(&self) -> Result<String> {
        Ok(format!("--define:CHUNKS={}", serde_json::to_string(self)?))
    }
}

/// Puts the small ones of the shared chunks in the app's folder into one file.
fn pack(chunks: Vec<String>, app: &Path) -> Result<Chunks> {
    let mut packed = Chunks {
        files: Vec::new(),
        small: BTreeMap::new(),
    };
    let mut bytes = Vec::new();
    for chunk in chunks {
        let file = app.join(&chunk);
        if !chunk.starts_with(SHARED) || fs::metadata(&file)?.len() >= SMALL {
            packed.files.push(chunk);
            continue;
        }
        let start = bytes.len() as u64;
        bytes.extend(fs::read(&file)?);
        packed.small.insert(chunk, (start, bytes.len() as u64));
        fs::remove_file(file)?;
    }
    fs::write(app.join(SMALL_CHUNKS), bytes)?;
    Ok(packed)
}

/// The script by which other pages embed this one; its name stays the same.
fn embedding_script(mode: Mode) -> Result<()> {
    esbuild(
        "bundling the script of embedding pages",
        mode,
        &[
            display(&root().join("www/embed.js")),
            "--format=esm".to_owned(),
            format!("--outdir={}", display(&dist())),
        ],
    )
}

/// Writes `main.wasm`, the chunks and the script that loads them; returns the chunks' names.
fn split_module(module: &Path, out: &Path) -> Result<Vec<String>> {
    let input = fs::read(module).with_context(|| format!("reading {}", module.display()))?;
    let main = out.join("main.wasm");
    let mut options = Options::new(&input);
    options.output_dir = out;
    options.main_out_path = &main;
    options.main_module = "./playground.js";
    options.link_name = LINK;
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("splitting the module: {error:#}"))?;
    let mut chunks = Vec::new();
    for chunk in split.split_modules {
        chunks.push(file_name(&chunk)?);
    }
    chunks.sort();
    Ok(chunks)
}

fn bind(main: &Path, out: &Path) -> Result<()> {
    let mut bind = command(
        "wasm-bindgen",
        &[
            "--target",
            "web",
            "--no-typescript",
            // The chunks import memory, table and stack pointer.
            "--keep-lld-exports",
            "--out-name",
            "playground",
            "--out-dir",
        ],
    )?;
    bind.arg(out).arg(main);
    must_run("binding the page to JavaScript", &mut bind)?;
    Ok(())
}

/// Puts the modules into the app's folder, shrunk where the site is published; by as many processes as there are cores.
fn place(modules: &[PathBuf], app: &Path, mode: Mode) -> Result<()> {
    if mode == Mode::Quick {
        return modules.iter().try_for_each(|module| copy_into(module, app));
    }
    println!("→ shrinking {} modules", modules.len());
    let start = Instant::now();
    let shares = shares(modules, thread::available_parallelism()?.get())?;
    thread::scope(|scope| {
        let running: Vec<_> = shares
            .iter()
            .map(|share| scope.spawn(|| shrink(share, app)))
            .collect();
        running.into_iter().try_for_each(|shrinking| {
            shrinking
                .join()
                .unwrap_or_else(|_| bail!("a thread has died"))
        })
    })?;
    println!("  done in {:.1} s", start.elapsed().as_secs_f32());
    Ok(())
}

/// Divides the modules into at most so many shares of about the same number of bytes.
fn shares(modules: &[PathBuf], most: usize) -> Result<Vec<Vec<&Path>>> {
    let mut sized = Vec::new();
    for module in modules {
        sized.push((fs::metadata(module)?.len(), module.as_path()));
    }
    sized.sort_by_key(|(bytes, _)| Reverse(*bytes));
    let mut shares: Vec<(u64, Vec<&Path>)> = vec![(0, Vec::new()); most.min(modules.len())];
    for (bytes, module) in sized {
        if let Some((sum, share)) = shares.iter_mut().min_by_key(|(sum, _)| *sum) {
            *sum += bytes;
            share.push(module);
        }
    }
    Ok(shares.into_iter().map(|(_, share)| share).collect())
}

fn shrink(modules: &[&Path], app: &Path) -> Result<()> {
    let mut shrink = command("node", &["xtask/scripts/shrink.mjs"])?;
    shrink.arg(app).args(modules);
    let output = shrink.output().context("node can't be started")?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        bail!("shrinking the modules failed:\n{told}");
    }
    Ok(())
}

/// Bundles `boot.js` with the list of chunks, and wasm-bindgen's script with the one that loads them. The editor's bundle
/// stays a file of its own.
fn scripts(split: &Path, app: &Path, chunks: &Chunks, mode: Mode) -> Result<()> {
    let editor = root().join(setup::EDITOR_BUNDLE);
    copy_into(&editor, app)?;
    let script = split.join("playground.js");
    let text = fs::read_to_string(&script)?;
    fs::write(&script, without_snippet_folders(&text, split)?)?;
    // What the split tool would fetch, the loader has fetched: nothing but `boot.js` sends requests.
    esbuild(
        "linking the chunks",
        mode,
        &[
            display(&split.join(LINK)),
            "--allow-overwrite".to_owned(),
            "--define:fetch=site.chunk".to_owned(),
            "--define:WebAssembly.instantiateStreaming=site.instantiate".to_owned(),
            format!("--outdir={}", display(split)),
        ],
    )?;
    esbuild(
        "bundling the page's script",
        mode,
        &[
            display(&script),
            "--bundle".to_owned(),
            "--format=esm".to_owned(),
            format!("--external:./{}", file_name(&editor)?),
            format!("--outdir={}", display(app)),
        ],
    )?;
    esbuild(
        "bundling the loader",
        mode,
        &[
            display(&root().join("www/boot.js")),
            "--bundle".to_owned(),
            "--format=esm".to_owned(),
            // It is loaded by the script, when there is something to tell if that fails.
            "--external:./playground.js".to_owned(),
            chunks.define()?,
            format!("--outdir={}", display(app)),
        ],
    )
}

/// wasm-bindgen copies a crate's own script to `snippets/CRATE-HASH/`; here it lies beside the others.
fn without_snippet_folders(text: &str, bound: &Path) -> Result<String> {
    let mut text = text.to_owned();
    for entry in fs::read_dir(bound.join("snippets")).context("the editor's script")? {
        let folder = entry?.file_name();
        text = text.replace(&format!("./snippets/{}/", folder.display()), "./");
    }
    if text.contains("./snippets/") {
        bail!("a script is left in a folder `snippets`");
    }
    Ok(text)
}

/// Bundles `www/css/page.css` with what it imports.
fn styles(app: &Path, mode: Mode) -> Result<()> {
    esbuild(
        "bundling the styles",
        mode,
        &[
            display(&root().join("www/css/page.css")),
            "--bundle".to_owned(),
            format!("--outdir={}", display(app)),
        ],
    )
}

fn esbuild(name: &str, mode: Mode, words: &[String]) -> Result<()> {
    let mut esbuild = command("esbuild", &["--target=es2022", "--log-level=warning"])?;
    if mode == Mode::Release {
        esbuild.arg("--minify");
    }
    esbuild.args(words);
    must_run(name, &mut esbuild)?;
    Ok(())
}

/// Puts the site together in `dist/`.
fn publish(app: &Path) -> Result<()> {
    let site = dist();
    if site.exists() {
        fs::remove_dir_all(&site)?;
    }
    let folder = format!("app-{:016x}", content_hash(app)?);
    copy_files(app, &site.join(&folder))?;
    copy_files(&site_data(), &site.join("data"))?;
    let page = fs::read_to_string(root().join("index.html")).context("index.html")?;
    fs::write(
        site.join("index.html"),
        page.replace(APP, &format!("./{folder}/")),
    )?;
    reference::write(&site, &folder)
}

/// Of the names and bytes of a folder's files. It names the folder and protects nothing.
fn content_hash(folder: &Path) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    for file in files(folder)? {
        file.file_name().hash(&mut hasher);
        fs::read(file)?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

fn copy_files(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    files(from)?.iter().try_for_each(|file| copy_into(file, to))
}

fn copy_into(file: &Path, folder: &Path) -> Result<()> {
    fs::copy(file, folder.join(file_name(file)?))
        .with_context(|| format!("copying {}", file.display()))?;
    Ok(())
}

fn file_name(file: &Path) -> Result<String> {
    let name = file
        .file_name()
        .with_context(|| format!("{} has no name", file.display()))?;
    Ok(name.to_string_lossy().into_owned())
}

/// The files of a folder, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        files.push(entry?.path());
    }
    files.sort();
    Ok(files)
}

fn display(path: &Path) -> String {
    path.display().to_string()
}
