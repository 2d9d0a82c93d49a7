//! The pages of the checks as a part of the site: `docs/checks/*.md` as HTML, each example with a link that opens it in the
//! page.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, html};
use workspace::{SavedDocument, VERSION, Workspace, share};

use crate::workspace::root;

/// Writes `checks/` of the site; its styles are those of the app's folder.
pub(crate) fn write(site: &Path, app: &str) -> Result<()> {
    let out = site.join("checks");
    fs::create_dir_all(&out)?;
    let folder = root().join("docs/checks");
    for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let name = path.file_stem().context("a page without a name")?;
        let name = match name.to_string_lossy().as_ref() {
            "README" => "index".to_owned(),
            check => check.to_owned(),
        };
        fs::write(out.join(format!("{name}.html")), page(&name, &text, app)?)?;
    }
    Ok(())
}

fn page(name: &str, text: &str, app: &str) -> Result<String> {
    let title = text
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("# "))
        .with_context(|| format!("{name}: the first line is no title"))?;
    let mut body = String::new();
    html::push_html(&mut body, events(name, text)?.into_iter());
    let mut escaped = String::new();
    html::push_html(&mut escaped, [Event::Text(title.into())].into_iter());
    let back = match name {
        "index" => "",
        _ => r#" · <a href="./index.html">All checks</a>"#,
    };
    Ok(format!(
        r#"<!doctype html>
<html lang="en">
  <head>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>{escaped} · IAM Policy Playground</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="../{app}/page.css">
  </head>
  <body>
    <main class="reference">
      <nav aria-label="Site"><a href="../index.html">IAM Policy Playground</a>{back}</nav>
{body}    </main>
  </body>
</html>
"#
    ))
}

/// The page, its links to other pages as they are on the site, and a link behind each policy. A block of TOML is the
/// `policy.toml` of the policies below it.
fn events<'a>(name: &str, text: &'a str) -> Result<Vec<Event<'a>>> {
    let mut events = Vec::new();
    // The fence of the block that is open, and its text.
    let mut policy: Option<(CowStr<'a>, String)> = None;
    let mut settings = String::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => {
                let is_page = !dest_url.contains(':') && dest_url.ends_with(".md");
                let dest_url = match is_page {
                    true => format!("./{}html", dest_url.trim_end_matches("md")).into(),
                    false => dest_url,
                };
                events.push(Event::Start(Tag::Link {
                    link_type,
                    dest_url,
                    title,
                    id,
                }));
                continue;
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(ref fence))) => {
                policy = Some((fence.clone(), String::new()));
            }
            Event::Text(ref part) => {
                if let Some((_, text)) = &mut policy {
                    text.push_str(part);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                events.push(event);
                match policy.take() {
                    Some((fence, text)) if fence.as_ref() == "toml" => settings = text,
                    Some((fence, text)) => {
                        let link = link(name, &fence, &text, &settings)?;
                        events.push(Event::Html(link.into()));
                    }
                    None => {}
                }
                continue;
            }
            _ => {}
        }
        events.push(event);
    }
    Ok(events)
}

/// A link that opens a policy in the page. The fence says `json`, and the type where it cannot be guessed.
fn link(name: &str, fence: &str, text: &str, settings: &str) -> Result<String> {
    let document_type = fence.strip_prefix("json").unwrap_or_default().trim();
    let document_type = match document_type {
        "" => "auto",
        named => named,
    };
    let document_type = serde_json::from_value(document_type.into())
        .map_err(|error| anyhow!("{name}: the fence `{fence}`: {error}"))?;
    let workspace = Workspace {
        version: VERSION,
        documents: vec![SavedDocument {
            id: "1".to_owned(),
            name: name.to_owned(),
            document_type,
            attached_to: None,
            text: text.trim_end().to_owned(),
            current: None,
            byte_order_mark: false,
            crlf: false,
        }],
        policy_toml: settings.to_owned(),
        ..Workspace::default()
    };
    let fragment = share::encode(&workspace);
    Ok(format!(
        "<p><a href=\"../index.html{fragment}\">Open in the playground</a></p>\n"
    ))
}
