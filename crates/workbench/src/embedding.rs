use crate::fragment::{EmbedOptions, Theme};
use crate::state::Panel;

/// What a page is embedded by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SnippetKind {
    /// The element of `embed.js`, with the policy's text in it for readers without scripts.
    Element,
    /// A frame, for pages that take no scripts.
    Frame,
    /// A link and the text, for pages that take no frames either.
    Markdown,
}

impl SnippetKind {
    /// All kinds, the richest first.
    pub const ALL: [SnippetKind; 3] = [
        SnippetKind::Element,
        SnippetKind::Frame,
        SnippetKind::Markdown,
    ];

    /// Its name in a form.
    pub fn as_str(self) -> &'static str {
        match self {
            SnippetKind::Element => "element",
            SnippetKind::Frame => "frame",
            SnippetKind::Markdown => "markdown",
        }
    }

    /// The kind of this name, as written by [`SnippetKind::as_str`].
    pub fn from_name(name: &str) -> Option<SnippetKind> {
        SnippetKind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }
}

/// What is embedded, and how.
#[derive(Clone, Debug)]
pub struct Embedding<'a> {
    /// The address of the page, without a fragment.
    pub page: &'a str,
    /// The workspace as a fragment, with its `#`.
    pub fragment: &'a str,
    /// The name of the policy that is looked at.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
    /// What is shown of the page.
    pub options: &'a EmbedOptions,
    /// In which colours.
    pub theme: Theme,
    /// The height in CSS pixels; `None` for that of the content, where the host lets a frame tell it.
    pub height: Option<u32>,
}

/// The height of a frame that cannot tell its own, in CSS pixels.
const FRAME_HEIGHT: u32 = 480;

impl Embedding<'_> {
    /// The source to put into a page. Whatever the user wrote stands in it as text.
    pub fn snippet(&self, kind: SnippetKind) -> String {
        match kind {
            SnippetKind::Element => self.element(),
            SnippetKind::Frame => self.frame(),
            SnippetKind::Markdown => self.markdown(),
        }
    }

    fn element(&self) -> String {
        let mut attributes = String::new();
        if self.options.editable {
            attributes.push_str(" editable");
        }
        if self.options.panels != Panel::ALL {
            let names: Vec<&str> = self
                .options
                .panels
                .iter()
                .map(|panel| panel.as_str())
                .collect();
            attributes.push_str(&format!(" panels=\"{}\"", names.join(",")));
        }
        if self.theme != Theme::Auto {
            attributes.push_str(&format!(" theme=\"{}\"", self.theme.as_str()));
        }
        if let Some(height) = self.height {
            attributes.push_str(&format!(" height=\"{height}\""));
        }
        format!(
            "<script type=\"module\" src=\"{}\"></script>\n\
             <iam-policy{attributes} fragment=\"{}\">\n<pre>{}</pre>\n</iam-policy>\n",
            escaped(&self.script()),
            escaped(self.fragment.trim_start_matches('#')),
            escaped(self.text.trim_end()),
        )
    }

    /// `embed.js` lies beside the page.
    fn script(&self) -> String {
        let folder = self.page.rfind('/').and_then(|end| self.page.get(..=end));
        format!("{}embed.js", folder.unwrap_or_default())
    }

    /// With an origin, so that Safari loads it too: to it nothing is `'self'` in a frame without.
    fn frame(&self) -> String {
        format!(
            "<iframe title=\"{}\" src=\"{}\" sandbox=\"allow-scripts allow-popups allow-same-origin\" loading=\"lazy\" width=\"100%\" \
             height=\"{}\" style=\"border: 0\"></iframe>\n",
            escaped(self.name),
            escaped(&format!(
                "{}{}{}",
                self.page,
                self.fragment,
                self.options.to_parts(self.theme)
            )),
            self.height.unwrap_or(FRAME_HEIGHT),
        )
    }

    fn markdown(&self) -> String {
        let text = self.text.trim_end();
        let fence = "`".repeat(longest_run(text).saturating_add(1).max(3));
        format!(
            "[{}, with what is to be said about it]({}{})\n\n{fence}json\n{text}\n{fence}\n",
            plain(self.name),
            self.page,
            self.fragment
        )
    }
}

/// Text for HTML, between tags or in quotes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Text that means nothing in Markdown: letters, digits, spaces and what else is harmless.
fn plain(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '-' | '.' | ',' => character,
            _ if character.is_alphanumeric() => character,
            _ => ' ',
        })
        .collect()
}

/// How many backticks stand together at most.
fn longest_run(text: &str) -> usize {
    let (mut longest, mut run) = (0_usize, 0_usize);
    for byte in text.bytes() {
        run = if byte == b'`' {
            run.saturating_add(1)
        } else {
            0
        };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embedding<'a>(options: &'a EmbedOptions, name: &'a str, text: &'a str) -> Embedding<'a> {
        Embedding {
            page: "https://example.com/iam/index.html",
            fragment: "#v2/9/abc",
            name,
            text,
            options,
            theme: Theme::Auto,
            height: None,
        }
    }

    #[test]
    fn each_kind_has_its_form() {
        let options = EmbedOptions {
            editable: true,
            panels: vec![Panel::Findings],
        };
        let embedding = Embedding {
            theme: Theme::Dark,
            height: Some(300),
            ..embedding(&options, "reports", "{}\n")
        };
        for (kind, expected) in [
            (
                SnippetKind::Element,
                "<script type=\"module\" src=\"https://example.com/iam/embed.js\"></script>\n\
                 <iam-policy editable panels=\"findings\" theme=\"dark\" height=\"300\" fragment=\"v2/9/abc\">\n\
                 <pre>{}</pre>\n</iam-policy>\n",
            ),
            (
                SnippetKind::Frame,
                "<iframe title=\"reports\" src=\"https://example.com/iam/index.html#v2/9/abc&amp;embed=1&amp;edit=1&amp;\
                 panels=findings&amp;theme=dark\" sandbox=\"allow-scripts allow-popups allow-same-origin\" loading=\"lazy\" width=\"100%\" \
                 height=\"300\" style=\"border: 0\"></iframe>\n",
            ),
            (
                SnippetKind::Markdown,
                "[reports, with what is to be said about it](https://example.com/iam/index.html#v2/9/abc)\n\n\
                 ```json\n{}\n```\n",
            ),
        ] {
            assert_eq!(embedding.snippet(kind), expected);
            assert_eq!(SnippetKind::from_name(kind.as_str()), Some(kind));
        }
    }

    #[test]
    fn what_the_user_wrote_stays_text() {
        let options = EmbedOptions {
            editable: false,
            panels: Panel::ALL.to_vec(),
        };
        let hostile = embedding(
            &options,
            "\"><script>](javascript:x)",
            "</pre></iam-policy><script>alert(1)</script>\n```\n[x](y)",
        );
        for kind in [SnippetKind::Element, SnippetKind::Frame] {
            let snippet = hostile.snippet(kind);
            assert!(!snippet.contains("<script>"), "{snippet}");
            assert!(!snippet.contains("\"\""), "{snippet}");
        }
        let markdown = hostile.snippet(SnippetKind::Markdown);
        assert!(
            markdown.starts_with("[   script   javascript x ,"),
            "{markdown}"
        );
        assert!(markdown.contains("\n````json\n"), "{markdown}");
    }
}
