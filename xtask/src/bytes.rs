//! What the page weighs, by part, compressed with brotli.

use anyhow::{Context, Result, bail};

use crate::workspace::{command, dist};

/// A part of the page, its bytes and its budget.
pub(crate) struct Part {
    pub(crate) name: &'static str,
    pub(crate) bytes: u64,
    /// `None` for what is loaded lazily.
    pub(crate) budget: Option<u64>,
}

const KILO: u64 = 1000;

/// The parts of the built site, then their sum until the page is usable.
pub(crate) fn parts() -> Result<Vec<Part>> {
    let folder = dist();
    let folder = folder.to_str().context("the path of dist is not Unicode")?;
    let output = command("node", &["xtask/scripts/bytes.mjs", folder])?
        .output()
        .context("node")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    let (mut wasm, mut editor, mut catalogue, mut rest, mut chunks, mut lazy) = (0, 0, 0, 0, 0, 0);
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let mut fields = line.split('\t');
        let path = fields.next().unwrap_or_default();
        let bytes: u64 = fields
            .next_back()
            .unwrap_or_default()
            .parse()
            .with_context(|| line.to_owned())?;
        let part = match path {
            _ if path.ends_with("/playground_bg.wasm") => &mut wasm,
            _ if path.ends_with(".wasm") || path.ends_with("-chunks.bin") => &mut chunks,
            _ if path.ends_with("/editor.bundle.js") => &mut editor,
            "data/catalog.bin" => &mut catalogue,
            _ if path == "index.html" || path.starts_with("app-") => &mut rest,
            _ if path.starts_with("data/") => &mut lazy,
            // Pages of their own.
            _ => continue,
        };
        *part += bytes;
    }
    let part = |name, bytes, budget| Part {
        name,
        bytes,
        budget,
    };
    Ok(vec![
        part("WebAssembly", wasm, Some(270 * KILO)),
        part("editor", editor, Some(125 * KILO)),
        part("catalogue", catalogue, Some(130 * KILO)),
        part("rest", rest, Some(25 * KILO)),
        part(
            "until usable, in all",
            wasm + editor + catalogue + rest,
            Some(550 * KILO),
        ),
        part("lazy chunks of it", chunks, None),
        part("lazy files", lazy, None),
    ])
}

/// `name  figure  budget` with figure and budget in kB.
pub(crate) fn line(part: &Part) -> String {
    let figure = kilobytes(part.bytes);
    let budget = part.budget.map_or_else(
        || "none, loaded lazily".to_owned(),
        |budget| format!("{} kB", kilobytes(budget)),
    );
    let verdict = if is_over(part) { "  OVER" } else { "" };
    format!(
        "{:<24} {figure:>8} kB   budget {budget}{verdict}",
        part.name
    )
}

pub(crate) fn is_over(part: &Part) -> bool {
    part.budget.is_some_and(|budget| part.bytes > budget)
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{}", bytes / KILO, bytes % KILO / 100)
}
